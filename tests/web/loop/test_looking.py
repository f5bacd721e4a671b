"""Another look at a loop: beside another period without a verdict, and one part of it, at an address to share."""

from __future__ import annotations

import re
from datetime import date

from talentloop.core.kpi import Dated
from talentloop.core.loop import Against, same_weekdays
from talentloop.core.verdict import Word
from talentloop.report.figures import figure_text
from talentloop.report.words import Words
from web.conftest import World

LOOP = "/c/merelhof/loop/2/"


def test_another_comparison_is_looked_at_and_never_judged(world: World) -> None:
    home, browser = world.home, world.browser("viewer")
    text = browser.get(f"{LOOP}?vs=last_year").content.decode()
    assert "Daarom staat hier geen oordeel" in text and 'aria-current="true">Zelfde periode vorig jaar' in text
    report = home.findings(2, against=Against.LAST_YEAR)
    assert {f.verdict.word for f in report.findings}.isdisjoint({Word.BETTER, Word.WORSE, Word.EXPECTED})
    assert all(c.chosen == (c.against is Against.LAST_YEAR) for f in report.findings for c in f.comparisons)


def test_any_other_period_begins_on_the_weekday_of_the_loop(world: World) -> None:
    home = world.home
    loop = home.loop(2)
    period = same_weekdays(loop.period, date(2025, 9, 17))
    assert period.start.weekday() == loop.period.start.weekday() and period.days == loop.period.days
    assert 0 <= (date(2025, 9, 17) - period.start).days < 7
    report = home.findings(2, against=Against.OTHER, other=period)
    visits = report.finding("visits")
    assert visits and visits.chosen and visits.chosen.period == period
    text = world.browser("viewer").get(f"{LOOP}?vs=2025-09-17").content.decode()
    assert Words("nl").numbers.period(period) in text
    assert figure_text(Words("nl"), visits.kpi, visits.chosen.figure) in text, "in the cell's comparisons"


def test_a_period_that_overlaps_the_loop_is_told_and_nonsense_is_left_out(world: World) -> None:
    browser = world.browser("viewer")
    assert "overlapt met de loop" in browser.get(f"{LOOP}?vs=2026-03-20").content.decode()
    for nonsense in ("vs=gisteren", "vs=0001-01-01", "by=shoe_size", "device=abacus", "vs=previous"):
        assert browser.get(f"{LOOP}?{nonsense}").status_code == 200, nonsense


def test_a_row_filters_the_page_at_an_address_of_its_own(world: World) -> None:
    browser, home = world.browser("viewer"), world.home
    rows = browser.get(f"{LOOP}?by=device&vs=last_year").content.decode()
    assert 'href="?by=device&amp;vs=last_year&amp;device=mobile"' in rows
    text = browser.get(f"{LOOP}?device=mobile&by=device").content.decode()
    figures = {segment: figure for _, segment, figure in home.kpi(["visits"], "device", number=2).rows}
    visits = home.kpi(["visits"]).rows[0][0]
    assert "Toon de hele loop" in text and figure_text(Words("nl"), visits, figures["mobile"]) in text
    assert 'id="kpi-visits"' not in text, "the framework of the whole is not shown under the name of a part"


def test_a_part_without_visits_says_so_and_gives_no_row_of_zeros(world: World) -> None:
    text = world.browser("viewer").get(f"{LOOP}?network=meta").content.decode()
    assert "/kpi/impressions/?by=network" in text and "/kpi/visits/?by=network" not in text
    assert re.search("Hier is niets van: [^<]*bezoeken", text)


def test_parts_of_few_people_stay_hidden_when_they_are_filtered(world: World) -> None:
    home, browser = world.home, world.browser("viewer")
    split = home.kpi(["applications_completed"], "channel", number=2).rows
    hidden = [segment for _, segment, figure in split if segment and not hasattr(figure, "value")]
    assert hidden, "the small demo has small groups"
    text = browser.get(f"{LOOP}?channel={hidden[0]}").content.decode()
    row = text.split("/loop/2/kpi/applications_completed/")[1].split("</tr>")[0]
    assert "te weinig" in row or "klein" in row


def test_hires_count_on_the_day_that_is_asked_for(world: World) -> None:
    home, browser = world.home, world.browser("viewer")
    text = browser.get(f"{LOOP}?dates=application&vs=last_year").content.decode()
    assert 'href="?vs=last_year">dag van de hire' in text and 'aria-current="true">dag van de sollicitatie' in text
    assert "/loop/2/kpi/hires_cohort/" in text and "/loop/2/kpi/hires/" not in text
    usual = browser.get(LOOP).content.decode()
    assert "/loop/2/kpi/hires/" in usual and "/loop/2/kpi/hires_cohort/" not in usual
    by_hire, by_application = home.findings(4), home.findings(4, dated=Dated.APPLICATION)
    hires, cohort = by_hire.finding("hires"), by_application.finding("hires_cohort")
    assert hires and cohort and dict(hires.companions)["hires_cohort"] == cohort.figure
    per_hire = by_application.finding("cph_cohort")
    assert per_hire and by_hire.finding("cph_cohort") is None
    assert [f.kpi.pillar for f in by_hire.findings] == [f.kpi.pillar for f in by_application.findings]


def test_a_part_beside_a_period_of_another_length_changes_per_day_where_its_figures_add_up(world: World) -> None:
    def told(vs: str) -> dict[str, str]:
        page = world.browser("viewer").get(f"/c/merelhof/loop/5/?device=mobile&vs={vs}")
        return {row[0]: row[4] for _, rows in page.context["part_rows"] for row in rows if len(row) > 4 and row[4]}

    unequal, equal = told("previous"), told("baseline")
    assert unequal["visits"].endswith("per\u00a0dag") and not equal["visits"].endswith("per\u00a0dag")
    assert "per" not in unequal["unique_visitors"], "people do not add up over days"
