"""Findings as sentences: what happened, how sure, what to do; read here the way a marketer reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from report import example
from report.test_printed import printed

from talentloop.core.errors import LoopRule, Problem, TalentloopError
from talentloop.core.expectation import Experience, expectation
from talentloop.core.findings import KpiFinding, LoopReport, PlanReport, PlanRow, PoolMove, Question, Traceability
from talentloop.core.kpi import Focus, Pillar
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift
from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.core.moves import FEW
from talentloop.core.period import Period
from talentloop.core.readaway import ReadAway, Settled
from talentloop.core.roi import Outcome
from talentloop.core.verdict import Verdict, Word
from talentloop.core.vocabulary import CHANNELS
from talentloop.locale import LANGUAGES
from talentloop.report.beforehand import experience
from talentloop.report.cells import cell
from talentloop.report.changes import margin_of_fact, marks, shown_change
from talentloop.report.filling import error_sentence, problem_place, problem_sentence
from talentloop.report.journey import journey, onward
from talentloop.report.json import as_dict, finding_dict
from talentloop.report.pools import pools_section
from talentloop.report.read_away import read_away_planned, read_away_sentences
from talentloop.report.roi_page import outcome
from talentloop.report.scale import common_scale
from talentloop.report.sections import sections, trace_section
from talentloop.report.segments import telling
from talentloop.report.sentences import (
    cell_sentence,
    comparison_sentence,
    happened_itself,
    question_sentence,
    verdict_sentence,
)
from talentloop.report.summary import header, summary, title
from talentloop.report.tables import loop_tables
from talentloop.report.words import Words

NL, EN = Words("nl"), Words("en")
REPORT = example.report()


def found(id: str, report: LoopReport = REPORT) -> KpiFinding:
    finding = report.finding(id)
    assert finding is not None
    return finding


def told(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_fall_through_the_mix_is_told_as_the_paper_tells_it() -> None:
    assert told(verdict_sentence(NL, found("time_on_site"))) == (
        "Tijd op site daalt 21%. Dat komt door de vele nieuwe bezoekers bij deze focus (mix −20%, binnen groepen −1%, "
        "marge −6% tot +4%). Verwacht bij deze focus.")


def test_progress_is_more_than_the_usual_wobble() -> None:
    assert told(verdict_sentence(NL, found("impressions"))) == (
        "Vertoningen stijgen 58% per dag. Dat is meer dan de gewone schommeling van dit cijfer (marge +51% tot +66%). "
        "Doel gehaald: 3,9 mln. tegen 3,7 mln.")


def test_what_was_to_be_expected_anyway_is_told_apart() -> None:
    text = told(verdict_sentence(NL, found("visits"), short=True))
    assert text == "+20% was te verwachten; wat overblijft, +13% (marge +6% tot +22%), is meer dan de gewone schommeling."


def test_a_percentage_changes_by_percentage_points() -> None:
    text = told(verdict_sentence(EN, found("scroll_depth"), short=True))
    assert text == "Within the groups too: −8 pp (margin −11 pp to −5 pp). Find out what changed."
    assert "%" not in text


def test_of_a_median_that_stays_where_it_is_the_judged_mean_is_what_happened() -> None:
    finding = found("scroll_depth")
    chosen = finding.chosen
    assert chosen is not None and isinstance(chosen.lift, Lift)
    still = replace(chosen, change=0.0, lift=replace(chosen.lift, fact=-0.07))
    finding = replace(finding, comparisons=tuple(still if c.chosen else c for c in finding.comparisons))
    assert told(verdict_sentence(NL, finding)).startswith("Gemiddelde scrolldiepte daalt 4 pp")
    assert told(cell_sentence(NL, REPORT, finding)[1]).startswith("Gemiddelde scrolldiepte: −4 pp.")
    assert told(happened_itself(NL, finding)) == "Scrolldiepte blijft gelijk (gemiddelde scrolldiepte −4 pp)"
    through_mix = replace(finding, verdict=replace(finding.verdict, because="expected_through_mix", word=Word.EXPECTED))
    assert told(cell_sentence(EN, REPORT, through_mix)[1]).startswith("Mean scroll depth: −4 pp.")


def test_a_target_that_one_loop_cannot_prove_says_so() -> None:
    text = told(verdict_sentence(NL, found("applications_completed")))
    assert "Dit doel is in één loop niet aan te tonen." in text and text.count("antoonbaar vanaf ±26%") == 1
    assert "Verleng de loop" in text


def test_one_of_many_figures_that_stands_out_alone_is_no_proof() -> None:
    finding = found("engagements")
    assert finding.verdict.word is Word.CANNOT_TELL
    assert "niet na correctie voor zoveel cijfers" in verdict_sentence(NL, finding, short=True)


def test_no_move_is_called_none_where_groups_too_small_to_tell_may_hide_it() -> None:
    moves = (PoolMove(1, 1, 900, 4), PoolMove(0, 1, 40, 2), PoolMove(1, FEW, 12, None), PoolMove(FEW, 1, 15, None))
    [section] = pools_section(NL, replace(REPORT, pool_moves=moves))
    assert section.point.startswith("Minstens 40 mensen stroomden in. Bewegingen van te weinig mensen")
    assert "0 zakten" not in section.point
    [known] = pools_section(NL, replace(REPORT, pool_moves=moves[:2]))
    assert "0 zakten" in known.point


def test_what_is_only_told_together_is_told_by_name() -> None:
    [section] = trace_section(NL, replace(REPORT, traceability=Traceability(46, 22, None, None, {}, {})))
    assert "24 samen: volgens het ATS en onbekend" in section.point
    assert ("Volgens het ATS en onbekend (apart te klein om te tonen)", "24", "52%") in section.rows


@pytest.mark.parametrize(("positive", "says"), [
    (0.0, "In geen enkele berekening kwam"), (0.003, "In minder dan 1% van de berekeningen kwam"),
    (0.37, "In 37% van de berekeningen kwam"), (0.997, "In meer dan 99% van de berekeningen kwam"),
    (1.0, "In elke berekening kwam")])
def test_how_often_a_year_pays_is_told_as_people_say_it(positive: float, says: str) -> None:
    report = SimpleNamespace(outcome=Outcome(-1.5, -1.0, -0.5, positive))
    assert says in told(outcome(report, NL))  # type: ignore[arg-type]


def test_a_young_cohort_gives_its_maturity_and_its_forecast() -> None:
    assert told(verdict_sentence(NL, found("hires"), short=True)) == (
        "Pas 39% van deze loop is binnen. Verwacht 24 tot 37 in totaal.")


def test_comparisons_say_why_not() -> None:
    lines = [told(comparison_sentence(NL, found("time_to_fill"), c)) for c in found("time_to_fill").comparisons]
    assert lines[0] == "55 → 52; niet vergelijkbaar: vacatures uit de feed gehaald (5 aug 2026)"
    assert lines[2] == "geen cijfer: geen gegevens in deze periode"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("report", [REPORT, example.running()], ids=["over", "running"])
def test_every_sentence_of_the_example_is_whole(lang: str, report: LoopReport) -> None:
    w = Words(lang)
    texts = [verdict_sentence(w, f, short) for f in report.findings for short in (True, False)]
    texts += [s.plain for s in summary(w, report)] + [f.text for f in header(w, report)]
    texts += [line for s in sections(w, report) for line in (*s.lines, s.point, s.sub)]
    assert all(not re.search(r"\{|\}|\bNone\b|\bnan\b|\binf\b|\.\.|  |undefined", t) for t in texts), texts
    assert {f.verdict.word for f in REPORT.findings} == set(Word)


def test_a_reason_that_nobody_wrote_words_for_still_reads() -> None:
    odd = replace(found("visits"), verdict=Verdict(Word.CANNOT_TELL, "never_heard_of"), target=None)
    assert told(verdict_sentence(NL, odd)) == "Bezoeken stijgen 36% per dag. Oordeel: niet te zeggen."


def test_the_title_follows_the_primary_kpi() -> None:
    assert title(NL, REPORT) == "Loop 3 haalde zijn doel"
    assert title(EN, example.running()) == "Loop 3 is under way"
    missed = replace(REPORT, loop=replace(REPORT.loop, primary="applications_completed"))
    assert title(NL, missed) == "Loop 3 haalde zijn doel niet"


def test_the_summary_tells_by_effects_and_what_cannot_be_told() -> None:
    text = " ".join(s.plain for s in summary(NL, REPORT))
    assert "Tijd op site en pageviews per bezoeker dalen; dat is verwacht bij deze focus." in text
    assert "kan deze loop niets zeggen" in text
    assert "voor hires en aandeel uitgenodigd is het te vroeg" in text.lower()


def test_a_running_loop_tells_its_pace_and_no_verdict() -> None:
    text = told(" ".join(s.plain for s in summary(NL, example.running())))
    assert "Met nog 27 dagen te gaan komt de teller naar verwachting uit op 3,5 mln. tot 4,2 mln." in text
    assert "geen oordeel" in text


def test_the_picture_holds_a_proof_clear_of_what_was_expected() -> None:
    for finding in REPORT.findings:
        found_marks = marks(finding)
        if finding.verdict.word is Word.BETTER and found_marks.low is not None:
            assert found_marks.low > (found_marks.expected or 0.0) or found_marks.high < (found_marks.expected or 0.0)
    low, high = margin_of_fact(example.lift(0.36, 0.06, 0.22, 0.002, expected=0.2))
    assert low < 0.36 < high


def test_all_bars_share_a_scale_that_holds_every_dot() -> None:
    all_marks = [marks(f) for f in REPORT.findings]
    scale = common_scale(all_marks)
    assert all(scale.holds(m.fact) for m in all_marks if m.fact is not None)
    assert scale.place(scale.low) == 0 and scale.place(scale.high) == 1 and 0 < scale.place(0.0) < 1


def test_segments_are_told_beside_the_average_visitor_and_still_sum_to_the_whole() -> None:
    rows = [(f"new/{c}", 0.02 + i / 100, 0.02 + (9 - i) / 100, 30.0 + i, 29.0 + i) for i, c in enumerate(CHANNELS[:10])]
    mix = example.mixture(-0.1, 0.1, *rows, ("returning/direct", 0.35, 0.35, 70, 70))
    told_rows = telling(mix)
    assert len(told_rows) == 7 and told_rows[-1].segment == "rest"
    assert sum(r.mix for r in told_rows) == pytest.approx(mix.mix)
    assert sum(r.rate for r in told_rows) == pytest.approx(mix.rate)
    assert sum(r.share_after for r in told_rows) == pytest.approx(sum(r.share_after for r in mix.rows))
    paid = next(r for r in telling(example.MIX_TIME) if r.segment == "new/paid_social")
    assert paid.mix < 0  # more of those who stay shortest: a fall


def test_a_change_that_no_loop_can_prove_is_not_told_as_a_percentage() -> None:
    wild = found("applications_started")
    lift = example.lift(0.12, -0.4, 1.9, 0.6, mde80=2.21)
    finding = replace(wild, comparisons=(replace(wild.comparisons[0], lift=lift),))
    assert "nauwelijks iets aan te tonen" in verdict_sentence(NL, finding, short=True)


def test_the_journey_leaves_out_what_has_no_figure_and_tells_shares_only_of_what_is_counted_alike() -> None:
    steps = journey(REPORT)
    assert [s.id for s in steps][:3] == ["target_group", "reached", "visited"]
    shares, people = onward(steps), {s.id: s.people for s in steps}
    assert (people["started"], people["sent"], people["completed"]) == (611, 287, 338)
    assert shares["sent"] == 287 / 611, "both seen by the site"
    assert not {"lead", "started", "completed"} & shares.keys(), "what the ATS got is no part of what the site saw begin"
    without = replace(REPORT, pillars={**REPORT.pillars, Pillar.REACH: ()})
    assert journey(without)[0].id == "visited"


@pytest.mark.parametrize("words", [NL, EN])
def test_each_share_of_the_journey_is_that_of_the_two_numbers_it_stands_beside(words: Words) -> None:
    [section] = [s for s in sections(words, REPORT) if s.id == "journey"]
    told_by = {step.id: row for step, row in zip(journey(REPORT), section.rows, strict=True)}
    for (before, of), (id, row) in pairwise(told_by.items()):
        if row[2] != words("number.none"):
            people = [int(re.sub(r"\D", "", text)) for text in (of[1], row[1])]
            assert words.numbers.share(people[1] / people[0]) == row[2], (before, id)
    assert told_by["completed"][2] == words("number.none") and "ATS" in section.note


def test_a_leak_of_the_form_is_told_by_what_the_site_saw_and_not_by_the_ats() -> None:
    leak = Question("largest_leak", {"from": "applications_started", "to": "applications_completed", "rate_now": 0.46,
                                     "rate_then": 0.53, "applications": 51.0})
    assert told(question_sentence(NL, "question", leak, REPORT)).startswith(
        "Het grootste lek in de candidate journey zit van begonnen formulieren naar verstuurde formulieren: 46%")


def test_what_was_judged_is_told_where_it_is_not_the_figure_itself() -> None:
    word, text = cell_sentence(NL, REPORT, found("reach_total"))
    assert word == "Beter"
    assert told(text) == "Vertoningen per dag: +58%. Meer dan de gewone schommeling (marge +51% tot +66%)."
    assert marks(found("reach_total")).own == 0.44 and marks(found("impressions")).own is None


def test_problems_say_where_and_what_to_do() -> None:
    problem = Problem("not_a_number", "kosten.csv", 12, "Bedrag", "twaalf")
    assert problem_place(NL, problem) == "kosten.csv, regel 12, kolom Bedrag"
    assert problem_sentence(NL, problem) == "'twaalf' in Bedrag is geen getal. Verbeter de cel of exporteer opnieuw."
    assert "never_heard_of" in problem_sentence(NL, Problem("never_heard_of", "x.csv"))


def test_errors_say_what_to_do_now() -> None:
    overlap = LoopRule("loops_overlap", number=2, period=Period(date(2026, 7, 1), date(2026, 9, 1)))
    assert told(error_sentence(NL, overlap)) == (
        "Deze periode overlapt loop 2 (1 jul t/m 31 aug 2026). Kies een andere periode.")
    assert "unheard" in error_sentence(NL, TalentloopError("unheard"))


def test_what_the_past_was_read_without_is_told_with_its_loop_and_whether_it_stayed() -> None:
    known = (ReadAway(4, 0.87, Settled.WENT_ON), ReadAway(2, -0.4, Settled.BOUGHT))
    visits = replace(found("visits"), read_away=known)
    plain = verdict_sentence(NL, found("visits"))
    assert told(verdict_sentence(NL, visits)) == told(
        f"{plain} De +87% van loop 4 zit al in de verwachting: je ging ermee door. De −40% van loop 2 telt niet meer mee "
        "in de verwachting: de campagne of het budget van toen is op.")
    assert told(verdict_sentence(EN, visits)).endswith(
        "The +87% of loop 4 is in the expectation already: you went on with it. The −40% of loop 2 no longer counts in "
        "the expectation: the campaign or budget of then is spent.")
    assert verdict_sentence(NL, visits, short=True) == verdict_sentence(NL, found("visits"), short=True)


def test_nothing_is_told_of_the_past_where_no_verdict_rests_on_it() -> None:
    hires = replace(found("hires"), read_away=(ReadAway(4, 0.87, Settled.MADE),))
    assert verdict_sentence(NL, hires) == verdict_sentence(NL, found("hires"))
    assert finding_dict(NL, hires)["read_away"] == []
    visits = replace(found("visits"), read_away=(ReadAway(4, 0.87, Settled.STOPPED),))
    assert finding_dict(NL, visits)["read_away"] == [
        {"loop": 4, "change": 0.87, "stayed": False, "because": "stopped"}]


@pytest.mark.parametrize("w", [NL, EN])
@pytest.mark.parametrize("why", Settled)
def test_each_way_in_which_it_may_have_settled_has_its_own_words(w: Words, why: Settled) -> None:
    others = {read_away_sentences(w, KPIS["visits"], [ReadAway(1, 0.1, x)])[0] for x in Settled}
    assert len(others) == len(Settled)
    [said] = read_away_sentences(w, KPIS["visits"], [ReadAway(1, 0.1, why)])
    assert any(word in said for word in ("zit al in", "is in the expectation")) is why.lasts


def test_what_moved_is_named_where_another_figure_is_judged_and_told_once_in_a_plan() -> None:
    known = (ReadAway(2, 5.45, Settled.BOUGHT),)
    [said] = read_away_sentences(NL, KPIS["reach_total"], known)
    assert told(said).startswith("De +545% (vertoningen per dag) van loop 2")
    none = CannotSay(Reason.NOT_YET, "visits")
    rows = [PlanRow(KPIS[id], none, None, None, 0.2, None, expectation(KPIS[id], Focus.REACH), False, read_away=known)
            for id in ("visits", "reach_total", "reach_network")]
    [line] = read_away_planned(NL, rows)
    assert told(line).endswith("telt niet als schommeling: bezoeken +545% en vertoningen per dag +545%.")


def test_what_this_focus_did_before_begins_with_what_the_loop_is_about_and_does_not_name_every_figure() -> None:
    changes = {"time_on_site": -0.03, "unique_visitors": 0.2, "scroll_depth": 0.0, "applications_started": -0.3,
               "leads": 0.1, "impressions": 0.05, "engagements": 0.06, "visits": 0.01}
    rows = tuple(PlanRow(KPIS[id], Figure(100.0), 110.0 if id == "visits" else None, None, None, None,
                         expectation(KPIS[id], Focus.REACH), False, experience=Experience(3, 2 * change, change))
                 for id, change in changes.items())
    plan = PlanReport("De Linde", "EUR", example.AS_OF, None, False, example.LOOP, rows)
    assert example.LOOP.primary == "impressions"
    [said] = experience(plan, Words("en"))
    assert said.endswith("applications started −30% (3 loops, −60% on average), unique visitors +20% (3 loops, +40% on "
                         "average), leads +10% (3 loops, +20% on average), social engagements +6% (3 loops, +12% on "
                         "average) and 2 more.")
    assert said.index("impressions +5%") < said.index("visits +1%") < said.index("applications started")


PER_DAY = [(NL, "per\u00a0dag"), (EN, "per\u00a0day")]


@pytest.mark.parametrize(("words", "said"), PER_DAY)
def test_beside_totals_over_unequal_periods_a_change_is_said_per_day(words: Words, said: str) -> None:
    primary = found(REPORT.loop.primary)
    chosen = primary.chosen
    assert chosen and chosen.period and chosen.period.days != primary.period.days
    days = {words.numbers.days(period.days) for period in (chosen.period, primary.period)}
    shown = cell(words, REPORT, primary, common_scale([]))
    for text in (summary(words, REPORT)[0].plain, comparison_sentence(words, primary, chosen)):
        assert said in text and all(one in text for one in days)
    assert said in shown.change and said in shown.whole and words("change.per_day.means") == shown.compared_note
    assert f"  {shown_change(words, primary)}" in printed(REPORT, words.lang, 160)
    kpis = next(t for t in loop_tables(REPORT, words.lang) if t.id == "kpis")
    of = kpis.headings.index(words("export.change_of"))
    told_of = {row[1]: row[of] for row in kpis.rows}
    assert told_of[words.name(primary.kpi)] == words("export.per_day")
    assert told_of[words.name(found("unique_visitors").kpi)] == words("export.whole"), "people do not add up over days"
    assert as_dict(REPORT, words.lang)["kpis"][3]["comparisons"]["previous"]["per_day"] is True


@pytest.mark.parametrize(("words", "said"), PER_DAY)
def test_beside_a_period_with_the_same_days_it_is_the_change_of_the_totals(words: Words, said: str) -> None:
    primary = found(REPORT.loop.primary)
    year = primary.period.year_before()
    level = replace(primary, comparisons=tuple(replace(c, period=year) for c in primary.comparisons if c.chosen))
    report = replace(REPORT, pillars={name: tuple(level if f is primary else f for f in stands)
                                      for name, stands in REPORT.pillars.items()})
    shown = cell(words, report, level, common_scale([]))
    assert said not in summary(words, report)[0].plain + shown.change + shown.compared[0].text + shown.compared_note


def test_months_as_long_as_each_other_have_other_weekdays_and_say_so() -> None:
    primary = found(REPORT.loop.primary)
    assert primary.chosen is not None
    other = replace(primary.chosen, period=Period(example.LOOP.period.start - timedelta(61), example.LOOP.period.start))
    assert "in 61 dagen → " in told(comparison_sentence(NL, primary, other))


@pytest.mark.parametrize(("words", "said"), [(NL, "nog geen data uit deze loop"), (EN, "no data from this loop yet")])
def test_a_loop_that_has_just_begun_waits_for_its_first_data(words: Words, said: str) -> None:
    report = example.running()
    none = replace(found(report.loop.primary, report), figure=CannotSay(Reason.NO_DATA_IN_PERIOD, "exposures"))
    waits = replace(report, pillars={name: tuple(none if f.kpi is none.kpi and not f.split else f for f in stands)
                                     for name, stands in report.pillars.items()})
    assert said in summary(words, waits)[0].plain
    over = replace(REPORT, pillars=waits.pillars)
    assert said not in summary(words, over)[0].plain
