"""The return over a year: break-even first, a range with what drives it, and nothing from what was not stated."""

from __future__ import annotations

from dataclasses import replace

import pytest
import vl_convert

from talentloop.core.roi import Benefit, Component, Outcome, Range
from talentloop.report.charts import NARROW, WIDE
from talentloop.report.charts_roi import alt, table, tornado
from talentloop.report.roi_page import ShownRoi, benefit_rows, break_even, lines, outcome
from talentloop.report.words import Words
from talentloop.workspace import Workspace

from .test_cli import answer, run


def restate(home: Workspace, *lines: str) -> Workspace:
    """The same workspace with another [roi] in its settings."""
    path = home.path / "client.toml"
    before, _, after = path.read_text().partition("[roi]\n")
    rest = after.partition("\n\n")[2]
    path.write_text(before + "[roi]\n" + "\n".join(lines) + "\n\n" + rest)
    return Workspace(home.path)


def test_a_year_with_its_range(demo: Workspace) -> None:
    found = demo.roi()
    assert found.period.days == 365 and found.period.end == demo.today
    assert found.break_even and 0 < found.break_even.low < found.break_even.high
    assert found.outcome and found.outcome.p10 < found.outcome.p50 < found.outcome.p90
    assert all(line.kind != "agency_fee" for line in found.costs)
    assert {b.component for b in found.benefits} >= {Component.AGENCY_FEE, Component.VACANCY, Component.OVERLAP}
    reach = [s.reach for s in found.tornado]
    assert reach == sorted(reach, reverse=True) and len(reach) >= 3
    assert demo.roi() == found, "seeded: asked twice, the same answer"


def test_the_middle_is_the_sum_by_hand(own_demo: Workspace) -> None:
    """Everything known exactly: no range is left, and the ROI is what a calculator says."""
    home = restate(own_demo, "agency_fee = 0.2", "first_year_salary = 45000", "agency_share = 0.5")
    found = home.roi()
    assert found.outcome and found.hires and not found.tornado
    by_hand = (found.hires * 0.5 * 9_000 - found.total_costs) / found.total_costs
    assert (found.outcome.p10, found.outcome.p90) == pytest.approx((by_hand, by_hand))
    assert alt(found, "nl") == "Er is geen onzeker getal waar de ROI van afhangt."


def test_what_went_the_other_way_is_called_by_its_name_and_the_whole_is_told(demo: Workspace) -> None:
    report, w = demo.roi(), Words("nl")
    shorter, longer = (Benefit(Component.VACANCY, x - 5, x, x + 5) for x in (40.0, -40.0))
    fee = Benefit(Component.AGENCY_FEE, 80.0, 90.0, 110.0)
    both = [list(benefit_rows(replace(report, benefits=(fee, one), outcome=Outcome(-0.5, 0.0, 0.25, 0.4)), w))
            for one in (shorter, longer)]
    assert [rows[1][0] for rows in both] == ["Vacatures korter open", "Vacatures langer open"]
    money = [w.numbers.money(x * report.total_costs) for x in (0.5, 1.0, 1.25)]
    assert all(rows[2] == ("Samen", *money) for rows in both)
    assert len(list(benefit_rows(replace(report, benefits=(fee,)), w))) == 1, "one is the whole already"


def test_how_many_would_have_gone_through_an_agency_stands_beside_the_hires(demo: Workspace) -> None:
    report = replace(demo.roi(), hires=40)
    told = [" ".join(lines(replace(report, parameters={"agency_share": r}), Words("en")))
            for r in (Range(0.2, 0.5), Range(0.5, 0.5))]
    assert "8–20 of them would otherwise" in told[0] and "estimate 20 of them" in told[1]
    assert "of them" not in " ".join(lines(replace(report, parameters={}), Words("en")))


def test_nothing_stated_is_nothing_counted(own_demo: Workspace) -> None:
    found = restate(own_demo).roi()
    assert found.outcome is None and found.break_even is None and not found.benefits
    assert {x.component for x in found.left_out} == set(Component) - {Component.OVERLAP}
    assert "agency_share" in run("roi", home=own_demo.path).stdout


def test_less_than_a_year_is_refused(own_demo: Workspace) -> None:
    path = own_demo.path / "client.toml"
    lines = ["as_of = 2026-02-01" if line.startswith("as_of") else line for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")
    found = Workspace(own_demo.path).roi()
    assert found.refused == "not_yet_a_year" and found.outcome is None
    assert "twaalf maanden" in run("roi", home=own_demo.path).stdout


@pytest.mark.parametrize("wrong", ["agency_fee = [0.3, 0.2]", "agency_fee = 20", "mishire_cost = [1, 2, 3]",
                                   'first_year_salary = "veel"', "agency_share = -0.1", "salary = 3"])
def test_a_slip_of_the_pen_is_told(own_demo: Workspace, wrong: str) -> None:
    restate(own_demo, wrong)
    done = run("roi", home=own_demo.path)
    assert done.returncode == 4 and wrong.split(" ")[0] in done.stderr


def test_as_text_json_and_picture(demo: Workspace) -> None:
    text = " ".join(run("roi", home=demo.path).stdout.split())
    assert text.index("Terugverdiend bij") < text.index("ROI:") and "laat dit niet zien" in text
    found = answer("roi", home=demo.path)
    assert found["roi"]["p10"] < found["roi"]["p90"] and found["refused"] is None
    report = demo.roi()
    svg = vl_convert.vegalite_to_svg(tornado(report, "en"))
    rows = table(report, "en")
    assert len(rows) == len(report.tornado) and all(name in svg for name, _, _ in rows[:2])
    assert rows[0][0] in alt(report, "en") and found["alt"] == alt(report, "nl")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_as_a_page_with_break_even_first(demo: Workspace, lang: str) -> None:
    page = ShownRoi(demo.roi(), lang).html()
    words = Words(lang, "EUR")
    body = page[page.index("<main"):]
    assert body.index(break_even(demo.roi(), words)) < body.index(outcome(demo.roi(), words)) < body.index("<svg")
    assert "<script" not in page and 'src="http' not in page
    assert all(row[1] in body for row in table(demo.roi(), lang))
    assert ">P10<" not in page, "in words, not in percentiles"


def test_a_year_that_cannot_be_judged_has_a_page_that_says_why(own_demo: Workspace) -> None:
    page = ShownRoi(restate(own_demo).roi(), "nl").html()
    assert "<svg class=\"chart" not in page and Words("nl", "EUR")("roi.outcome.none") in page


def test_on_a_phone_no_line_runs_through_the_names_between_the_bars(demo: Workspace) -> None:
    report = demo.roi()
    layers = {width: tornado(report, "nl", width)["layer"] for width in (NARROW, WIDE)}
    kinds = {width: [layer["mark"]["type"] for layer in found] for width, found in layers.items()}
    assert "rule" not in kinds[NARROW] and kinds[NARROW].count("tick") == kinds[WIDE].count("rule") == 2
