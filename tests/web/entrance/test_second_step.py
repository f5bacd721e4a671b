"""The second step from turning it on to losing one's telephone; and the account's pages in our own words."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser

from talentloop.store.app.models import User
from web.conftest import PASSWORD

TOTP = "/account/2fa/totp/activate/"


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("viewer@example.org", PASSWORD)


def entered(password: str = PASSWORD, email: str = "viewer@example.org") -> Browser:
    browser = Browser()
    browser.post("/account/login/", {"login": email, "password": password})
    return browser


def code_of(secret: str) -> str:
    """What the app on the telephone would show."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def turned_on(email: str = "viewer@example.org") -> tuple[Browser, list[str]]:
    """Somebody with the second step on, and the recovery codes that they were shown."""
    browser = entered(email=email)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get(TOTP)
    assert "Scan dit" in page.content.decode()
    answer = browser.post(TOTP, {"code": code_of(page.context["form"].secret)}, follow=True)
    codes = re.findall(r"<code>([\w-]+)</code>", answer.content.decode())
    assert len(codes) == 10
    return browser, codes


def test_a_second_step_is_turned_on_asked_for_and_a_recovery_code_works_once(person: User) -> None:
    _, codes = turned_on()
    again = entered()
    assert again.get("/me").status_code == 302, "the password alone is not enough"
    page = again.get("/account/2fa/authenticate/")
    assert "Tweede stap" in page.content.decode() and "herstelcodes" in page.content.decode()
    assert again.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    again.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert again.get("/me").status_code == 200
    thief = entered()
    thief.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert thief.get("/me").status_code == 302


def test_a_code_of_the_telephone_works_once(person: User) -> None:
    turned_on()
    cache.clear()  # the code with which it was turned on counts as used
    code = code_of(str(Authenticator.objects.get(user=person, type="totp").data["secret"]))
    first, thief = entered(), entered()
    first.post("/account/2fa/authenticate/", {"code": code})
    thief.post("/account/2fa/authenticate/", {"code": code})
    assert first.get("/me").status_code == 200 and thief.get("/me").status_code == 302


def test_recovery_codes_can_be_taken_along_and_made_anew(person: User) -> None:
    browser, codes = turned_on()
    assert codes[1] in browser.get("/account/2fa/recovery-codes/download/").content.decode()
    answer = browser.post("/account/2fa/recovery-codes/generate/", follow=True)
    assert codes[1] not in answer.content.decode()


def test_it_is_turned_off_again(person: User) -> None:
    browser, _ = turned_on()
    assert "genoeg" in browser.get("/account/2fa/totp/deactivate/").content.decode()
    browser.post("/account/2fa/totp/deactivate/")
    assert entered().get("/me").status_code == 200


def test_a_password_is_changed_and_forgotten_in_our_words(person: User) -> None:
    browser = entered()
    given = {"oldpassword": PASSWORD, "password1": "een andere lange zin", "password2": "een andere lange zin"}
    assert "Je wachtwoord is gewijzigd" in browser.post("/account/password/change/", given, follow=True).content.decode()
    asked = Browser().post("/account/password/reset/", {"email": "viewer@example.org"}, follow=True)
    assert "Kijk in je mail" in asked.content.decode()
    letter = mail.outbox[-1]
    assert "nieuw wachtwoord" in str(letter.body) and "nieuw wachtwoord" in letter.subject
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", str(letter.body)).group(1)  # type: ignore[union-attr]
    fresh = Browser()
    page = fresh.get(link, follow=True)
    assert "Nieuw wachtwoord" in page.content.decode()
    fresh.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert entered().get("/me").status_code == 200


@pytest.mark.parametrize("page", ["/account/password/change/", "/account/2fa/", "/account/reauthenticate/", TOTP])
def test_the_account_s_pages_speak_english_too(person: User, page: str) -> None:
    person.language = "en"
    person.save()
    browser = entered()
    if page == TOTP:
        browser.post("/account/reauthenticate/", {"password": PASSWORD})
    text = browser.get(page).content.decode()
    assert '<html lang="en">' in text and not re.search(r"wachtwoord|Tweede stap|Zet aan", text)
