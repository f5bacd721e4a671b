"""How each source stands: how fresh, over which days, how complete, what may still change; and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import NoReverseMatch, reverse

from ....command.batches import Came
from ....core.breakpoint import PLATFORM_BREAKPOINTS
from ....core.checkup import Advice
from ....core.facts import FACTS
from ....core.loop import ChangeKind
from ....core.period import Period
from ....engine.told import Told
from ....report.words import Words
from ....workspace import Workspace
from ... import figures

OLD = 14  # days after which a source that tells something daily is stale
EACH_ITS_OWN = ("exposures", "reach", "costs", "controls", "target_groups")  # facts that sources tell side by side
# What to do is done on another screen: advice → the name of its address.
WHERE = {"freeze_baseline": "plan", "start_loop": "plan", "close_loop": "plan", "baseline_short": "plan",
         "name_own_hosts": "settings", "page_rules": "settings", "choose_record": "settings"}


@dataclass(frozen=True)
class Standing:
    """One source in words; `old` and `off` ask for attention."""

    name: str
    facts: str
    period: str
    rows: str
    last: date
    ago: str
    old: bool
    brought: datetime | None
    complete: str
    off: bool
    provisional: date | None
    estimated: bool


def standings(w: Words, home: Workspace, came: Sequence[Came]) -> list[Standing]:
    """Every source that told something, the freshest first."""
    known = figures.told_for(home)
    found = [_standing(w, home.today, source, list(facts), [b for b in came if b.source == source])
             for source, facts in groupby(known, lambda one: one.source)]
    return sorted(found, key=lambda s: (-s.last.toordinal(), s.name))


def _standing(w: Words, today: date, source: str, facts: list[Told], came: list[Came]) -> Standing:
    period = Period(min(f.period.start for f in facts), max(f.period.end for f in facts))
    last = min(max(f.period.last for f in facts), today)
    days, missing = (today - last).days, sum(f.missing for f in facts)
    until = max((f.provisional_until for f in facts if f.provisional_until), default=None)
    off = any(b.off for b in came)
    return Standing(
        w.of("source", source), w.listed([w.of("fact", f.fact) for f in facts], 5), w.numbers.period(period),
        w.numbers.count(sum(f.rows for f in facts)), last, w("web.data.ago", n=days) if days else w("web.data.today"),
        days > OLD and any(f.fact in ("web_hits", "exposures") for f in facts), came[0].at if came else None,
        _complete(w, missing, off, any(b.agrees for b in came)), off or missing > 0,
        until if until and until >= today else None,
        any("platform_estimate" in f.provenances or "modelled" in f.provenances for f in facts))


def _complete(w: Words, missing: int, off: bool, agrees: bool) -> str:
    """Days that lack first; then what the source's own totals say, where it gives any."""
    if missing:
        return w("web.data.missing", n=missing)
    if off:
        return w("web.data.totals.off")
    return w("web.data.totals.agree") if agrees else w("web.data.totals.none")


@dataclass(frozen=True)
class Advised:
    says: str
    serious: bool
    href: str = ""


def advised(w: Words, home: Workspace, slug: str) -> list[Advised]:
    """What the doctor says, in words of this screen, with the way to where it is done."""
    advice = figures.advice_for(home)
    return [Advised(_says(w, a), a.serious, _href(WHERE.get(a.code, ""), slug))
            for a in sorted(advice, key=lambda a: not a.serious) if a.code != "take_first_files"]


def _says(w: Words, advice: Advice) -> str:
    facts = {name: _fact(w, name, value) for name, value in advice.facts.items()}
    return w(w.first(f"web.advice.{advice.code}", f"advice.{advice.code}"), **facts)


def _fact(w: Words, name: str, value: object) -> object:
    if isinstance(value, date):
        return w.numbers.day(value)
    if isinstance(value, float):
        return w.numbers.percent(value)
    if name == "sources":
        return ", ".join(w.of("source", source) for source in str(value).split(", "))
    return w.of("fact", value) if name == "fact" else value


def _href(name: str, slug: str) -> str:
    try:
        return reverse(name, args=(slug,)) if name else ""
    except NoReverseMatch:
        return ""


def breaks(w: Words, home: Workspace) -> list[tuple[date, str]]:
    """Days from which a figure means something else: another way of counting, another source, other tracking."""
    known = figures.told_for(home)
    found = [*_platforms(w, known), *_other_sources(w, known),
             *((c.day, c.what) for loop in home.plan.loops for c in loop.changes if c.kind is ChangeKind.TRACKING)]
    return sorted(found, reverse=True)


def _platforms(w: Words, known: Sequence[Told]) -> list[tuple[date, str]]:
    """What platforms changed within the days that we have of them."""
    return [(b.day, b.what_nl if w.lang == "nl" else b.what_en) for b in PLATFORM_BREAKPOINTS if b.kpis and any(
        t.source.startswith(b.network) and t.period.start < b.day < t.period.end for t in known)]


def _other_sources(w: Words, known: Sequence[Told]) -> list[tuple[date, str]]:
    """Facts that one source told first and another since."""
    found = []
    for fact in FACTS:
        tellers = sorted((t for t in known if t.fact == fact), key=lambda t: t.period.start)
        found += [(t.period.start, w("web.data.other_source", fact=w.of("fact", fact), source=w.of("source", t.source)))
                  for t in tellers[1:] if fact not in EACH_ITS_OWN]
    return found
