"""The entrance: who has an account gets in and it is written down; nobody makes an account by themselves."""

from __future__ import annotations

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
    assert [list(audit.log().entries())[-n].what for n in (1, 2)] == ["login_failed"] * 2


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
