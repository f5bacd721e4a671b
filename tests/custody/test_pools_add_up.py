"""The pools of two loops add up, whoever is erased or let go between: as plain arithmetic over invented people."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.core.kpi import Focus
from talentloop.core.kpis.pools import CLASSES, USUAL
from talentloop.core.measure import Flows
from talentloop.core.moves import BACK, ERASED, HIRED, UNKNOWN
from talentloop.core.period import Period
from talentloop.custody.requests import erase
from talentloop.custody.retention import retain
from talentloop.people import DERIVATIONS
from talentloop.workspace import Workspace

from .home import MAPPINGS, on
from .pools import moves, sizes, stocks

LOOPS = tuple(Period(date(2026, m, 1), date(2026, m + 2, 1)) for m in (1, 3))
PEOPLE = 40


def invented(path: Path, rng: random.Random) -> Workspace:
    """People who come up to twenty times from the autumn on; half say who they are, a third apply, some are hired, some
    are known by their application alone."""
    home = Workspace.create(path, "Proef")
    (home.path / "client.toml").write_text(
        (home.path / "client.toml").read_text().replace("[client]\n", "[client]\nas_of = 2026-03-02\n", 1) + MAPPINGS)
    home = Workspace(path)
    for period in LOOPS:
        home.start_loop(Focus.REACH, "verhalen", period=period)
    pseudonym, hits, leads, applications = home.pseudonyms, [], [], []
    for n in range(PEOPLE):
        browsers = [pseudonym("visitor", f"cookie{n}"), *([pseudonym("visitor", f"laptop{n}")] if n % 5 == 0 else [])]
        person = pseudonym("person", f"p{n}@example.org")
        days = sorted(date(2025, 10, 1) + timedelta(days=rng.randrange(240)) for _ in range(rng.choice((1, 2, 4, 8, 20))))
        for i, day in enumerate(days if n % 9 else ()):
            hits.append({"event": pseudonym("event", f"{n} {i}"), "at": datetime(day.year, day.month, day.day, 9, i),
                         "day": day, "visitor": rng.choice(browsers), "identity": "persistent", "consent": "full",
                         "traffic_class": "human", "kind": "page_view", "page": "/", "provenance": "measured",
                         "person": person if n % 2 and rng.random() < 0.4 else None})
        if n % 3 == 0:
            day = date(2026, 1, 5) + timedelta(days=n)
            ended = day + timedelta(days=20)
            hired = ended if n % 6 == 0 else None
            if n % 9:
                leads.append({"lead": n, "person": person, "day": days[0], "kind": "job_alert", "provenance": "measured"})
            applications.append({
                "application": pseudonym("application", f"A{n}"), "candidate": pseudonym("candidate", f"C{n}"),
                "day": day, "person": person, "channel": "unknown", "origin": "external", "provenance": "measured",
                "hired_day": hired, "rejected_day": None if hired else ended})
    for fact, rows in (("web_hits", hits), ("leads", leads), ("applications", applications)):
        told = Rows(fact, {c: [r[c] for r in rows] for c in rows[0]})
        home.lake.take(Batch(fact, "spec", datetime(2026, 9, 1), iter([told])), DERIVATIONS)
    return home


def applied(home: Workspace, period: Period) -> int:
    asked, gone_by = Flows("touches"), home.standing.clipped(period)
    found = home.engine.measure([asked], [gone_by], daily=False).parts(asked, gone_by)
    return sum(n for was, _, _, n in found if was > 0)  # type: ignore[union-attr]


def test_the_pools_of_two_loops_add_up_whoever_goes(tmp_path: Path) -> None:
    """One loop's pools at its end are the next one's at its beginning, and both the sizes that were told first."""
    rng, (first, second) = random.Random(6), LOOPS
    home = on(invented(tmp_path / "w", rng), second.start)
    told = {classes: stocks(home, first, classes) for classes in CLASSES}
    for day, deed in ((10, erased), (20, let_go)):
        home = on(home, second.start + timedelta(days=day))
        before = standing_before(home, second)
        deed(home, rng)
        assert standing_before(home, second) == before
    home = on(home, second.end)
    ended = {classes: moves(home, second, classes) for classes in CLASSES}
    assert {ERASED, UNKNOWN, HIRED, BACK} <= {code for cells in ended.values() for move in cells for code in move}
    assert all(sizes(cells, 1) == stocks(home, second, classes) for classes, cells in ended.items())
    erased(home, rng)
    let_go(on(home, second.end + timedelta(days=30)), rng)
    for classes in CLASSES:
        assert moves(home, second, classes) == ended[classes]  # what is over stays as it was told
        assert sizes(moves(home, first, classes), 1) == told[classes] == sizes(moves(home, second, classes), 0)
        assert stocks(home, first, classes) == told[classes]


def erased(home: Workspace, rng: random.Random) -> None:
    gone = rng.sample([n for n in range(PEOPLE) if n % 3], 3)
    erase(home, [f"p{n}@example.org" for n in gone], [f"{browser}{n}" for n in gone for browser in ("cookie", "laptop")])


def let_go(home: Workspace, _: random.Random) -> None:
    assert retain(home, really=True).done


def standing_before(home: Workspace, period: Period) -> tuple[Counter[int], int]:
    """How many stood in each pool on the eve, and how many of them applied."""
    return sizes(moves(home, period, USUAL), 0), applied(home, period)


def test_the_pools_stay_what_they_were_when_old_events_go(tmp_path: Path) -> None:
    """Visits from before the loops go, which were contacts of who stood in a pool: detaching has no part in it."""
    home = on(invented(tmp_path / "w", random.Random(6)), date(2027, 2, 15), "events_months = 14\n")
    told = [(moves(home, period, c), stocks(home, period, c)) for c in CLASSES for period in LOOPS]
    due = next(d for d in retain(home).due if d.kind == "events")
    assert due.before < LOOPS[0].start and due.rows["web_hits"] > 20
    assert retain(home, really=True).done
    assert [(moves(home, period, c), stocks(home, period, c)) for c in CLASSES for period in LOOPS] == told
