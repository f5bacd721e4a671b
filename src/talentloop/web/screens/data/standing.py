"""How each source stands: how fresh, over which days, how complete, what may still change; and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse

from ....command.batches import Came
from ....command.freshness import Source, sources
from ....command.show import advice_facts
from ....core.checkup import Advice
from ....report.words import Words
from ....workspace import Workspace
from ... import figures

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
    found = [_standing(w, s) for s in sources(figures.told_for(home), came, home.today)]
    return sorted(found, key=lambda s: (-s.last.toordinal(), s.name))


def _standing(w: Words, s: Source) -> Standing:
    return Standing(
        w.of("source", s.id), w.listed([w.of("fact", fact) for fact in s.facts], 5), w.numbers.period(s.period),
        w.numbers.count(s.rows), s.last, w("web.data.ago", n=s.days_ago) if s.days_ago else w("web.data.today"),
        s.stale, s.brought, _complete(w, s), s.totals == "off" or s.missing > 0, s.provisional_until, s.estimated)


def _complete(w: Words, s: Source) -> str:
    """Days that lack first; then what the source's own totals say, where it gives any."""
    return w("web.data.missing", n=s.missing) if s.missing else w(f"web.data.totals.{s.totals}")


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
    return w(w.first(f"web.advice.{advice.code}", f"advice.{advice.code}"), **advice_facts(w, advice))


def _href(name: str, slug: str) -> str:
    try:
        return reverse(name, args=(slug,)) if name else ""
    except NoReverseMatch:
        return ""
