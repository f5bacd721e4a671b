"""The spool keeps what was acknowledged: a second collector, a full disk, a lost or damaged file, and a wild clock."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest
from caller import Caller, rows
from conftest import body, event

from talentloop.collect.commits import Commits
from talentloop.collect.record import Hits, Kept, encode
from talentloop.collect.spool import FILE, FOLDER, NotStored, Spool
from talentloop.command.collecting import drained, stands
from talentloop.core.errors import StoreTrouble
from talentloop.core.moves import UNKNOWN
from talentloop.drainer import Bringer, Drainer
from talentloop.workspace import Workspace


def record(id: str, at: int = 1_774_000_000_000) -> bytes:
    kept = Kept(id, "page_view", at, 7, "persistent", "werkenbij.zorgplus.example", "/", None, None, None, None, "", None,
                None, None, None, None, None, None, None, None, False)
    return encode(Hits(at, "full", "human", "desktop", [kept]))


def fill(spool: Spool, groups: int, each: int = 20) -> None:
    for group in range(groups):
        spool.append([record(f"{group:04}-{n:03}-{'x' * 14}") for n in range(each)])


def drains(spool: Spool, workspace: Workspace) -> Drainer:
    """Into the facts, of people of whom nobody asks to be erased."""
    return Drainer(spool, Bringer(spool, workspace.lake, lambda: workspace.context, lambda *_: None,
                                  lambda: workspace.moves_kept(UNKNOWN)).bring)


def test_a_second_collector_on_one_spool_is_refused(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        with pytest.raises(StoreTrouble, match="spool_taken"):
            Caller(workspace)
        with pytest.raises(StoreTrouble, match="spool_taken"):
            drained(workspace)
        assert caller.post(body()).status == 204


def test_what_waited_when_it_stopped_is_there_when_it_starts(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        caller.post(body())
    with Caller(workspace) as caller:
        assert caller.service.clients[0].site.spool.held == 1
        assert len(caller.facts()) == 1


def test_one_who_leaves_does_not_take_the_commit_from_the_others(tmp_path: Path) -> None:
    async def both() -> bool:
        commits = Commits(Spool(tmp_path))
        leaving = asyncio.ensure_future(_waits(commits, record("a" * 22)))
        staying = asyncio.ensure_future(_waits(commits, record("b" * 22)))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        return await staying

    assert asyncio.run(both())


async def _waits(commits: Commits, body: bytes) -> bool:
    return await commits.add(body)


def test_requests_that_wait_together_are_one_group(tmp_path: Path) -> None:
    async def many() -> int:
        spool = Spool(tmp_path)
        commits = Commits(spool)
        assert all(await asyncio.gather(*(_waits(commits, record(f"{n:022}")) for n in range(500))))
        with spool._reading() as con:
            return int(con.execute("SELECT count(*) FROM waiting").fetchone()[0])

    assert asyncio.run(many()) == 1


def test_a_few_between_two_large_groups_do_not_make_the_next_one_hurry(tmp_path: Path) -> None:
    async def group_sizes() -> list[int]:
        spool = Spool(tmp_path)
        commits = Commits(spool)
        for size in (40, 1, 1):
            await asyncio.gather(*(_waits(commits, record(f"{n:022}")) for n in range(size)))
        early = asyncio.create_task(_waits(commits, record("1" * 22)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.gather(early, *(_waits(commits, record(f"{n:022}")) for n in range(9)))
        with spool._reading() as con:
            return [n for n, in con.execute("SELECT n FROM waiting ORDER BY seq")]

    assert asyncio.run(group_sizes()) == [40, 1, 1, 10]


@pytest.mark.parametrize("dies_after", ["claim", "take", "half of the deletion"])
def test_a_drain_that_dies_counts_nothing_twice_and_loses_nothing(workspace: Workspace, dies_after: str) -> None:
    class Died(BaseException):
        pass

    spool = Spool(workspace.path / FOLDER)
    fill(spool, 700, 1)
    drainer = drains(spool, workspace)
    where = {"claim": (spool, "read"), "take": (spool, "drop"), "half of the deletion": (spool, "_write")}[dies_after]
    calls = {"_write": 2}.get(where[1], 1)  # the second transaction of a drain takes the claim back
    real, seen = getattr(*where), [0]

    def dying(*given: object) -> object:
        seen[0] += 1
        if seen[0] == calls:
            raise Died
        return real(*given)

    with mock.patch.object(*where, dying), pytest.raises(Died):
        drainer.drain()
    fill_again = [record(f"later-{n:016}") for n in range(5)]
    spool.append(fill_again)
    drainer.empty()
    events = [h["event"] for h in rows(workspace)]
    assert (len(events), len(set(events)), spool.held) == (705, 705, 0)


def test_an_event_at_the_edge_of_a_month_that_comes_again_counts_once(workspace: Workspace) -> None:
    """The same event, sent again, may be a few milliseconds later by our clock, and so in the next month."""
    spool = Spool(workspace.path / FOLDER)
    drainer = drains(spool, workspace)
    midnight = 1_772_319_600_000  # 1 March 2026, 00:00 in Amsterdam
    for at in (midnight - 1, midnight + 1):
        spool.append([record("e" * 22, at)])
        drainer.empty()
    for at in (midnight + 1, midnight - 1):
        spool.append([record("f" * 22, at)])
        drainer.empty()
    assert len(rows(workspace)) == 2


def test_a_record_that_cannot_be_read_is_set_aside_and_the_rest_is_taken(workspace: Workspace) -> None:
    spool = Spool(workspace.path / FOLDER)
    fill(spool, 2)
    with sqlite3.connect(workspace.path / FOLDER / FILE) as con:
        con.execute("UPDATE waiting SET body = x'dd0000000190' WHERE seq = 1")
    found = drains(spool, workspace).empty()
    assert (found.unreadable, found.rows["web_hits"]) == (1, 20)
    spool.close()
    assert stands(workspace).unreadable == 1


def test_a_full_disk_is_answered_with_503_and_nothing_acknowledged_is_lost(workspace: Workspace) -> None:
    """In a process of its own, whose files may not grow: the kernel says no as a full disk would."""
    said = subprocess.run([sys.executable, __file__, str(workspace.path)], capture_output=True, text=True, timeout=120)
    assert said.returncode == 0, said.stderr
    acknowledged, refused = map(int, said.stdout.split())
    assert acknowledged > 0
    assert refused > 20
    assert drained(workspace).rows["web_hits"] == acknowledged


def _until_full(home: Workspace) -> None:
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with Caller(home) as caller:
        assert caller.post(body()).status == 204
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
        answers = [caller.post(body(*(event() for _ in range(20)))) for _ in range(120)]
        assert {a.status for a in answers} == {204, 503}
        assert {a.reason for a in answers if a.status == 503} == {"not_stored"}
        assert caller.ask("GET", "/tl/health").status == 503
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert caller.post(body()).status == 204  # room again: it goes on by itself
    print(2 + 20 * sum(a.status == 204 for a in answers), sum(a.status == 503 for a in answers))


def test_a_spool_that_was_taken_away_is_begun_anew_and_nothing_goes_into_the_void(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        caller.post(body())
        for path in (workspace.path / FOLDER).glob(f"{FILE}*"):
            path.rename(workspace.path / path.name)
        assert caller.post(body()).status == 204
        assert caller.service.clients[0].site.spool.held == 1
        assert len(caller.facts()) == 1


def test_a_folder_that_is_away_is_answered_with_503(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        (workspace.path / FOLDER).rename(workspace.path / "away")
        assert [caller.post(body()).status for _ in range(2)] == [503, 503]
        (workspace.path / "away").rename(workspace.path / FOLDER)
        assert caller.post(body()).status == 204


@pytest.mark.parametrize("page", ["first", "middle", "everything"])
def test_a_damaged_spool_is_told_salvaged_and_set_aside(workspace: Workspace, page: str) -> None:
    folder = workspace.path / FOLDER
    spool = Spool(folder)
    fill(spool, 100)
    spool.close()
    with sqlite3.connect(folder / FILE) as con:
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = (folder / FILE).stat().st_size
    start, length = {"first": (0, 3000), "middle": (size // 2 // 4096 * 4096, 8192), "everything": (0, size)}[page]
    with (folder / FILE).open("r+b") as file:
        file.seek(start)
        file.write(b"\x5a" * length)
    spool = Spool(folder)
    found = spool.salvaged
    assert found is not None
    assert found.aside.exists()
    assert found.saved >= {"first": 2000, "middle": 1800, "everything": 0}[page]
    assert spool.held == found.saved
    spool.append([record("n" * 22)])
    drainer = drains(spool, workspace)
    assert drainer.empty().rows["web_hits"] == found.saved + 1
    spool.close()
    assert stands(workspace).aside == (found.aside,)


def test_a_salvage_that_dies_is_finished_by_the_next(workspace: Workspace) -> None:
    folder = workspace.path / FOLDER
    spool = Spool(folder)
    fill(spool, 3)
    spool.close()
    with sqlite3.connect(folder / FILE) as con:
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (folder / FILE).rename(folder / "salvaged.db")  # between the two renames of a salvage
    assert Spool(folder).held == 60


def test_what_was_drained_is_not_left_in_the_file(workspace: Workspace) -> None:
    folder = workspace.path / FOLDER
    spool = Spool(folder)
    fill(spool, 30)
    drains(spool, workspace).empty()
    assert b"0003-001-xxxx" not in b"".join(p.read_bytes() for p in folder.iterdir() if p.is_file())


def test_the_clock_may_jump(workspace: Workspace) -> None:
    real = time.time
    with Caller(workspace) as caller:
        statuses = []
        for jump in (0, -3600, 86_400 * 10, 86_400 * 10, -86_400 * 400, 0, 86_400 * 365 * 300):
            with mock.patch("time.time", lambda jump=jump: real() + jump):
                statuses.append(caller.post(body(event(t=int(time.time() * 1000)), at=int(time.time() * 1000))).status)
                for one in caller.service.clients:
                    one.site.tick(time.time())
        assert statuses == [204] * 7
        found = caller.facts()
    assert len(found) == 4  # of moments that cannot be, nothing is counted


def test_a_write_that_fails_is_told(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    trouble = mock.patch.object(spool, "_connected", side_effect=sqlite3.OperationalError("disk I/O error"))
    with trouble, pytest.raises(NotStored):
        spool.append([b"x"])
    spool.append([record("a" * 22)])
    assert spool.held == 1


if __name__ == "__main__":
    _until_full(Workspace(sys.argv[1]))
