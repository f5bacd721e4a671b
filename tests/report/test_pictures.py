"""Pictures as Vega-Lite: they draw, nothing is drawn that was not measured, and dark mode can repaint every colour."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from report import example

from talentloop.core.expectation import expectation
from talentloop.core.findings import PlanReport, PlanRow, Traceability
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.kpis.pools import CLASSES
from talentloop.core.measurement import Figure
from talentloop.report.bars import cost_bars, evidence_bar, journey_bars, mix_bars, targets
from talentloop.report.changes import Marks, marks
from talentloop.report.charts import NARROW, WIDE, finding_interval, flag_labels, interval, over_time, seven_day_mean
from talentloop.report.drawing import bar, drawn
from talentloop.report.people import conversion_section, first_touch_section
from talentloop.report.people_charts import first_touch_bars, rise_dots
from talentloop.report.pools import pools_section
from talentloop.report.sankey import pool_sankey
from talentloop.report.scale import Scale, common_scale
from talentloop.report.theme import DARK, LIGHT
from talentloop.report.words import Words

REPORT = example.report()
SCALE = Scale(-0.5, 0.8)


def plan() -> PlanReport:
    rows = tuple(PlanRow(KPIS[id], Figure(100.0), 110.0, wanted, least, wanted >= least,
                         expectation(KPIS[id], Focus.REACH), False)
                 for id, wanted, least in (("visits", 0.3, 0.12), ("applications_completed", 0.1, 0.26)))
    return PlanReport("De Linde", "EUR", example.AS_OF, None, False, example.LOOP, rows)


def specs(width: int) -> dict[str, dict[str, Any]]:
    time = REPORT.finding("time_on_site")
    assert time is not None
    return {
        "over_time": over_time(REPORT, "visits", "nl", width),
        "running": over_time(example.running(), "visits", "en", width),
        "journey": journey_bars(REPORT, "nl", width), "costs": cost_bars(REPORT, "nl", width),
        "mix": mix_bars(REPORT, time, "nl", width), "evidence": evidence_bar(REPORT, "nl", width),
        "pools": pool_sankey(REPORT, "nl", width), "first_touch": first_touch_bars(REPORT, "nl", width),
        "rises": rise_dots(REPORT, "nl", width), "targets": targets(plan(), "nl", width),
        "interval": finding_interval(time, common_scale(marks(f) for f in REPORT.findings)),
    }


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_picture_draws_says_its_point_and_can_be_repainted(width: int) -> None:
    for name, spec in specs(width).items():
        svg = str(drawn(spec, f"point of {name}"))
        assert f'aria-label="point of {name}"' in svg and svg.count("<path") + svg.count("<line") > 2, name
        assert "undefined" not in svg and "NaN" not in svg and "style=" not in svg and "<script" not in svg, name
        assert {c.lower() for c in re.findall(r'="(#[0-9A-Fa-f]{6})"', svg)} <= {"#000000"}, name
        assert "http" not in svg.replace("http://www.w3.org/", ""), name


def test_a_kpi_without_days_is_an_empty_picture() -> None:
    assert over_time(REPORT, "hires", "nl")["layer"] == []


def test_the_line_breaks_where_nothing_was_measured() -> None:
    missing = set(example.gaps())
    assert not missing & {day for day, _ in seven_day_mean(REPORT.history)}
    lines = [x for x in over_time(REPORT, "visits", "nl")["layer"] if x["mark"].get("type") == "line"]
    runs: dict[int, list[str]] = {}
    for row in lines[0]["data"]["values"]:
        runs.setdefault(row["run"], []).append(row["day"])
    assert len(runs) == 3  # two gaps
    for days in runs.values():
        first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
        assert not any(first <= gap <= last for gap in missing)


def test_a_mean_of_too_few_days_is_none() -> None:
    start = date(2026, 1, 1)
    assert seven_day_mean({start: 1.0, start + timedelta(days=9): 2.0}) == []


def test_provisional_days_are_dotted_and_the_forecast_is_a_band() -> None:
    finding = REPORT.finding("visits")
    assert finding is not None
    later = replace(finding, provisional_until=date(2026, 11, 28))
    columns = {p: tuple(later if f is finding else f for f in fs) for p, fs in REPORT.pillars.items()}
    dashed = [x for x in over_time(replace(REPORT, pillars=columns), "visits", "nl")["layer"]
              if x["mark"].get("type") == "line" and "strokeDash" in x["mark"]]
    assert len(dashed) == 1
    ahead = replace(example.running().forecasts[0], kpi="visits", so_far=50_000, low=88_000, high=99_000)
    spec = over_time(replace(example.running(), forecasts=(ahead,)), "visits", "nl")
    band = next(x["data"]["values"][0] for x in spec["layer"] if "low" in x["data"]["values"][0])
    assert band["low"] == pytest.approx(38_000 / 28) and band["end"] == "2026-11-01"


def test_changes_of_one_day_share_a_flag_and_later_ones_have_none() -> None:
    twice = replace(example.LOOP, changes=(example.CHANGES[0], replace(example.CHANGES[1], day=example.CHANGES[0].day)))
    labels = dict(flag_labels(replace(REPORT, others=(*example.BEFORE, twice))))
    assert labels[example.CHANGES[0].day] == "3·4"
    early = replace(REPORT, loop=example.BEFORE[0], history={d: n for d, n in REPORT.history.items() if d.month < 7})
    assert flag_labels(early) == []


def test_the_bar_clips_at_its_ends_and_points_outward() -> None:
    far = str(bar(Marks(4.46, 2.41, 7.87, tone="better"), SCALE, "far"))
    assert far.count('class="off"') == 1 and 'l-7 -5v10z' in far
    low = str(bar(Marks(-0.2, -0.9, 0.3), SCALE, "low"))
    assert low.count('class="off"') == 1 and "l-5 4l5 4" in low
    assert 'aria-label="&lt;b&gt;"' in str(bar(Marks(None), SCALE, "<b>"))


def test_the_interval_spec_and_the_bar_show_the_same_marks() -> None:
    found = Marks(0.2, 0.1, 0.3, 0.05, 0.25, "better", own=0.12)
    assert len(interval(found, SCALE)["layer"]) == 7
    svg = str(bar(found, SCALE, "x"))
    shown = ("axis", "hatched", "zero", "margin", "target", "dot", "dot hollow")
    assert [svg.count(f'class="{c}"') for c in shown] == [1] * 7


def test_light_and_dark_name_the_same_colours_each_once() -> None:
    assert set(LIGHT) == set(DARK)
    assert len(set(LIGHT.values())) == len(LIGHT)


def test_pools_are_named_after_the_classes_that_the_client_counts_by() -> None:
    """In the picture, its table and the conversion per pool."""
    other = replace(REPORT, pool_bounds=CLASSES["1-3 4-6 7-15"])
    w = Words("nl")
    for report, there, gone in ((REPORT, "3–5", "4–6"), (other, "4–6", "3–5")):
        tables = (*pools_section(w, report), *conversion_section(w, report))
        assert len(tables) == 2
        for text in (str(pool_sankey(report, "nl")), *(str(x.rows) for x in tables)):
            assert there in text and gone not in text


def test_how_long_applications_had_been_coming_is_only_told_where_every_bar_would_be_empty() -> None:
    people = REPORT.people
    assert people is not None and people.first_touch is not None
    spread = tuple((first, last, 0 if last is None else None) for first, last, _ in people.first_touch.spread)
    report = replace(REPORT, people=replace(people, first_touch=replace(people.first_touch, spread=spread)))
    (told,) = first_touch_section(Words("nl"), report)
    assert told.rows == () and told.sub and told.lines
    (drawn_one,) = first_touch_section(Words("nl"), REPORT)
    assert drawn_one.rows


def test_what_is_too_few_to_tell_is_grey_and_never_in_the_colour_of_a_verdict() -> None:
    few = replace(REPORT, traceability=Traceability(46, 22, None, None, {}, {}))
    [*_, last] = evidence_bar(few, "nl")["data"]["values"]
    assert last["b"] == 1 and last["colour"] == LIGHT["zero"]
    assert last["colour"] not in {LIGHT[name] for name in ("expected", "expected-soft", "better", "worse")}
