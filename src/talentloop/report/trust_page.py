"""How far verdicts may be trusted, in words: one set of tables and sentences for the page and the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ..core.house import OURS, House
from ..core.kpis import KPIS
from ..core.trust import SHIPPED, Alarm, Missing, PriorUsed, Tally, Trust, alarm
from .sections import Section
from .sheet import dress, template
from .words import Words

HEADINGS = ("kind", "loops", "alarms", "rate", "interval", "says")
FEW = 10  # promises put to the test, below which a share of them says nothing
NOT_TOLD_APART = frozenset({Missing.NO_CLOSED_LOOPS, Missing.NO_PROMISES})  # said with the promises


@dataclass(frozen=True)
class ShownTrust:
    """What the past says of the verdicts, in one language."""

    found: Trust
    lang: str
    house: House = OURS

    def html(self) -> str:
        """The self-contained page."""
        w = Words(self.lang, self.found.currency)
        return template("trust").render(
            w=w, **dress(self.house), client=self.found.client, as_of=self.found.as_of, title=w("trust.title"), aside="",
            lead=list(lead(w, self.found)), sections=list(trust_sections(w, self.found)))

    def save(self, path: str | Path) -> Path:
        """Write the page to a file."""
        target = Path(path)
        target.write_text(self.html(), encoding="utf-8")
        return target

    def show(self, console: Console) -> None:
        """Print it."""
        w = Words(self.lang, self.found.currency)
        console.print(w("trust.title"), style="bold", markup=False)
        for line in lead(w, self.found):
            console.print(line, markup=False)
        for section in trust_sections(w, self.found):
            _print(section, console)


def _print(section: Section, console: Console) -> None:
    console.print(f"\n{section.title}", style="bold", markup=False)
    if section.sub:
        console.print(section.sub, style="dim", markup=False)
    if section.rows:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading, side in zip(section.headings, section.align, strict=True):
            table.add_column(heading, justify="right" if side == "r" else "left")
        for row in section.rows:
            table.add_row(*row)
        console.print(table)
    for line in section.lines:
        console.print(line, markup=False)


def lead(w: Words, found: Trust) -> Iterator[str]:
    """The one sentence that matters, then what is missing."""
    best = found.all if alarm(found.before, found.promised) is Alarm.TOO_FEW else found.before
    if best.rate is not None:
        where = "before" if best is found.before else "all"
        yield w(f"trust.lead.{where}", n=best.loops, alarms=best.alarms, rate=w.numbers.percent(best.rate),
                promised=w.numbers.percent(found.promised))
        yield w(f"trust.alarm.{alarm(best, found.promised).value}.means")
    yield from (w(f"trust.missing.{m.value}", days=found.days) for m in found.missing if m not in NOT_TOLD_APART)


def trust_sections(w: Words, found: Trust) -> Iterator[Section]:
    """False alarms before the first loop and over all of history, promises, and the prior."""
    if found.all.loops:
        sub = w("trust.placebo", days=found.days, step=found.step, promised=w.numbers.percent(found.promised))
        if found.before.loops:
            yield _alarms(w, found, "before", sub)
        yield _alarms(w, found, "all", w("trust.all.sub") if found.before.loops else f"{sub} {w('trust.all.sub')}")
    if found.beside:
        yield Section("beside", w("trust.beside"), w("trust.beside.sub"), lines=tuple(
            w("trust.beside.one", name=name, n=loops) for name, loops in found.beside))
    yield Section("promises", w("trust.promises"), w("trust.promises.sub"), lines=tuple(_promises(w, found)))
    yield Section("prior", w("trust.prior"), w("trust.prior.sub"), lines=tuple(_prior(w, found.prior)))


def _alarms(w: Words, found: Trust, which: str, sub: str) -> Section:
    """One row per kind, and their sum."""
    tallies = [(w(f"trust.kind.{k.kind.value}"), k.before if which == "before" else k.all) for k in found.kinds]
    tallies.append((w("trust.kind.together"), found.before if which == "before" else found.all))
    rows = tuple(_row(w, name, tally, found.promised) for name, tally in tallies if tally.loops)
    names = (w.listed([w.inside(w.name(KPIS[id])) for id in k.kpis], most=20) for k in found.kinds)
    lines = () if which == "before" else tuple(
        w("trust.kpis", kind=w(f"trust.kind.{k.kind.value}"), kpis=said)
        for k, said in zip(found.kinds, names, strict=True))
    return Section(which, w(f"trust.{which}"), sub, tuple(w(f"trust.{h}") for h in HEADINGS), rows, "lrrrrl",
                   total=True, lines=lines)


def _row(w: Words, name: str, tally: Tally, promised: float) -> tuple[str, ...]:
    n = w.numbers
    interval = w("number.none") if tally.low is None or tally.high is None else w(
        "number.range", low=n.percent(tally.low).removesuffix("%"), high=n.percent(tally.high))
    return (name, n.count(tally.loops), n.count(tally.alarms), n.percent(tally.rate or 0.0), interval,
            w(f"trust.alarm.{alarm(tally, promised).value}"))


def _promises(w: Words, found: Trust) -> Iterator[str]:
    kept = found.promises
    yield from (w(f"trust.missing.{m.value}") for m in found.missing if m in NOT_TOLD_APART)
    if kept.called:
        yield w("trust.promises.called", n=kept.called, came=kept.came)
    if kept.came:
        yield w("trust.promises.proven", n=kept.came, proven=kept.proven)
    if 0 < kept.came < FEW:
        yield w("trust.promises.few")


def _prior(w: Words, prior: PriorUsed) -> Iterator[str]:
    n = w.numbers
    origin = w("trust.prior.shipped") if prior.origin == SHIPPED else w("trust.prior.own", path=prior.origin)
    yield origin
    groups = w.listed([w.of("trained_on", x) for x in prior.trained_on], most=20) or w("number.none")
    yield w("trust.prior.learned", series=n.count(prior.series or 0) if prior.series else w("number.none"),
            loops=prior.placebo_loops, groups=groups,
            lengths=w.listed([str(x) for x in prior.loop_lengths], most=20), day=_day(w, prior.trained_at))


def _day(w: Words, written: str) -> str:
    """An ISO date in the reader's way; whatever else a prior says of its day, as it is."""
    try:
        return w.numbers.day(date.fromisoformat(written))
    except ValueError:
        return written or w("number.none")
