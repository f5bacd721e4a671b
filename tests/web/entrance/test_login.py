"""The entrance: who has an account gets in and it is written down; nobody makes an account by themselves."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from talentloop.web import audit
from web.conftest import PASSWORD, World


def enter(email: str, password: str) -> Browser:
    browser = Browser()
    browser.post("/account/login/", {"login": email, "password": password})
    return browser


def test_the_right_password_gets_in_and_is_written_down(world: World) -> None:
    browser = enter("MARKETER@example.org", PASSWORD)
    assert browser.get("/c/merelhof/").status_code == 200
    last = list(audit.log().entries())[-1]
    assert last.what == "login" and last.who == f"user:{world.person('marketer').pk}"
    browser.post("/account/logout/")
    assert browser.get("/c/merelhof/").status_code == 302
    assert list(audit.log().entries())[-1].what == "logout"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(world: World) -> None:
    texts = [Browser().post("/account/login/", {"login": email, "password": "niet dit"}).content.decode()
             for email in ("marketer@example.org", "niemand@example.org")]
    assert all('role="alert"' in text for text in texts)
    assert len({without_what_differs(text) for text in texts}) == 1
    assert [list(audit.log().entries())[-n].what for n in (1, 2)] == ["login_failed"] * 2


def without_what_differs(page: str) -> str:
    """Without the token of the form, and the address that was typed."""
    return re.sub(r'(?<=name="csrfmiddlewaretoken" value=")\w+|[\w.]+@example\.org', "", page)


def test_who_forgot_a_password_is_not_told_whether_there_is_an_account(world: World) -> None:
    cache.clear()  # how often one may ask is limited
    texts = [Browser().post("/account/password/reset/", {"email": email}, follow=True).content.decode()
             for email in ("marketer@example.org", "niemand@example.org")]
    assert "Kijk in je mail" in texts[0] and len({without_what_differs(text) for text in texts}) == 1


def test_what_was_typed_as_a_password_is_written_nowhere(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        enter("marketer@example.org", "een geheim dat niet klopt")
        enter("marketer@example.org", PASSWORD)
    logged = caplog.text + audit.log().path.read_text()
    assert "login_failed" in logged and "geheim" not in logged and PASSWORD not in logged


def test_nobody_signs_up(world: World) -> None:
    answer = Browser().post("/account/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not world.person("marketer").__class__.objects.filter(email="x@example.org").exists()
    assert answer.status_code == 200


def test_the_pages_of_one_s_own_account_open(world: World) -> None:
    browser = enter("viewer@example.org", PASSWORD)
    for page in ("/me", "/account/password/change/", "/account/2fa/", "/me/sessions/"):
        assert browser.get(page).status_code == 200, page


def test_a_second_step_asks_for_the_password_again(world: World) -> None:
    browser = enter("viewer@example.org", PASSWORD)
    assert browser.get("/account/2fa/totp/activate/").url.startswith("/account/reauthenticate/")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    for page in ("/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        assert browser.get(page).status_code == 200, page
