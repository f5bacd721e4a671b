"""What docs/security.md promises and no other test shows: guessing is slowed, sessions end, secrets are sealed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone

from talentloop.store.app.models import User
from talentloop.web import figures
from talentloop.web import settings as product
from web.conftest import PASSWORD, World

EMAIL = "marketer@example.org"


@pytest.fixture
def as_shipped(settings: object) -> Iterator[None]:
    """The limits that an installation has, and not those of the tests."""
    settings.ACCOUNT_RATE_LIMITS = product.ACCOUNT_RATE_LIMITS  # type: ignore[attr-defined]
    cache.clear()
    yield
    cache.clear()


def enter(password: str = PASSWORD) -> Browser:
    browser = Browser()
    browser.post("/account/login/", {"login": EMAIL, "password": password})
    return browser


def signed_in(browser: Browser) -> bool:
    return browser.get("/me").status_code == 200


@pytest.mark.usefixtures("as_shipped")
def test_who_guesses_a_password_waits_even_with_the_right_one(world: World) -> None:
    assert signed_in(enter())
    for n in range(5):
        enter(f"geraden {n}")
    assert not signed_in(enter())


def test_other_sessions_can_be_ended(world: World) -> None:
    here, elsewhere = enter(), enter()
    assert signed_in(here) and signed_in(elsewhere)
    here.post("/me/sessions/0/end/")
    assert signed_in(here) and not signed_in(elsewhere)


def test_a_changed_password_ends_the_other_sessions(world: World) -> None:
    here, elsewhere = enter(), enter()
    new = "nog een lange zin die niemand raadt"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert not signed_in(elsewhere) and not signed_in(enter()) and signed_in(enter(new))


def test_a_password_may_be_a_long_sentence_in_any_script_and_is_kept_as_scrypt(world: World, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [*product.PASSWORD_HASHERS, *settings.PASSWORD_HASHERS]
    new = "Wie dit raadt — 谁也猜不到 — mag er in. " * 3
    assert len(new) > 100
    enter().post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    kept = User.objects.get(email=EMAIL).password
    assert kept.startswith("scrypt$") and new not in kept
    assert signed_in(enter(new)) and not signed_in(enter(new[:-5])), "nothing is cut off"


def test_signing_in_begins_a_new_session_and_signing_out_ends_it(world: World) -> None:
    browser = Browser()
    browser.get("/account/login/")
    browser.session["from"] = "before"
    before = browser.session.session_key
    browser.cookies[product.SESSION_COOKIE_NAME] = before
    browser.post("/account/login/", {"login": EMAIL, "password": PASSWORD})
    inside = browser.session.session_key
    assert signed_in(browser) and inside != before
    browser.post("/account/logout/")
    thief = Browser()
    thief.cookies[product.SESSION_COOKIE_NAME] = inside
    assert not signed_in(thief)


def test_a_session_lasts_half_a_day(world: World) -> None:
    browser = enter()
    kept = Session.objects.get(session_key=browser.session.session_key)
    assert kept.expire_date - timezone.now() <= timedelta(hours=12)
    kept.expire_date = timezone.now() - timedelta(seconds=1)
    kept.save()
    assert not signed_in(browser)


ELSEWHERE = ("https://elders.example/", "//elders.example/", "https:elders.example", "/\\elders.example",
             "javascript:alert(1)")


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_address_leads_to_another_site(world: World, there: str) -> None:
    login = Browser().post(f"/account/login/?next={quote(there)}", {"login": EMAIL, "password": PASSWORD, "next": there})
    browser = enter()
    switched = browser.post("/language", {"lang": "en", "next": there, "back": there}, headers={"Referer": there})
    undone = browser.post("/c/merelhof/plan/undo/", {"back": there, "version": "x"})
    page = browser.get(f"/c/merelhof/plan/change/?back={quote(there)}").content.decode()
    assert {login.status_code, switched.status_code} == {302}
    for answer in (login, switched, undone):
        assert answer.headers.get("Location", "/").startswith("/") and "elders" not in answer.headers.get("Location", "")
    assert f'href="{there}' not in page and f'value="{there}' not in page


def test_a_request_for_another_host_is_refused(world: World, settings: Any) -> None:
    settings.ALLOWED_HOSTS = product.ALLOWED_HOSTS
    found = {host: Browser().get("/account/login/", headers={"Host": host}).status_code
             for host in ("elders.example", "localhost:8765")}
    assert found == {"elders.example": 400, "localhost:8765": 200}


@pytest.mark.parametrize("page", ["/c/merelhof/", "/account/login/", "/api/v1/kpis"])
def test_no_answer_is_open_to_scripts_of_other_sites(world: World, page: str) -> None:
    answer = enter().get(page, headers={"Origin": "https://elders.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "charset=utf-8" in answer.headers["Content-Type"] or "json" in answer.headers["Content-Type"]


def test_what_breaks_tells_nothing_of_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("een geheim van binnen")

    monkeypatch.setattr(figures, "plan_for", broken)
    browser = Browser(raise_request_exception=False)
    browser.post("/account/login/", {"login": EMAIL, "password": PASSWORD})
    answer = browser.get("/c/merelhof/plan/")
    text = answer.content.decode()
    assert answer.status_code == 500 and not any(x in text for x in ("geheim", "RuntimeError", "Traceback", "plan_for"))


def test_an_account_that_is_closed_is_out_at_once(world: World) -> None:
    browser = enter()
    user = world.person("marketer")
    user.is_active = False
    user.save()
    assert not signed_in(browser)


@pytest.mark.parametrize("page", ["/c/merelhof/", "/?all=1", "/me"])
def test_pages_are_not_framed_guessed_at_or_kept(world: World, page: str) -> None:
    headers = world.browser("agency marketer").get(page).headers
    assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin" and headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(world: World) -> None:
    cookie = enter().cookies[product.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_behind_https_cookies_go_by_https_only_and_browsers_remember_it(tmp_path: Path) -> None:
    told = "from talentloop.web.settings import *; " \
           "print(SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_HSTS_SECONDS, SESSION_COOKIE_NAME, DEBUG)"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, env={
        **os.environ, "TALENTLOOP_DATA": str(tmp_path), "TALENTLOOP_ORIGIN": "https://metingen.example.org"})
    assert ran.stdout.split() == ["True", "True", "31536000", "__Host-talentloop", "False"]


def test_a_form_from_elsewhere_changes_nothing(world: World) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(world.person("admin"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post("/language", {"lang": "en"}).status_code == 403
