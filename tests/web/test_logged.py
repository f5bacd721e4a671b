"""The terminal of the server: what is refused takes one line of it, what broke says where."""

from __future__ import annotations

import io
import logging
import logging.config
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client as Browser

from talentloop.web.screens.loop import views
from web.conftest import World


@pytest.fixture
def terminal() -> Iterator[io.StringIO]:
    """What `talentloop serve` would print of requests: its own handler, onto paper that is read here."""
    root, paper = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    logging.config.dictConfig(settings.LOGGING)
    [console] = [one for one in root.handlers if type(one) is logging.StreamHandler]
    console.setStream(paper)
    root.handlers[:] = [console]
    yield paper
    root.handlers[:], root.level = handlers, level


def lines(terminal: io.StringIO) -> list[str]:
    return [line for line in terminal.getvalue().splitlines() if line.strip()]


@pytest.mark.parametrize(("who", "path", "status"), [
    ("viewer", "/c/merelhof/settings/people/", 403), ("viewer", "/c/merelhof/privacy/", 403),
    ("stranger", "/c/merelhof/", 404), ("viewer", "/c/merelhof/loop/2/kpi/x/", 404), (None, "/nothing/here", 404)])
def test_what_is_not_yours_or_not_there_is_one_line(world: World, terminal: io.StringIO, who: str | None,
                                                    path: str, status: int) -> None:
    assert world.browser(who).get(path).status_code == status
    said = lines(terminal)
    assert len(said) == 1 and "Traceback" not in "".join(said)


def test_a_host_that_is_not_ours_is_one_line(world: World, terminal: io.StringIO) -> None:
    assert world.browser(None).get("/", headers={"host": "evil.example"}).status_code == 400
    said = lines(terminal)
    assert len(said) == 1 and "Traceback" not in "".join(said)


def test_a_form_without_its_secret_is_one_line(world: World, terminal: io.StringIO) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(world.person("marketer"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post("/c/merelhof/content/add/", {}).status_code == 403
    said = lines(terminal)
    assert len(said) == 1 and "Traceback" not in said[0]


def test_what_broke_says_where(world: World, terminal: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("here")

    monkeypatch.setattr(views, "summary", broken)
    browser = world.browser("viewer")
    browser.raise_request_exception = False
    assert browser.get("/c/merelhof/").status_code == 500
    said = "\n".join(lines(terminal))
    assert "Traceback" in said and "ZeroDivisionError: here" in said
