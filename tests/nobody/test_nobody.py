"""No output tells of a few people: two workspaces that differ in small groups only answer every question alike.

That is stronger than looking for numbers: whatever could be worked out from an answer, or from many laid side by side,
would have to differ somewhere. It sees what the twins differ in (twins.py, few.py) and no more; days and weeks are
tests/assess. The first tests here show that they do differ, wherever nobody is held to be too few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.test import Client as Browser

from nobody import outputs, twins
from nobody.outputs import Output, Unfed
from talentloop.assess.extras import traceability
from talentloop.assess.people import credits, first_touch, people
from talentloop.assess.pools import pool_moves
from talentloop.core.kpis import KPIS
from talentloop.core.kpis.pools import CLASSES, USUAL
from talentloop.core.period import Period
from talentloop.engine import duckdb
from talentloop.engine.connection import connect
from talentloop.engine.duckdb import DuckEngine
from talentloop.store.app import keys
from talentloop.store.app.models import Agency, Client, Membership, User
from talentloop.store.app.roles import Role
from talentloop.web.api import door
from talentloop.workspace import Workspace

pytestmark = pytest.mark.slow
POOLS, CONFIRMED = CLASSES[USUAL], KPIS["leads_confirmed"].primitives[0]


@pytest.fixture(scope="module", autouse=True)
def one_connection() -> Iterator[None]:
    """Every engine of the walk reads by the same connection: opening one costs more than most questions."""
    with pytest.MonkeyPatch.context() as patch:
        opened = cache(lambda spill, memory, threads: connect(spill, memory, 1))
        patch.setattr(duckdb, "connect", opened)
        yield


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Workspace]:
    root = tmp_path_factory.mktemp("twins")
    return twins.build(root / "one" / "proef", moved=False), twins.build(root / "two" / "proef", moved=True)


@pytest.fixture
def installation(db: None, worlds: tuple[Workspace, Workspace], monkeypatch: pytest.MonkeyPatch) -> Client:
    """One client, whose folder is the one world or the other."""
    for name in ("of_a_key", "of_a_guess"):
        monkeypatch.setattr(door, name, door.Rates(0))
    user = User.objects.create_user("iedereen@example.org", "een lange zin die niemand raadt")
    user.is_superuser = True
    user.save()
    client = Client.objects.create(slug="proef", name="Proef", agency=Agency.objects.create(name="Bureau"),
                                   folder=str(worlds[0].path))
    for role in Role:
        Membership.objects.create(user=user, client=client, role=role.value)
    return client


def alike(worlds: tuple[Workspace, Workspace], tmp_path: Path, say: Callable[[Workspace], Iterator[Output]]) -> int:
    """Both worlds say the same to everything that is asked; how much that was."""
    said: list[list[Output]] = []
    for home in worlds:
        said.append([(where, outputs.plain(text, home, tmp_path)) for where, text in say(home)])
    one, two = said
    assert [where for where, _ in one] == [where for where, _ in two]
    differ = [f"{where}: {apart(a, b)}" for (where, a), (_, b) in zip(one, two, strict=True) if a != b]
    assert not differ, f"{len(differ)} of {len(one)} outputs tell of a few people:\n" + "\n".join(differ[:60])
    return len(one)


def apart(one: str, other: str) -> str:
    """Where two texts begin to differ, with what stands before it."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"…{one[max(0, at - 90) : at + 40]!r} or {other[max(0, at - 10) : at + 40]!r}"


def test_the_worlds_do_differ(worlds: tuple[Workspace, Workspace], monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing is proven: without a smallest group each of these tells them apart."""
    for home in worlds:
        monkeypatch.setattr(type(home), "standing", property(lambda self: twins.everything(self)))
    applied = {("applications_completed", by) for by in ("channel", "network", "campaign", "vacancy", "tier")}
    for kpi, by in (*applied, ("applications_started", "channel"), ("applications_started", "campaign"),
                    ("leads", "campaign"), ("hires", "channel"), ("hires", "vacancy"), ("unique_visitors", "campaign"),
                    ("pool_3", None), ("pool_4", None)):
        one, two = (home.kpi([kpi], by, number=2).to_dict()["figures"] for home in worlds)
        assert one != two, (kpi, by)


def quantiles(engine: DuckEngine, period: Period) -> tuple[float | None, float | None]:
    found = first_touch(engine, period, 1)
    assert found is not None
    return found.median, found.p90


@pytest.mark.parametrize("found", [
    lambda engine: pool_moves(engine, twins.LOOPS[1], 1, POOLS),
    lambda engine: pool_moves(engine, twins.SO_FAR, 1, POOLS),
    lambda engine: people(engine, twins.LOOPS[1], None, 1, POOLS).conversions,
    lambda engine: people(engine, twins.LOOPS[1], None, 1, POOLS).rises,
    lambda engine: first_touch(engine, twins.LOOPS[1], 1),
    lambda engine: quantiles(engine, twins.SO_FAR), lambda engine: credits(engine, twins.LOOPS[1], 1),
    lambda engine: traceability(engine, twins.LOOPS[1], 1),
    lambda engine: engine.measure([CONFIRMED], [Period(*outputs.WEEK)], daily=False).measured,
])
def test_the_worlds_differ_in_what_is_told_of_people(worlds: tuple[Workspace, Workspace],
                                                     found: Callable[[DuckEngine], object]) -> None:
    one, two = (found(home.engine) for home in worlds)
    assert one and one != two


def test_what_the_walk_cannot_fill_in_is_an_error(worlds: tuple[Workspace, Workspace], monkeypatch: pytest.MonkeyPatch,
                                                  tmp_path: Path) -> None:
    def segment(client: str, of_persons: str) -> str:
        return client + of_persons

    known = outputs.mcp.tools
    monkeypatch.setattr(outputs.mcp, "tools", lambda *given: [segment, *known(*given)])
    with pytest.raises(Unfed, match="of_persons"):
        next(outputs.tools(worlds[0]))
    monkeypatch.delitem(outputs.SILENT, "cli:fetch")  # type: ignore[attr-defined]
    with pytest.raises(Unfed, match="talentloop fetch"):
        for _ in outputs.leaves_to_ask():
            pass


def test_pages_and_files(worlds: tuple[Workspace, Workspace], installation: Client, tmp_path: Path) -> None:
    def say(home: Workspace) -> Iterator[Output]:
        Client.objects.update(folder=str(home.path))
        browser = Browser()
        browser.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
        yield from outputs.pages(browser)

    assert alike(worlds, tmp_path, say) > 300


def test_operations_of_the_api(worlds: tuple[Workspace, Workspace], installation: Client, tmp_path: Path) -> None:
    secret = keys.make(installation, "rapport", Role.VIEWER, User.objects.get())[1]

    def say(home: Workspace) -> Iterator[Output]:
        Client.objects.update(folder=str(home.path))
        yield from outputs.operations(Browser(headers={"Authorization": f"Bearer {secret}"}))

    assert alike(worlds, tmp_path, say) > 200


def test_tools_of_an_assistant(worlds: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    assert alike(worlds, tmp_path, outputs.tools) > 60


def test_commands(worlds: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    assert alike(worlds, tmp_path, lambda home: outputs.commands(home, tmp_path)) > 60
