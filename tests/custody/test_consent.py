"""Consent: what it covers over time, what was shown and answered, and that taking it back has an end to it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from talentloop.core.consenting import text_on, walked
from talentloop.core.errors import BadSettings
from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.custody.consent import add_text, consented, coverage, texts
from talentloop.custody.overview import overview
from talentloop.custody.requests import access
from talentloop.custody.retention import retain
from talentloop.custody.search import search
from talentloop.people import DERIVATIONS
from talentloop.workspace import Workspace

from .home import ANNA, TODAY, exports, hits, made, on


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return made(tmp_path / "w")


def test_coverage_is_told_month_by_month_and_not_of_a_few(home: Workspace) -> None:
    hits(home, 3, "few", datetime(2026, 8, 3, 9))
    unknown_to_us(home, 10)
    july, august = coverage(home)
    assert (july.month, july.views, july.shares["full"], july.shares["refused"]) == (date(2026, 7, 1), 40, 0.75, 0.25)
    assert (august.month, august.views, august.shares) == (date(2026, 8, 1), 3, {})
    assert overview(home).consent["full"] == pytest.approx(33 / 43), "the same views, over all months"


def unknown_to_us(home: Workspace, views: int) -> None:
    """Page views of people who refused: they are in no visit, and must count in what consent covers."""
    at = datetime(2026, 7, 5, 12)
    rows = {"event": [home.pseudonyms("event", f"refused {n}") for n in range(views)], "at": [at] * views,
            "day": [at.date()] * views, "visitor": [None] * views, "identity": ["none"] * views,
            "consent": ["refused"] * views, "traffic_class": ["human"] * views, "kind": ["page_view"] * views,
            "page": ["/"] * views, "channel": ["direct"] * views, "provenance": ["measured"] * views}
    home.lake.take(Batch("refused", "tracker", at, iter([Rows("web_hits", rows)])), DERIVATIONS)


AGREED = """
[[file]]
match = "sollicitaties*.csv"
fact = "consent_log"
columns = { application = "Nummer", email = "E-mail", day = "Toestemming op" }
"""


def agreeing(home: Workspace, days: dict[int, str]) -> Workspace:
    """The same applicants, whose ATS says who agreed to be kept for a year, and on which day."""
    path = home.path / "client.toml"
    if AGREED not in path.read_text():
        path.write_text(path.read_text() + AGREED)
    _, applications = exports(home.path.parent, 30, "2")
    first, *rows = applications.read_text().splitlines()
    rows = [f"{row};{days.get(n, '')}" for n, row in enumerate(rows)]
    applications.write_text("\n".join([f"{first};Toestemming op", *rows]) + "\n")
    home = Workspace(home.path)
    assert not [p for taken in home.take([applications]) for p in taken.problems]
    return home


def test_who_agreed_to_a_year_stays_a_year_and_no_longer(home: Workspace) -> None:
    home = agreeing(home, {0: "01-09-2026", 2: "21-08-2026", 3: "01-09-2026"})  # the last was not turned down
    dry = retain(home)
    assert {d.kind: d.count for d in dry.due} == {"applications": 13} and dry.agreed == 2
    retain(home, really=True)
    assert access(home, [ANNA]).rows["applications"] and access(home, ["p2@example.org"]).rows["applications"]
    assert not access(home, ["p4@example.org"]).rows.get("applications")
    noted = [e for e in home.audit.entries() if e.what == "detach"][-1]
    assert noted.facts["rows"] == 13 and noted.facts["kept_by_consent"] == 2
    later = on(home, date(2027, 8, 22))  # a year after the second's consent, not yet a year after that of the others
    assert retain(later).agreed == 2  # the one that never ended is a year old by now
    retain(later, really=True)
    assert not access(later, ["p2@example.org"]).rows.get("applications")
    assert access(later, [ANNA]).rows["applications"]


def test_consent_that_the_ats_no_longer_tells_of_ends_the_year(home: Workspace) -> None:
    home = agreeing(home, {0: "01-09-2026"})
    assert retain(home).agreed == 1
    home = agreeing(home, {2: "01-09-2026"})
    assert retain(home).agreed == 1
    retain(home, really=True)
    application = home.pseudonyms("application", "A0")
    assert not access(home, [ANNA]).rows.get("applications") and search(home, [application]).clean


def test_texts_are_dated_kept_and_written_down(home: Workspace) -> None:
    first = add_text(home, "Mogen we je bezoek herkennen?", "May we recognise your visits?", date(2026, 1, 1))
    second = add_text(home, "Mogen we meten?", "May we measure?")
    assert [t.version for t in texts(home)] == [1, 2] and texts(home)[0] == first
    assert [text_on(texts(home), d) for d in (date(2025, 1, 1), date(2026, 1, 1), TODAY)] == [None, 1, second.version]
    with pytest.raises(BadSettings):
        add_text(home, "Terug in de tijd", "Back in time", date(2026, 1, 1))
    with pytest.raises(BadSettings):
        add_text(home, " ", "No Dutch")
    assert [e.facts["text"] for e in home.audit.entries() if e.what == "consent_config"] == [1, 2]


@pytest.mark.parametrize(("acts", "state", "valid"), [
    (["granted", "withdrawn", "granted"], "full", [True, True, True]),
    (["withdrawn", "granted"], "full", [False, True]),
    (["granted", "opted_out", "granted"], "refused", [True, True, False]),
    (["opted_out", "opted_in", "granted"], "full", [True, True, True]),
    (["declined", "withdrawn"], "limited", [True, False]), (["granted", "declined"], "limited", [True, True])])
def test_what_cannot_follow_changes_nothing(acts: list[str], state: str, valid: list[bool]) -> None:
    steps = list(walked(acts))
    assert steps[-1].now == state and [s.valid for s in steps] == valid


def test_decisions_are_counted_and_few_are_not_told(home: Workspace) -> None:
    home = agreeing(home, {n: "01-09-2026" for n in range(12)})
    found = consented(home)
    assert [(d.month, dict(d.acts)) for d in found.decided] == [(date(2026, 9, 1), {"granted": 12, "declined": 18})]
    assert found.now == {"keeping.full": 12, "keeping.limited": 18}
    assert consented(agreeing(home, {1: "01-09-2026"})).now["keeping.full"] is None


def test_few_who_took_consent_back_do_not_follow_from_the_others(home: Workspace) -> None:
    """How many decisions there are is told with what is kept: one of two small counts alone would be what is left."""
    acts = ["granted"] * 60 + ["withdrawn"] * 3 + ["opted_out"] * 13
    rows = {"decision": list(range(76)), "at": [datetime(2026, 9, 1, 9, n % 60, n // 60) for n in range(76)],
            "day": [date(2026, 9, 1)] * 76, "about": ["measuring"] * 76, "act": acts,
            "visitor": [*range(60), *range(16)], "provenance": ["measured"] * 76}
    home.lake.take(Batch("told", "spec", datetime(2026, 9, 2), iter([Rows("consent_log", rows)])), DERIVATIONS)
    found = consented(home)
    assert [dict(d.acts) for d in found.decided] == [{"granted": 60, "withdrawn": None, "opted_out": None}]
    assert found.now == {"measuring.full": 44, "measuring.limited": None, "measuring.refused": None}
