"""What the libraries of the entrance would say by themselves is in our words: every address, message, error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core import validators
from django.core.cache import cache
from django.forms import fields
from django.test import Client as Browser
from django.urls import get_resolver, reverse
from django.utils import translation

from bench.screens.addresses import patterns
from talentloop.locale import catalogue
from talentloop.store.app.models import User
from talentloop.web import urls
from talentloop.web.entrance import SILENT, ByInvitation, KnownPeople, SecondStep, said_by
from web.conftest import PASSWORD
from web.test_labels import FORMAL

LIBRARY = Path(allauth.__file__).parent / "templates"
NOT_OFFERED = re.compile(r"phone|login_code|account_(dis)?connected")
IN_PLACES = {"key": "oud-link", "uidb36": "1", "provider_id": "oidc", "pk": 1}
BOTH = {"Log in", "← Account"}  # the same in Dutch and English
MANY: defaultdict[str, int] = defaultdict(lambda: 2)  # for words that wait for a number
OURS = {"talentloop", "ik@example.org", "English", "Nederlands"}


@pytest.fixture
def person(db: None) -> User:
    cache.clear()  # how often one may ask is limited, also from one test to the next
    return User.objects.create_user("ik@example.org", PASSWORD)


def addresses() -> Iterator[str]:
    for _, pattern in patterns(urls.entrance, ""):
        yield address(str(pattern.name))


def address(name: str) -> str:
    """With what IN_PLACES says for each of its places, also those of the addresses that it stands below."""
    [[(_, places)], *_] = get_resolver().reverse_dict.getlist(name)[0]
    return reverse(name, kwargs={place: IN_PLACES[place] for place in places})


def browsers(lang: str) -> Iterator[Browser]:
    """Nobody, and somebody who has just signed in and said who they are."""
    User.objects.update(language=lang)
    yield Browser(headers={"Accept-Language": lang})
    signed_in = Browser(headers={"Accept-Language": lang})
    signed_in.post("/account/login/", {"login": "ik@example.org", "password": PASSWORD})
    yield signed_in


def answers(lang: str) -> Iterator[tuple[str, Any]]:
    """Every page of the entrance, as it is and after an empty form, to nobody and to somebody."""
    for path in addresses():
        for browser in browsers(lang):
            yield path, browser.get(path)
            if "logout" not in path and "generate" not in path:
                yield path, browser.post(path, {"action_add": ""})


def texts(page: str) -> set[str]:
    """What one reads on a page, piece by piece."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return {t for text in re.sub(r"<[^>]+>", "\n", bare).split("\n") if re.search(r"[^\W\d_]{2,}", t := text.strip())}


def test_every_page_is_made_of_our_templates_in_the_reader_s_language_and_never_formal(person: User) -> None:
    seen: dict[str, dict[tuple[str, int], set[str]]] = {"nl": {}, "en": {}}
    theirs = set()
    for lang, pages in seen.items():
        for number, (path, answer) in enumerate(answers(lang)):
            theirs |= {t.origin.name for t in answer.templates if str(LIBRARY) in str(t.origin.name)}
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                pages[path, number] = texts(answer.content.decode())
    assert len({path for path, _ in seen["nl"]}) > 25
    assert [t for t in theirs if re.search(r"{% *(block)?trans", Path(t).read_text("utf-8"))] == []
    shared = set()
    for where, said in seen["nl"].items():
        assert [t for t in said if FORMAL.search(t)] == [], where
        shared |= {t for t in said & seen["en"][where] - BOTH if len(t.split()) > 1 and not OURS & set(t.split())}
    assert shared == set()


def test_every_message_of_the_library_has_words_of_ours() -> None:
    found = [f"{p.parts[-3]}/messages/{p.name}" for app in ("account", "mfa", "socialaccount", "usersessions")
             for p in (LIBRARY / app / "messages").glob("*.txt")]
    ids = {said_by(template) for template in found if not NOT_OFFERED.search(template)}
    assert len(ids) > 15
    for lang in ("nl", "en"):
        assert {id for id in ids - SILENT if id not in catalogue(lang)} == set()


def spoken(said: dict[str, Any]) -> dict[str, dict[str, str]]:
    told = {}
    for lang in ("nl", "en"):
        with translation.override(lang):
            told[lang] = {code: str(text) or str(text % MANY) for code, text in said.items()}
    return told


@pytest.mark.parametrize("adapter", [ByInvitation, SecondStep, KnownPeople, DefaultAccountAdapter, DefaultMFAAdapter,
                                     DefaultSocialAccountAdapter])
def test_no_error_of_the_entrance_is_formal_or_english(adapter: Any) -> None:
    told = spoken(adapter.error_messages)
    for code, text in told["nl"].items():
        assert text != told["en"][code] and not FORMAL.search(text), text


def test_no_error_of_a_form_is_formal_or_english() -> None:
    """Of every kind of field and of every validator that Django has."""
    kinds = [x for x in vars(fields).values() if isinstance(x, type) and issubclass(x, fields.Field)]
    checks = [x for x in vars(validators).values() if hasattr(x, "message")]
    said = {f"{kind.__name__}.{code}": text for kind in kinds
            for code, text in getattr(kind, "default_error_messages", {}).items()}
    said |= {f"{getattr(check, '__name__', check)}": check.message for check in checks}
    told = spoken(said)
    assert len(told["nl"]) > 40
    for code, text in told["nl"].items():
        assert text != told["en"][code] and not FORMAL.search(text), (code, text)


@pytest.mark.parametrize(("lang", "says"), [("nl", ("te kort", "te vaak gebruikt", "te veel op je e-mailadres")),
                                            ("en", ("too short", "too often", "too much like your e-mail"))])
def test_a_password_that_is_too_easy_is_told_in_our_words(person: User, lang: str, says: tuple[str, ...]) -> None:
    browser = list(browsers(lang))[1]
    for given, why in zip(("kort", "password1234", "ik@example.org"), says, strict=True):
        typed = {"oldpassword": PASSWORD, "password1": given, "password2": given}
        page = browser.post("/account/password/change/", typed)
        assert why in page.content.decode(), given


def test_the_check_sees_a_formal_word() -> None:
    assert FORMAL.search("Vul uw code in") and FORMAL.search("U bent er") and not FORMAL.search("a.u.b. in je buurt")
