"""Signing in with the organisation's own identity provider: who it vouches for and we know gets in, and nobody else."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client as Browser

from talentloop.store.app.models import User
from talentloop.web import single_sign_on
from web.conftest import PASSWORD
from web.entrance.provider import Provider, running
from web.entrance.test_second_step import turned_on

START = "/account/oidc/oidc/login/"
PATIENCE = 60  # seconds for an answer of the provider, which is a thread of this very process: five are few under load


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A provider, and an installation that is told of it."""
    with running() as found:
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on.provider(found.settings())
        settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = PATIENCE
        policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
        policy["DIRECTIVES"]["form-action"] += single_sign_on.origins(settings.SOCIALACCOUNT_PROVIDERS)
        settings.CONTENT_SECURITY_POLICY = policy
        yield found


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("marketer@example.org", PASSWORD)


def there_and_back(browser: Browser, **asked: str) -> Any:
    """To the provider and back with what it gave along."""
    away = browser.post(START, asked)
    assert away.status_code == 302, away.content
    back = httpx.get(away.url, timeout=PATIENCE).headers["Location"]
    return browser.get(back.removeprefix("http://testserver"), follow=True)


def signed_in(browser: Browser) -> bool:
    return browser.get("/me").status_code == 200


def test_who_is_known_gets_in_and_keeps_their_password(provider: Provider, person: User) -> None:
    browser = Browser()
    assert "Inloggen met Bureau Noord" in browser.get("/account/login/").content.decode()
    there_and_back(browser)
    assert signed_in(browser)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_it_is_asked_with_a_challenge_for_the_address_alone(provider: Provider, person: User) -> None:
    asked = parse_qs(urlsplit(Browser().post(START).url).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["state"]
    assert set(asked["scope"][0].split()) == {"openid", "email"}


@pytest.mark.parametrize("change", [{"email": "niemand@example.org"}, {"verified": False}, {"audience": "iemand anders"}])
def test_who_is_unknown_not_vouched_for_or_vouched_for_to_somebody_else_stays_out(
        provider: Provider, person: User, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(provider, name, value)
    browser = Browser()
    page = there_and_back(browser).content.decode()
    assert not signed_in(browser) and User.objects.count() == 1
    assert "Hier kun je geen account maken" in page or "Inloggen is niet gelukt" in page


def test_an_answer_that_was_not_asked_for_opens_nothing(provider: Provider, person: User) -> None:
    away = Browser().post(START).url
    back = httpx.get(away, timeout=PATIENCE).headers["Location"].removeprefix("http://testserver")
    thief = Browser()
    assert "Inloggen is niet gelukt" in thief.get(back, follow=True).content.decode() and not signed_in(thief)


def test_who_hands_out_its_addresses_itself_need_not_vouch_for_each(
        provider: Provider, person: User, settings: Any) -> None:
    provider.verified = False
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on.provider({**provider.settings(), "TALENTLOOP_OIDC_VERIFIED": "yes"})
    browser = Browser()
    there_and_back(browser)
    assert signed_in(browser)


def test_a_second_step_is_asked_for_also_then(provider: Provider, person: User) -> None:
    turned_on(person.email)
    browser = Browser()
    assert "Tweede stap" in there_and_back(browser).content.decode() and not signed_in(browser)


def test_a_closed_account_stays_closed(provider: Provider, person: User) -> None:
    User.objects.update(is_active=False)
    browser = Browser()
    assert "Dit account is gesloten" in there_and_back(browser).content.decode() and not signed_in(browser)


def test_an_account_is_never_tied_to_another_address(provider: Provider, person: User) -> None:
    browser = Browser()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    provider.email = "ander@example.org"
    browser.post(START + "?process=connect")
    away = browser.post(START + "?process=connect").url
    back = httpx.get(away, timeout=PATIENCE).headers["Location"].removeprefix("http://testserver")
    browser.get(back)
    again = Browser()
    there_and_back(again)
    assert not signed_in(again)


def test_without_a_setting_it_is_not_there(person: User) -> None:
    assert single_sign_on.provider({}) == {}
    browser = Browser()
    assert "oidc" not in browser.get("/account/login/").content.decode()
    assert browser.get(START).status_code == browser.post(START).status_code == 404


@pytest.mark.browser
def test_in_a_browser_the_policy_of_the_page_lets_one_go_there(provider: Provider, tab: Callable[..., Any]) -> None:
    page = tab()
    page.goto("/account/login/")
    page.click("text=Inloggen met Bureau Noord")
    page.wait_for_url("**/c/merelhof/")
