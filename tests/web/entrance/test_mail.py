"""Mail as it really goes out: to a mail server that the test starts, in the reader's language, with links that work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import allauth
import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.test import Client as Browser

from talentloop.locale import catalogue
from talentloop.store.app.models import User
from web.conftest import PASSWORD, World
from web.entrance.test_second_step import TOTP, code_of
from web.postgres import free_port

NEW = "een andere lange zin"
CHANGED = {"nl": "Er is iets veranderd aan je account bij talentloop",
           "en": "Something changed in your talentloop account"}


class Box:
    """What came in, as mail programs read it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def last(self) -> tuple[str, str, str]:
        """To whom, about what, and the path of the link in it."""
        letter = self.letters[-1]
        link = re.search(r"http://testserver(/\S+)", letter.get_content())
        assert link, letter.get_content()
        return letter["To"], letter["Subject"], link.group(1)


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    cache.clear()  # how often mail goes to one address is limited, also from one test to the next
    found = Box()
    server = Controller(found, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield found
    server.stop()


def signed_in(browser: Browser) -> bool:
    return browser.get("/me").status_code == 200


def speaking(lang: str) -> Browser:
    return Browser(headers={"Accept-Language": lang})


def person(lang: str) -> User:
    return User.objects.create_user("ik@example.org", PASSWORD, language=lang)


def enter(lang: str, email: str = "ik@example.org", password: str = PASSWORD) -> Browser:
    browser = speaking(lang)
    browser.post("/account/login/", {"login": email, "password": password})
    return browser


@pytest.mark.parametrize(("lang", "about", "says"), [
    ("nl", "Een nieuw wachtwoord voor talentloop", "Was jij dat niet"),
    ("en", "A new password for talentloop", "If that was not you")])
def test_a_forgotten_password(db: None, box: Box, lang: str, about: str, says: str) -> None:
    person(lang)
    speaking(lang).post("/account/password/reset/", {"email": "ik@example.org"})
    to, subject, link = box.last()
    assert (to, subject) == ("ik@example.org", about) and says in box.letters[-1].get_content()
    fresh = speaking(lang)
    page = fresh.get(link, follow=True)
    fresh.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert signed_in(enter(lang, password=NEW)) and not signed_in(enter(lang))
    assert Browser().get(link, follow=True).status_code == 200
    assert [letter["Subject"] for letter in box.letters] == [about, CHANGED[lang]]


@pytest.mark.parametrize(("lang", "about", "says"), [
    ("nl", "Bevestig je nieuwe adres voor talentloop", "Bevestig je adres met deze link"),
    ("en", "Confirm your new address for talentloop", "Confirm your address with this link")])
def test_a_new_address_holds_once_its_link_is_opened(db: None, box: Box, lang: str, about: str, says: str) -> None:
    user = person(lang)
    browser = enter(lang)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post("/account/email/", {"email": "nieuw@example.org", "action_add": ""})
    to, subject, link = box.last()
    assert (to, subject) == ("nieuw@example.org", about) and says in box.letters[-1].get_content()
    user.refresh_from_db()
    assert user.email == "ik@example.org", "nothing changes before the link is opened"
    assert "nieuw@example.org" in browser.get("/account/email/").content.decode()
    assert "nieuw@example.org" in browser.get(link).content.decode()
    browser.post(link)
    assert signed_in(enter(lang, "nieuw@example.org")) and not signed_in(enter(lang))
    assert (box.letters[-1]["To"], box.letters[-1]["Subject"]) == ("ik@example.org", CHANGED[lang]), "where it was before"
    assert "/account/password/reset/" not in box.letters[-1].get_content(), "which nobody can use from there any more"


def test_a_new_address_can_be_thought_better_of(db: None, box: Box) -> None:
    user = person("nl")
    browser = enter("nl")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post("/account/email/", {"email": "nieuw@example.org", "action_add": ""})
    browser.post("/account/email/", {"email": "nieuw@example.org", "action_remove": ""})
    browser.post(box.last()[2])
    user.refresh_from_db()
    assert user.email == "ik@example.org"


def test_an_address_of_another_account_is_not_taken_over(db: None, box: Box) -> None:
    user, other = person("nl"), User.objects.create_user("ander@example.org", NEW)
    browser = enter("nl")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post("/account/email/", {"email": other.email, "action_add": ""})
    assert "hoort al bij een ander account" in browser.post(box.last()[2], follow=True).content.decode()
    user.refresh_from_db()
    assert user.email == "ik@example.org"


@pytest.mark.parametrize(("lang", "says"), [("nl", "Merelhof"), ("en", "Merelhof")])
def test_an_invitation(world: World, box: Box, lang: str, says: str) -> None:
    world.person("admin").language = lang
    world.person("admin").save()
    world.browser("admin").post("/c/merelhof/settings/people/invite/", {"email": "gast@example.org", "role": "viewer"})
    to, subject, link = box.last()
    assert to == "gast@example.org" and says in subject
    assert ("Je bent" in box.letters[-1].get_content()) == (lang == "nl")
    guest = Browser()
    guest.post(link, {"password": PASSWORD, "language": lang})
    assert signed_in(guest)


@pytest.mark.parametrize(("lang", "says"), [
    ("nl", ("wachtwoord is gewijzigd", "tweede stap bij het inloggen staat aan", "nieuwe herstelcodes", "staat uit")),
    ("en", ("password was changed", "second step when logging in is on", "new recovery codes", "is off"))])
def test_who_did_not_change_it_themselves_hears_of_it(db: None, box: Box, django_capture_on_commit_callbacks: Any,
                                                      lang: str, says: tuple[str, ...]) -> None:
    person(lang)
    browser = enter(lang)
    browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    browser.post("/account/reauthenticate/", {"password": NEW})
    page = browser.get(TOTP)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(TOTP, {"code": code_of(page.context["form"].secret)})
        browser.post("/account/2fa/recovery-codes/generate/")
    browser.post("/account/2fa/totp/deactivate/")
    told = " ".join(letter.get_content() for letter in box.letters)
    assert {letter["To"] for letter in box.letters} == {"ik@example.org"}
    assert {letter["Subject"] for letter in box.letters} == {CHANGED[lang]}
    assert [x for x in says if x not in told] == [], told
    assert "/account/password/reset/" in told and NEW not in told


def test_every_change_that_the_library_tells_of_has_words() -> None:
    folder = Path(allauth.__file__).parent
    told = {x for file in folder.rglob("*.py")
            for x in re.findall(r'"(?:account|mfa)/email/(\w+)"', file.read_text("utf-8"))}
    ours = {x for x in told if x in {"password_changed", "password_reset", "password_set", "email_changed"}
            or x.startswith(("totp", "recovery", "webauthn"))}
    assert len(ours) > 8
    for lang in ("nl", "en"):
        assert [x for x in ours if f"web.mail.changed.{x}" not in catalogue(lang)] == []


def test_without_a_mail_server_a_change_is_made_all_the_same(db: None, box: Box, settings: Any) -> None:
    person("nl")
    settings.EMAIL_PORT = free_port()
    enter("nl").post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert signed_in(enter("nl", password=NEW)) and box.letters == []
