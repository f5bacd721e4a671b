"""Numbers the way each language writes them, and no more digits than are known."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import pytest

from talentloop.core.kpis import KPIS
from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.core.period import Period
from talentloop.report.figures import figure_text, range_text
from talentloop.report.numbers import digits_for
from talentloop.report.words import Words

NL, EN = Words("nl"), Words("en")


def told(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u00a0", " ")


def test_dutch() -> None:
    n = NL.numbers
    assert n.count(1234567.891, 2) == "1.234.567,89"
    assert n.percent(0.054, 1) == "5,4%"
    assert told(n.money(4494.5, 2)) == "€ 4.494,50"
    assert told(n.money(-12.3, 2)) == "€ −12,30"
    assert told(n.day(date(2026, 3, 2))) == "2 mrt 2026"
    assert told(n.compact(1_234_000)) == "1,2 mln."


def test_english() -> None:
    n = EN.numbers
    assert n.count(1234567.891, 2) == "1,234,567.89"
    assert n.money(4494.5, 2) == "€4,494.50"
    assert told(n.day(date(2026, 3, 2))) == "2 Mar 2026"


def test_changes_have_a_sign_that_is_no_hyphen_and_nothing_is_made_of_almost_nothing() -> None:
    n = NL.numbers
    assert (n.change(0.184), n.change(-0.184), n.change(0.004), n.change(-0.0)) == ("+18%", "−18%", "0%", "0%")
    assert (n.change(inf), n.change(nan)) == ("–", "–")
    assert told(n.points(0.0071)) == "+0,7 pp"
    assert told(n.points(-0.121)) == "−12 pp"


def test_durations_days_and_periods() -> None:
    n = NL.numbers
    assert [told(n.seconds(s)) for s in (48, 95, 120, 59.6)] == ["48 s", "1 min 35 s", "2 min", "1 min"]
    assert told(n.days(1)) == "1 dag"
    assert told(n.period(Period(date(2026, 9, 1), date(2026, 11, 1)))) == "1 sep t/m 31 okt 2026"
    assert told(n.period(Period(date(2025, 12, 1), date(2026, 2, 1)))) == "1 dec 2025 t/m 31 jan 2026"
    assert told(n.period(Period.of_days(date(2026, 2, 1), 1))) == "1 feb 2026"


def test_shares_keep_two_figures_that_say_something() -> None:
    assert [NL.numbers.share(s) for s in (0.41, 0.054, 0.0063, 0.0)] == ["41%", "5,4%", "0,63%", "0%"]


@pytest.mark.parametrize(("value", "low", "high", "digits"), [
    (5.4, 3.3, 7.3, 0), (5.04, 4.7, 5.3, 1), (5.012, 5.0, 5.02, 2), (4.6, None, None, 1), (48.0, None, None, 0),
    (0.42, None, None, 2), (3.0, -inf, inf, 1)])
def test_no_more_digits_than_the_margin_allows(value: float, low: float | None, high: float | None, digits: int) -> None:
    assert digits_for(value, low, high) == digits


def test_a_percentage_with_a_wide_margin_loses_its_decimals() -> None:
    kpi = KPIS["site_conversion"]
    assert figure_text(NL, kpi, Figure(0.054), (0.033, 0.073)) == "5%"
    assert figure_text(NL, kpi, Figure(0.0504), (0.0475, 0.0532)) == "5,0%"


def test_ranges_are_rounded_outward_and_never_added() -> None:
    assert range_text(NL, KPIS["reach_total"], 212_437, 341_312) == "212.000–342.000"
    assert figure_text(NL, KPIS["target_group_share"], Figure(0.41, 0.41, 0.66)) == "41–66%"


def test_every_unit_is_written() -> None:
    shown = {id: told(figure_text(NL, KPIS[id], Figure(value))) for id, value in (
        ("visits", 96_400), ("impressions", 3_912_000), ("time_on_site", 95), ("scroll_depth", 47), ("time_to_hire", 35),
        ("cpc", 1.284), ("cph_marketing", 3870.4), ("frequency", 4.62), ("quality_of_hire", 7.84))}
    assert shown == {
        "visits": "96.400", "impressions": "3,9 mln.", "time_on_site": "1 min 35 s", "scroll_depth": "47%",
        "time_to_hire": "35", "cpc": "€ 1,28", "cph_marketing": "€ 3.870", "frequency": "4,6", "quality_of_hire": "7,8"}


def test_what_cannot_be_said_is_a_dash_and_never_a_zero() -> None:
    assert figure_text(NL, KPIS["visits"], CannotSay(Reason.NOT_CONNECTED, "visits")) == "–"
