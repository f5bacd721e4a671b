"""What every page stands on: policy, language, errors in words, migrations, and scripts of others as they came."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command
from django.db import connection

from talentloop.web import vendored
from web.conftest import World
from web.settings import ON_POSTGRES


def test_migrations_say_what_the_models_say(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0, stdout=io.StringIO())


def test_the_database_is_the_one_that_was_asked_for(db: None) -> None:
    assert connection.vendor == ("postgresql" if ON_POSTGRES else "sqlite")


def test_scripts_of_others_are_as_they_came() -> None:
    assert vendored.listed() and list(vendored.changed()) == []


@pytest.mark.parametrize("page", ["/account/login/", "/?all=1", "/me", "/account/2fa/", "/c/merelhof/"])
def test_no_page_has_script_or_style_in_itself_and_the_policy_forbids_it(world: World, page: str) -> None:
    answer = world.browser("agency marketer" if page != "/account/login/" else None).get(page)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "script-src 'self'" in policy
    text = answer.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text) == []
    assert re.findall(r'(?:src|href)="https?://', text) == []


def test_the_language_is_the_readers_own(world: World) -> None:
    browser = world.browser("agency marketer")
    assert b'lang="nl"' in browser.get("/?all=1").content
    answer = browser.post("/language", {"lang": "en", "back": "/?all=1"}, follow=True)
    assert b"Clients</h1>" in answer.content and b'<html lang="en"' in answer.content
    world.person("agency marketer").refresh_from_db()
    assert world.person("agency marketer").language == "en"


def test_the_language_switch_leads_nowhere_else(world: World) -> None:
    answer = world.browser(None).post("/language", {"lang": "en", "back": "https://example.com/"})
    assert answer.url == "/"


def test_errors_are_pages_in_words(world: World) -> None:
    answer = world.browser("marketer").get("/c/merelhof/loop/99/")
    assert answer.status_code == 409 and "99" in answer.content.decode()
    assert "Deze pagina is er niet" in world.browser("marketer").get("/c/bakker/").content.decode()


def test_a_folder_that_has_gone_is_told_with_what_to_do(world: World) -> None:
    world.kustzorg.folder = "/nergens/te/vinden"
    world.kustzorg.save()
    browser = world.browser("agency marketer")
    assert browser.get("/c/kustzorg/").status_code == 409
    assert "/nergens/te/vinden" in browser.get("/?all=1").content.decode()
