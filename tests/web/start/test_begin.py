"""The beginning: a first client with its target group, the demo to look around in, and steps that tick themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from talentloop.core.kpi import Focus
from talentloop.core.period import Period
from talentloop.store.app.models import Client, Job, User
from talentloop.store.app.roles import RIGHTS, Role
from talentloop.web import jobs, showcase
from talentloop.web.steps import steps
from talentloop.workspace import Workspace
from web.conftest import World

GROUP = {"group": "bakkers regio Zwolle", "low": "3.000", "high": "2 000", "source": "UWV 2026"}


@pytest.fixture
def first(world: World) -> Browser:
    """Somebody who runs the installation and works for its agency."""
    user = world.person("agency marketer")
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return world.browser("agency marketer")


def done(world: World) -> list[str]:
    """The steps of the empty client that are ticked, and the one that is next."""
    found = steps(Workspace(world.bakker.folder), "bakker", RIGHTS[Role.MARKETER])
    return [s.id for s in found if s.done] + [f"next: {s.id}" for s in found if s.next]


def test_a_client_is_made_with_its_settings(first: Browser) -> None:
    given = {"name": "Zorg & Zo", "language": "en", "hosts": "https://werkenbij.zorg.nl/, x.nl"}
    answer = first.post("/begin/client/", given)
    assert answer.url == "/c/zorg-zo/begin/group/"
    home = Workspace(Client.objects.get(slug="zorg-zo").folder)
    assert (home.settings.name, home.settings.language, home.settings.own_hosts) == (
        "Zorg & Zo", "en", ("werkenbij.zorg.nl", "x.nl"))
    again = first.post("/begin/client/", {"name": "zorg & zo", "language": "nl"})
    assert again.status_code == 400 and "Deze naam is er al" in again.content.decode(), "a second click adds no second"
    assert "Six steps" not in first.get("/c/zorg-zo/").content.decode()
    assert "begin/group/" in first.get("/c/zorg-zo/").content.decode()


def test_who_does_not_run_the_installation_makes_no_clients(world: World) -> None:
    for address in ("/begin/", "/begin/client/", "/begin/demo/"):
        assert world.browser("admin").get(address).status_code == 403
        assert world.browser("admin").post(address).status_code == 403


def test_steps_tick_themselves_as_things_are_there(world: World, built_demo: Path) -> None:
    home = Workspace(world.bakker.folder)
    assert done(world) == ["next: group"]
    assert world.browser("agency marketer").post("/c/bakker/begin/group/", GROUP).status_code == 302
    told = Workspace(home.path).settings.target_groups[0]
    assert (told.low, told.high) == (2000, 3000), "the numbers the wrong way round are put right"
    assert done(world) == ["group", "next: sources"]
    home.take([built_demo / "exports" / "meta_dagen_2025-05_2025-12.csv"])
    assert done(world) == ["group", "sources", "next: baseline"]
    home.freeze_baseline(Period.of_months(home.today.replace(year=2025, month=5, day=1), 2))
    loop = home.start_loop(Focus.REACH, "Gezien worden", home.today)
    assert done(world) == ["group", "sources", "baseline", "focus", "start", "next: targets"]
    home.plan_visits({"paid_social": 500}, loop.number)
    assert done(world) == []


def test_a_viewer_sees_the_steps_without_a_way_to_do_them(world: World) -> None:
    found = steps(Workspace(world.bakker.folder), "bakker", RIGHTS[Role.VIEWER])
    assert len(found) == 6 and not any(s.href for s in found)


def test_what_has_nothing_to_be_done_with_yet_is_no_link(world: World) -> None:
    rights = world.person("admin").rights(world.merelhof)
    led = {s.id for s in steps(Workspace(world.kustzorg.folder), "kustzorg", rights) if s.href}
    assert led == {"group", "sources", "focus", "start"}


@pytest.mark.parametrize("place", ["", "journey/", "plan/", "settings/trust/"])
def test_a_page_without_figures_says_how_to_begin_to_who_may(world: World, place: str) -> None:
    main = world.browser("agency marketer").get(f"/c/kustzorg/{place}").content.decode().split("<main")[1]
    assert 'href="/c/kustzorg/data/"' in main
    viewer = world.person("viewer")
    viewer.memberships.update(client=world.kustzorg)
    main = world.browser("viewer").get(f"/c/kustzorg/{place}").content.decode().split("<main")[1]
    assert 'href="/c/kustzorg/data/"' not in main


def test_a_client_whose_loops_are_closed_needs_no_steps(world: World) -> None:
    assert steps(world.home, "merelhof", RIGHTS[Role.MARKETER]) == []


def test_the_demo_is_made_once_and_there_only_when_it_is_whole(first: Browser, built_demo: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(jobs, "demo", lambda *about: asked.append(about))
    assert first.post("/begin/demo/").url == first.post("/begin/demo/").url == "/begin/demo/"
    assert len(asked) == 1 and "0 %" in first.get("/begin/demo/").content.decode()
    job = Job.objects.get(kind="demo")
    monkeypatch.setattr(showcase, "apart", lambda *about: {"error": {"code": "reading_stopped", "facts": {}}})
    showcase.beside(job, Client.objects.get(slug="bakker").agency)
    assert "gestopt" in first.get("/begin/demo/").content.decode() and not Client.objects.filter(slug="demo").exists()
    monkeypatch.setattr(showcase, "apart", lambda *about: about[-1](100) or {"outcome": "built"})
    monkeypatch.setattr(showcase, "Workspace", lambda folder: Workspace(built_demo))
    showcase.beside(job, Client.objects.get(slug="bakker").agency)
    assert first.get("/begin/demo/").url == "/c/demo/"


def test_the_size_of_a_group_is_known_in_a_baseline_that_is_frozen_today(world: World) -> None:
    browser, home = world.browser("agency marketer"), Workspace(world.bakker.folder)
    shown = browser.get("/c/bakker/begin/group/").content.decode()
    browser.post("/c/bakker/begin/group/", GROUP)
    since = Workspace(home.path).settings.target_groups[0].date
    assert f'value="{since}"' in shown and (home.today - since).days > 180
    browser.post("/c/bakker/begin/group/", {**GROUP, "since": "2025-03-01"})
    assert Workspace(home.path).settings.target_groups[0].date.isoformat() == "2025-03-01"
