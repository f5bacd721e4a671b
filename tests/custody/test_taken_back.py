"""A batch is taken back after somebody was erased: nobody comes back with it, and what is counted stays right."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from talentloop.collect.record import Told
from talentloop.command.batches import batches
from talentloop.core.errors import UnknownName
from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.core.kpi import Focus
from talentloop.core.kpis.pools import USUAL
from talentloop.core.moves import UNKNOWN
from talentloop.core.period import Period
from talentloop.custody.requests import access, erase
from talentloop.custody.search import search
from talentloop.drainer.consent import unlink
from talentloop.people import DERIVATIONS
from talentloop.workspace import Workspace

from .home import BRAM, figures, hits, made
from .pools import moves, stocks

VICTOR, HEAD = "victor@example.org", "Nummer;Ontvangen;E-mail;Vacature;Afgewezen;Aangenomen\n"


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return made(tmp_path / "w", 12)


def told(home: Workspace, name: str, *addresses: str) -> str:
    """A file of applications, numbered V0 and on: who stands there now, and who stood there before."""
    path = home.path.parent / f"sollicitaties-{name}.csv"
    path.write_text(HEAD + "".join(f"V{n};02-07-2026;{who};v1;;\n" for n, who in enumerate(addresses)))
    return home.take([path])[0].batch


def test_who_was_erased_does_not_come_back_with_what_their_row_had_made_way_for(home: Workspace) -> None:
    """Victor's application was told of again as somebody else's: then his rows are in an earlier state alone."""
    told(home, "een", VICTOR, "wim@example.org")
    last = told(home, "twee", "xander@example.org", "wim@example.org")
    assert batches(home)[0].undoes
    erase(home, [VICTOR])
    assert not batches(home)[0].undoes and figures(home)["applications_completed"].value == 14
    undone = home.undo()
    assert (undone.batch, undone.restored) == (last, False)
    assert figures(home)["applications_completed"].value == 12 and [b.id for b in batches(home)].count(last) == 0
    assert search(home, [home.pseudonyms("person", VICTOR)]).clean and access(home, [VICTOR]).empty
    told(home, "een-nogmaals", VICTOR, "wim@example.org", "yara@example.org")
    assert access(home, [VICTOR]).empty and figures(home)["applications_completed"].value == 14


def test_after_an_erasure_of_others_only_the_batch_s_own_rows_go(home: Workspace) -> None:
    first = told(home, "een", "vera@example.org")
    erase(home, [BRAM])
    assert home.undo(first).restored is False
    assert access(home, [BRAM]).empty and access(home, ["vera@example.org"]).empty
    assert figures(home)["applications_completed"].value == 11
    home.lake.refresh(DERIVATIONS, anew=True)
    assert figures(home)["applications_completed"].value == 11


def test_a_wrong_file_leaves_nobody_behind_in_the_pools_though_somebody_of_it_was_erased(home: Workspace) -> None:
    """Of who was known by wrong files alone nothing is kept once the last of those is gone; of others it is."""
    period = Period(date(2026, 7, 1), date(2026, 9, 1))
    home.start_loop(Focus.REACH, "verhalen", period=period)
    was = stocks(home, period, USUAL), moves(home, period, USUAL)
    wrong = []
    for first in (3, 4):
        path = home.path.parent / f"leads-{first}.csv"
        path.write_text("Datum;E-mail;Soort\n" + "".join(
            f"{date(2026, 7, first + n):%d-%m-%Y};vreemd{n}@example.org;alert\n" for n in range(11)))
        wrong.append(home.take([path])[0].batch)
    erase(home, ["vreemd3@example.org"])
    erase(home, [BRAM])
    home.lake.remove(wrong[0], DERIVATIONS)
    assert sum(stocks(home, period, USUAL).values()) == sum(was[0].values()) + 11
    home.lake.remove(wrong[1], DERIVATIONS)
    assert (stocks(home, period, USUAL), moves(home, period, USUAL)) == was


def test_joining_small_files_and_a_batch_taken_back_whole_do_not_stand_in_the_way(home: Workspace) -> None:
    before = figures(home)["applications_completed"].value
    first, second = told(home, "een", VICTOR), told(home, "twee", "wim@example.org")
    home.lake.compact(1)
    assert home.undo().batch == second and home.undo(first).restored
    assert figures(home)["applications_completed"].value == before
    with pytest.raises(UnknownName):
        home.undo(first)


def test_of_who_is_in_no_pool_any_more_there_are_none_and_not_fewer(home: Workspace) -> None:
    """A browser leads to Zoe no more, so that one fewer stands there than the facts say; then its visit goes as well."""
    period, p = Period(date(2026, 7, 1), date(2026, 9, 1)), home.pseudonyms
    home.start_loop(Focus.REACH, "verhalen", period=period)
    hits(home, 12, "more", datetime(2026, 8, 20, 9))
    at = datetime(2026, 8, 21, 9)
    rows = Rows("interactions", {"at": [at + timedelta(hours=n) for n in range(3)], "day": [at.date()] * 3,
                                 "person": [p("person", "zoe@example.org")] * 3, "kind": ["chat"] * 3,
                                 "interaction": [1, 2, 3], "provenance": ["measured"] * 3})
    linked = {"event": [1], "at": [at], "day": [at.date()], "visitor": [p("visitor", "tablet")],
              "identity": ["persistent"], "consent": ["full"], "traffic_class": ["human"], "kind": ["page_view"],
              "person": [p("person", "zoe@example.org")], "provenance": ["measured"]}
    home.lake.take(Batch("chats", "spec", at, iter([rows])), DERIVATIONS)
    home.lake.take(Batch("form", "spec", at, iter([Rows("web_hits", linked)])), DERIVATIONS)
    was = stocks(home, period, USUAL)
    gone = Told(1, "consent", "consent_log", [{"visitor": p("visitor", "tablet"), "act": "withdrawn"}])
    assert unlink(home.lake, [gone], home.moves_kept(UNKNOWN))
    assert stocks(home, period, USUAL) == was
    home.lake.remove("form", DERIVATIONS)
    found = stocks(home, period, USUAL)
    assert found and min(found.values()) >= 0, (was, found)
