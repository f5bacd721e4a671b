"""Retention: what is due is told first and goes when told to, with proof; figures stay as they were judged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from talentloop.core.errors import BadSettings, LoopRule
from talentloop.core.kpi import Focus
from talentloop.core.loop import Closing
from talentloop.core.period import Period
from talentloop.custody.requests import access
from talentloop.custody.retention import retain
from talentloop.custody.search import search
from talentloop.custody.tables import TABLES, WITH_IDS
from talentloop.people import DERIVATIONS
from talentloop.report.words import Words
from talentloop.workspace import Workspace

from .home import ANNA, BRAM, TODAY, figures, made, on, take


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return made(tmp_path / "w")


def test_a_dry_run_tells_and_changes_nothing(home: Workspace) -> None:
    before = home.lake.catalog.state()
    found = retain(home)
    assert not found.done and {d.kind: d.count for d in found.due} == {"applications": 15}  # turned down on 20 August
    assert home.lake.catalog.state() == before and access(home, [ANNA]).rows["applications"][0].get("person")


def test_applications_let_go_count_on_and_lead_to_nobody(home: Workspace) -> None:
    names = ("applications_completed", "applications_traceable", "hires", "visits", "leads", "qualified_rate")
    before, application = figures(home, *names), home.pseudonyms("application", "A0")
    assert retain(home, really=True).done
    assert figures(home, *names) == before
    assert search(home, [application]).clean
    assert "applications" not in access(home, [ANNA]).rows and access(home, [BRAM]).rows["applications"]
    home.lake.refresh(DERIVATIONS, anew=True)
    assert figures(home, *names) == before
    assert not retain(home).due


def test_an_export_does_not_bring_back_what_was_let_go(home: Workspace) -> None:
    before = figures(home, "applications_completed", "applications_traceable", "hires")
    retain(home, really=True)
    take(home, 30, "2")
    assert figures(home, "applications_completed", "applications_traceable", "hires") == before
    assert "applications" not in access(home, [ANNA]).rows


def test_hired_and_open_applications_wait_for_their_time(home: Workspace) -> None:
    retain(home, really=True)
    assert {d.kind: d.count for d in retain(on(home, date(2026, 10, 8))).due} == {"applications": 1}  # hired 10 September
    assert retain(on(home, date(2027, 7, 25))).due[-1].count == 15  # the fourteen that never ended, a year on, with it


def test_events_and_leads_go_after_their_months(home: Workspace) -> None:
    assert {d.kind for d in retain(on(home, date(2027, 9, 2))).due} == {"leads", "applications"}  # hits are of July
    later = on(home, date(2027, 12, 1))
    found = {d.kind: d for d in retain(later).due}
    assert found["events"].rows["web_hits"] == 60 and found["leads"].rows["leads"] == 30
    retain(later, really=True)
    now = later.lake.now()
    assert not any(now.rows(TABLES[n]) for n in ("web_hits", "visits", "page_reads", "leads", "links"))
    noted = [e for e in later.audit.entries() if e.what == "retention"]
    assert {e.facts["kind"] for e in noted} >= {"events", "leads"} and all(e.facts["rows"] for e in noted)
    assert search(later, [later.pseudonyms("visitor", "cookie7")]).clean


def test_figures_of_a_loop_are_written_down_before_its_rows_go(home: Workspace) -> None:
    home.start_loop(Focus.CONVERSION, "kort formulier", period=Period(date(2026, 7, 1), date(2026, 9, 1)))
    later = on(home, date(2027, 12, 1))
    with pytest.raises(LoopRule) as told:
        retain(later, really=True)
    assert told.value.code == "loops_not_closed" and access(later, [ANNA]).rows["web_hits"]
    later.close_loop(Closing(later.today, "het werkte"))
    kept = later.archive()[0].kept.verdicts
    retain(later, really=True)
    assert Workspace(home.path).archive()[0].kept.verdicts == kept and kept


def test_longer_than_the_law_bears_is_refused(home: Workspace) -> None:
    with pytest.raises(BadSettings):
        assert on(home, TODAY, "events_months = 36\n").settings


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_table_that_holds_something_of_a_person_has_a_name_of_its_own(lang: str) -> None:
    told = [Words(lang).of("kept", name) for name in WITH_IDS]
    assert len(set(told)) == len(told) and not set(told) & {name for name in WITH_IDS if "_" in name}
    assert all(Words(lang).has(f"kept.{name}") for name in WITH_IDS)
