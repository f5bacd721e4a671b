"""What docs/security.md promises and no other test shows: guessing is slowed, sessions end, secrets are sealed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client as Browser

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
