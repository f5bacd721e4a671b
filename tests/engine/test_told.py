"""What each source covers: a day to that day, a window to its last."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from talentloop.command.freshness import sources
from talentloop.core.period import Period
from talentloop.engine.lake import Lake
from talentloop.engine.told import told
from talentloop.people import DERIVATIONS

from .worlds import batch


def reach(start: date, end: date) -> dict[str, object]:
    return {"network": "linkedin", "account": None, "scope": "account", "scope_name": None, "window_start": start,
            "window_end": end, "reach": 5000, "impressions": 9000, "provenance": "platform_estimate"}


def test_a_source_of_reach_alone_is_as_fresh_as_the_last_day_of_its_windows(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "facts")
    rows = [reach(date(2026, 9, 1), date(2026, 11, 1)), reach(date(2026, 10, 1), date(2026, 10, 15))]
    lake.take(batch("a", {"reach": rows}), DERIVATIONS)
    known = told(lake)
    assert [(t.fact, t.period, t.rows) for t in known] == [("reach", Period(date(2026, 9, 1), date(2026, 11, 1)), 2)]
    [found] = sources(known, (), date(2026, 11, 5))
    assert found.last == date(2026, 10, 31) and found.days_ago == 5 and not found.stale
