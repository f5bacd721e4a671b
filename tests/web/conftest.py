"""The people of the tests and what they may do: named once, so that every test tells a story."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from product.conftest import built_demo

from talentloop.store.app.models import Agency, Client, Membership, User
from talentloop.store.app.roles import Role
from talentloop.web import figures
from talentloop.workspace import Workspace

__all__ = ["built_demo"]
PASSWORD = "een lange zin die niemand raadt"


@dataclass
class World:
    """An agency with three clients, one of them with the demo's facts; an employer on its own; and people."""

    merelhof: Client
    kustzorg: Client
    bakker: Client
    elders: Client
    people: dict[str, User] = field(default_factory=dict)

    def person(self, name: str) -> User:
        return self.people[name]

    def browser(self, name: str | None) -> Browser:
        """A browser in which that person is signed in; None for nobody."""
        browser = Browser()
        if name:
            browser.force_login(self.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    @property
    def home(self) -> Workspace:
        return Workspace(self.merelhof.folder)


# Who they are: name → (what their role is for, role). `merelhof` is the client that the tests are about.
ROLES = {
    "agency marketer": ("agency", Role.MARKETER), "marketer": ("merelhof", Role.MARKETER),
    "viewer": ("merelhof", Role.VIEWER), "analyst": ("merelhof", Role.ANALYST),
    "privacy officer": ("merelhof", Role.PRIVACY), "admin": ("merelhof", Role.ADMIN),
    "stranger": ("elders", Role.ADMIN),  # may do everything, but for another client
}


def undo(browser: Browser, path: str) -> Any:
    """Press the button beside the message that stands on a page."""
    page = browser.get(path).content.decode()
    [(action, form)] = re.findall(r'<form method="post" action="([^"]+)" class="undo">(.*?)</form>', page, re.DOTALL)
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    return browser.post(action, {name: unescape(value) for name, value in fields})


@pytest.fixture(scope="session")
def seen_demo(built_demo: Path, django_db_setup: None) -> Path:
    """The demo as it is after a night: its figures are worked out. Workers of one run share it; only for copying."""
    home = built_demo.parent / "seen-demo"
    with (built_demo.parent / "seen-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "seen").exists():
            shutil.rmtree(home, ignore_errors=True)
            copied(built_demo, home)
            looked_at(Workspace(home))
            (home / "seen").touch()
    return home


def looked_at(home: Workspace) -> None:
    """What most tests ask for is known: both loops, the plan, and what the start page of the data says."""
    for loop in home.plan.loops:
        figures.report_for(home, loop.number)
    figures.prepare(home)


def copied(demo: Path, folder: Path) -> None:
    """A copy that may be changed: facts are never written over, so that their files are shared, and nothing else is."""
    shutil.copytree(demo, folder, ignore=shutil.ignore_patterns("exports", "*.html"), copy_function=_linked)


def _linked(file: str, to: str) -> None:
    """One file for both where the disk can, if it is one that is written once."""
    if file.endswith(".parquet"):
        with suppress(OSError):
            os.link(file, to)
            return
    shutil.copy2(file, to)


@pytest.fixture
def world(db: None, seen_demo: Path, tmp_path: Path) -> World:
    """Everything above, with a copy of the demo that the test may change."""
    folder = tmp_path / "merelhof"
    copied(seen_demo, folder)
    agency = Agency.objects.create(name="Bureau Noord")
    made = {name: _client(name, agency if name != "elders" else None, folder if name == "merelhof" else tmp_path / name)
            for name in ("merelhof", "kustzorg", "bakker", "elders")}
    for client in list(made.values())[1:]:
        Workspace.create(client.folder, client.name)
    found = World(**made)
    for name, (whose, role) in ROLES.items():
        user = User.objects.create_user(f"{name.replace(' ', '.')}@example.org", PASSWORD)
        what = {"agency": agency} if whose == "agency" else {"client": made[whose]}
        Membership.objects.create(user=user, role=role.value, **what)
        found.people[name] = user
    return found


def _client(slug: str, agency: Agency | None, folder: Path) -> Client:
    return Client.objects.create(slug=slug, name=slug.capitalize(), agency=agency, folder=str(folder))


@pytest.fixture
def live(live_server: Any, world: World) -> str:
    """The address of a server with that world, on a free port."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium for the tests with the marker `browser`; Django is told that Playwright's loop is no loop of ours."""
    from report.in_browser import ABSENT, CHROMIUM, launched

    if CHROMIUM is None:
        pytest.skip(ABSENT)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with launched() as browser:
        yield browser  # the allowance stays: Playwright's loop goes on until the process ends


def complains(message: Any) -> bool:
    """Does the browser complain? Not of a page shown again because somebody else was first, nor of an ended session."""
    told = ("status of 409 (Conflict)", "status of 401 (Unauthorized)")
    return message.type in ("error", "warning") and not any(x in message.text for x in told)


@pytest.fixture
def tab(chromium: Any, live: str) -> Iterator[Callable[..., Any]]:
    """`tab("viewer", width=390)`: that person's tab; afterwards nothing may have been complained of."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def go(name: str | None = None, width: int = 1360, scheme: str = "light", lang: str = "nl-NL") -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=live,
                                       locale=lang, reduced_motion="reduce")  # no colour is half-way when it is looked at
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(f"{m.text} {m.location.get('url', '')}") if complains(m) else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        if name:
            page.goto("/account/login/")
            page.fill("#id_login", f"{name.replace(' ', '.')}@example.org")
            page.fill("#id_password", PASSWORD)
            page.click(".form .button")
            page.wait_for_url(lambda url: "login" not in url)
        return page

    go.complaints = complaints  # type: ignore[attr-defined]
    yield go
    for context in contexts:
        context.close()
    assert complaints == []
