"""The first run: one link, one account, and then the link is gone."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from talentloop.store.app.models import User
from talentloop.web.place import Place

GIVEN = {"email": "Eerste@Example.org", "password": "een lange zin die niemand raadt", "agency": "Bureau",
         "language": "nl"}


@pytest.fixture
def link(db: None) -> str:
    return f"/start/{Place.here().make().first_run()}"


def test_the_link_makes_the_first_account_and_then_is_gone(link: str) -> None:
    browser = Browser()
    assert browser.get(link).status_code == 200
    assert browser.post(link, GIVEN).url == "/"
    user = User.objects.get()
    assert user.email == "eerste@example.org" and user.is_superuser
    assert browser.get("/?all=1").status_code == 200
    assert [here for _, here, _ in browser.get("/me/sessions/").context["rows"]] == [True], "one can see and end it"
    assert Browser().get(link).status_code == Browser().post(link, GIVEN).status_code == 404
    assert not Place.here().setup_token.exists()


def test_another_word_than_the_one_printed_is_not_a_link(link: str) -> None:
    assert Browser().get(link + "x").status_code == 404


def test_a_weak_password_is_refused_with_the_reason(link: str) -> None:
    text = Browser().post(link, {**GIVEN, "password": "kort"}).content.decode()
    assert "12" in text and not User.objects.exists()


def test_the_keys_are_for_their_owner_only(link: str) -> None:
    folder = Place.here().root / "keys"
    keys = [folder, *folder.glob("*.key"), *folder.glob("*.token")]
    assert len(keys) > 2 and all(key.stat().st_mode & 0o077 == 0 for key in keys)
