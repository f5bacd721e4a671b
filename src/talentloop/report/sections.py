"""Everything under the framework as titles, sentences and tables of text: one source for page and terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from ..core.findings import KpiFinding, LoopReport, Question, Traceability
from ..core.lift import Mix
from ..core.measurement import CannotSay
from ..core.verdict import Word
from .changes import bounds_text, fact_of, judged_text, shown_change
from .controls import control_row, unfit_sentence
from .figures import amount_text, figure_text, share_text, value_text
from .filling import filled
from .form import form_section
from .journey import journey, onward
from .people import conversion_section, credits_section, first_touch_section, rises_sections
from .pools import pools_section
from .section import Section
from .segments import telling
from .sentences import question_sentence, verdict_sentence
from .words import Words

__all__ = ["Section", "sections"]


def sections(w: Words, report: LoopReport) -> Iterator[Section]:
    """In the order of reading: the journey, why figures fall, evidence, costs, pools, what stands out, what is next.
    Of a loop of which nothing came yet there is nothing to be told but what was changed."""
    if not report.nothing_yet:
        yield from _found(w, report)
    yield changes_section(w, report)
    yield from closing_section(w, report)


def _found(w: Words, report: LoopReport) -> Iterator[Section]:
    yield from journey_section(w, report)
    yield from form_section(w, report)
    yield from (mix_section(w, f, f.mix) for f in mixed(report) if f.mix)
    yield from controls_section(w, report)
    yield from trace_section(w, report)
    yield from credits_section(w, report)
    yield from first_touch_section(w, report)
    yield from costs_section(w, report)
    yield from pools_section(w, report)
    yield from conversion_section(w, report)
    yield from rises_sections(w, report)
    yield from stands_out_section(w, report)
    yield from questions_section(w, report)


def journey_section(w: Words, report: LoopReport) -> Iterator[Section]:
    steps = journey(report)
    if len(steps) < 2:
        return
    against = w(f"against.{report.loop.compared_with.value}.than")
    shares, told = onward(steps), _leak(w, report)
    rows = tuple((w(f"step.{s.id}"), w.numbers.count(round(s.people)), share_text(w, shares.get(s.id)),
                  w("number.none") if s.before is None else w.numbers.count(round(s.before))) for s in steps)
    headings = (w("page.journey.step"), w("page.journey.people"), w("page.journey.onward"),
                w("page.journey.before", against=against))
    point = w("page.journey.alt", n=len(steps), first=rows[0][0], last=rows[-1][0], from_people=rows[0][1],
              to_people=rows[-1][1], leak=told)
    yield Section("journey", w("page.journey"), told or w("page.journey.sub"), headings, rows, "lrrr", point=point,
                  note=w("page.journey.note"))


LEAKS = {"largest_leak": "page.journey.leak", "possible_leak": "page.journey.leak.possible"}


def leak(report: LoopReport) -> Question | None:
    """The question that the largest leak of the journey raises, where one was found."""
    return next((q for q in report.questions if q.code in LEAKS), None)


def _leak(w: Words, report: LoopReport) -> str:
    """The largest leak, where one was found; the figures are those of the question that it raises."""
    found = leak(report)
    if found is None:
        return ""
    places = filled(w, {**found.facts, "against": report.loop.compared_with.value})
    return w(LEAKS[found.code], lost=places["applications"], **places)


def mixed(report: LoopReport) -> list[KpiFinding]:
    """KPIs whose change was split in who came and what they did, at most two: those that fell most."""
    found = [f for f in report.findings if f.mix and f.mix.rows and isinstance(fact_of(f), float)]
    return sorted(found, key=lambda f: fact_of(f) or 0.0)[:2]


def mix_section(w: Words, finding: KpiFinding, mix: Mix) -> Section:
    """Who came and what they did, per segment; the sums are exactly the change."""
    kpi, number = finding.kpi, w.number_of(finding.kpi)
    falls = mix.mix + mix.rate < 0
    name = w.inside(w.short(kpi))
    title = w(f"page.mix.title.falls.{number}" if falls else "page.mix.title", name=name)
    rows = [(segment_text(w, r.segment), f"{w.numbers.percent(r.share_before)} → {w.numbers.percent(r.share_after)}",
             f"{value_text(w, kpi, r.rate_before)} → {value_text(w, kpi, r.rate_after)}",
             judged_text(w, finding, r.mix), judged_text(w, finding, r.rate)) for r in telling(mix)]
    rows.append((w("page.mix.together"), "", "", judged_text(w, finding, mix.mix), judged_text(w, finding, mix.rate)))
    headings = (w("page.mix.segment"), w("page.mix.share"), w("page.mix.rate"), w("page.mix.mix"), w("page.mix.within"))
    point = w("page.mix.alt", name=w.short(kpi), total=judged_text(w, finding, mix.mix + mix.rate),
              mix=judged_text(w, finding, mix.mix), rate=judged_text(w, finding, mix.rate))
    return Section("mix", title, w("page.mix.sub"), headings, tuple(rows), "lrrrr", True, (_mix_means(w, finding, mix),),
                   point=point, kpi=kpi.id)


def _mix_means(w: Words, finding: KpiFinding, mix: Mix) -> str:
    if mix.rate_high < 0:
        return w("page.mix.real")
    if finding.verdict.because == "expected_through_mix":
        return w("page.mix.expected")
    return w("page.mix.unclear", margin=bounds_text(w, finding, mix.rate_low, mix.rate_high))


def segment_text(w: Words, segment: str) -> str:
    """`new/paid_social` → nieuw, betaald social."""
    half, _, channel = segment.partition("/")
    words = [w.of("segment", half), *([w.of("channel", channel)] if channel else [])]
    return w.capital(", ".join(words))


def controls_section(w: Words, report: LoopReport) -> Iterator[Section]:
    """One row per control series; those that do not count say why."""
    if not report.controls:
        return
    names = ("page.controls.name", "page.controls.surprise", "page.controls.helps")
    yield Section("controls", w("page.controls"), w("page.controls.sub"), tuple(map(w, names)),
                  tuple(control_row(w, c) for c in report.controls), "lrl",
                  lines=tuple(unfit_sentence(w, c) for c in report.controls if c.unfit))


def trace_section(w: Words, report: LoopReport) -> Iterator[Section]:
    found = report.traceability
    if found is None or not found.total:
        return
    rows = [(name, n) for name, n in _trace_rows(w, found) if n]
    cells = tuple((name, w.numbers.count(n), w.numbers.percent(n / found.total)) for name, n in rows)
    headings = (w("page.trace.part"), w("page.trace.applications"), w("page.trace.share"))
    point = _trace_point(w, found) if len(rows) > 1 else ""  # of one part that is everything the table says it all
    yield Section("trace", w("page.trace"), w("page.trace.sub"), headings, cells, "lrr", point=point)


def _trace_rows(w: Words, found: Traceability) -> Iterator[tuple[str, int]]:
    yield from ((w("page.trace.tier_line", tier=w.inside(w.of("tier", tier))), n) for tier, n in found.tiers.items())
    yield w("page.trace.tiers_untold"), (found.traceable or 0) - sum(found.tiers.values())
    yield from ((w("page.trace.said_line", channel=w.of("channel", c)), n)
                for c, n in sorted(found.said.items(), key=lambda item: -item[1]))
    yield w("page.trace.said_untold"), (found.said_by_ats or 0) - sum(found.said.values())
    yield w("page.trace.unknown_line"), found.unknown or 0
    yield w("page.trace.untold_line", parts=w.capital(hidden_parts(w, found))), found.untold


def hidden_parts(w: Words, found: Traceability) -> str:
    """The parts that are only told together, by name: `volgens het ATS en onbekend`."""
    parts = {"traceable": found.traceable, "said": found.said_by_ats, "unknown": found.unknown}
    return w.listed([w(f"page.trace.{name}") for name, n in parts.items() if n is None])


def _trace_point(w: Words, found: Traceability) -> str:
    """What the picture shows, in a sentence per part that may be told."""
    parts = {"traceable": found.traceable, "said": found.said_by_ats, "unknown": found.unknown,
             "untold": found.untold or None}
    told = [w(f"page.trace.alt.{name}", n=n, parts=hidden_parts(w, found)) for name, n in parts.items() if n is not None]
    return w("page.trace.alt", total=found.total, parts=", ".join(told))


def costs_section(w: Words, report: LoopReport) -> Iterator[Section]:
    lines = tuple(_hires_lines(w, report))
    if not report.ledger:
        if lines:
            yield Section("costs", w("page.costs"), w("page.costs.no_ledger"), lines=lines)
        return
    total = sum(x.amount for x in report.ledger)
    rows = [(w.capital(w.of("cost_kind", x.kind)), w.of("side", x.side), amount_text(w, x.amount)) for x in report.ledger]
    rows.append((w("page.costs.total"), "", amount_text(w, total)))
    top = max(report.ledger, key=lambda x: x.amount)
    point = w("page.costs.alt", total=amount_text(w, total), amount=amount_text(w, top.amount),
              kind=w.of("cost_kind", top.kind))
    headings = (w("page.costs.kind"), w("page.costs.side"), w("page.costs.amount"))
    yield Section("costs", w("page.costs"), w("page.costs.sub"), headings, tuple(rows), "llr", True, lines, point=point)


def _hires_lines(w: Words, report: LoopReport) -> Iterator[str]:
    """Hires as bookkeeping and as a cohort, cost per hire with its margin, and when the loop has paid for itself."""
    hires, cph = report.finding("hires"), report.finding("cph_marketing")
    if hires and not isinstance(hires.figure, CannotSay):
        yield w("page.costs.hires_line", name=w("page.costs.period_hires"), n=round(hires.figure.value))
    if hires and hires.maturity:
        yield cohort_line(w, hires)
    if cph and not isinstance(cph.figure, CannotSay):
        text = w("page.costs.cph", name=w.name(cph.kpi), figure=figure_text(w, cph.kpi, cph.figure))
        if cph.interval and cph.figure.below:
            margin = w("number.range", low=amount_text(w, cph.interval[0]), high=amount_text(w, cph.interval[1]))
            one = ".one" if round(cph.figure.below) == 1 else ""
            text += ", " + w(f"page.costs.cph_margin{one}", margin=margin, hires=round(cph.figure.below))
        yield text + "."
    if report.break_even:
        yield w("page.costs.break_even", n=ceil(report.break_even["hires"]),
                fee=amount_text(w, report.break_even["fee_per_hire"]))


def hires_by_day(w: Words, hires: KpiFinding) -> list[str]:
    """Hires by the day that they were hired on, and by the day that they applied on."""
    if isinstance(hires.figure, CannotSay) or hires.maturity is None:
        return []
    return [w("page.costs.hires_line", name=w("page.costs.period_hires"), n=round(hires.figure.value)),
            cohort_line(w, hires)]


def cohort_line(w: Words, hires: KpiFinding) -> str:
    found = hires.maturity
    assert found is not None
    told = w("page.costs.maturity", completeness=w.numbers.percent(found.completeness),
             ripeness=w.of("ripeness", found.ripeness))
    nowcast = w("maturity.unknown")
    if found.low is not None and found.high is not None:
        nowcast = w("maturity.nowcast", low=w.numbers.count(round(found.low)), high=w.numbers.count(round(found.high)))
    curve = w(w.first(f"page.costs.curve.{found.curve}", "page.costs.curve.prior"))
    name = w("page.costs.cohort_hires")
    return w("page.costs.cohort_line", name=name, n=found.observed, maturity=told, nowcast=nowcast) + f" {curve}"


def stands_out_section(w: Words, report: LoopReport) -> Iterator[Section]:
    """Proven declines one by one, proven progress in one line (the framework tells it), then the rest.

    That nothing stands out is told only where verdicts were given.
    """
    found = [(q, report.finding(q.kpi) if q.kpi else None) for q in report.stands_out]
    proven = [f for q, f in found if q.code == "proven" and f is not None and not f.split]
    lines = [w("stands_out.worse", sentence=verdict_sentence(w, f)) for f in proven if f.verdict.word is Word.WORSE]
    better = [w("stands_out.named", name=w.inside(w.short(f.kpi)), change=shown_change(w, f)) for f in proven
              if f.verdict.word is Word.BETTER]
    if better:
        lines.append(w("stands_out.better", names=w.listed(better, most=len(better))))
    lines += [question_sentence(w, "stands_out", q, report) for q, _ in found if q.code != "proven"]
    if lines or not report.running:
        yield Section("stands_out", w("page.stands_out"), lines=tuple(lines) or (w("page.stands_out.none"),),
                      listed=bool(lines))


def questions_section(w: Words, report: LoopReport) -> Iterator[Section]:
    lines = tuple(question_sentence(w, "question", q, report) for q in report.questions)
    if lines:
        yield Section("questions", w("page.questions"), lines=lines, listed=True)


def changes_section(w: Words, report: LoopReport) -> Section:
    changes = report.loop.changes
    rows = tuple((w.numbers.day(c.day), c.what, w.of("change_kind", c.kind),
                  w("page.changes.yes" if c.planned else "page.changes.no")) for c in changes)
    headings = (w("page.changes.day"), w("page.changes.what"), w("page.changes.kind"), w("page.changes.planned"))
    if not rows:
        return Section("changes", w("page.changes"), lines=(w("page.changes.none"),))
    return Section("changes", w("page.changes"), "", headings, rows, "llll")


def closing_section(w: Words, report: LoopReport) -> Iterator[Section]:
    closing = report.loop.closing
    if closing is None:
        return
    said = (("page.way", w.of("way", closing.way) if closing.way else ""), ("page.decision", closing.decision),
            ("page.against_verdict", closing.against_verdict_because))
    lines: Sequence[str] = [closing.lesson, *(f"{w(id)}: {text}" for id, text in said if text)]
    yield Section("closing", w("page.lesson"), lines=tuple(lines))
