"""How each source stands: how fresh, over which days, how complete, what may still change; and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import resolve, reverse

from ....command.batches import Came
from ....command.freshness import Source, sources
from ....command.show import advice_facts
from ....core.checkup import Advice
from ....report.words import Words
from ....store.app.roles import Right
from ....workspace import Workspace
from ... import figures
from ...access import right_of

# Where it is done: advice → the name of an address. Files are brought on this very page.
FILES = "data_upload"
WHERE = {"connect": FILES, "stale": FILES, "days_missing": FILES, "freeze_baseline": "plan_baseline",
         "baseline_short": "plan_baseline", "start_loop": "plan_start", "close_loop": "plan", "page_rules": "content",
         "name_own_hosts": "settings_measuring", "choose_record": "settings_measuring"}


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


def advised(w: Words, home: Workspace, slug: str, rights: frozenset[Right]) -> list[Advised]:
    """What the doctor says, in words of this screen, with the way to where it is done for who may do it."""
    advice = figures.advice_for(home)
    return [Advised(_says(w, a), a.serious, _href(WHERE.get(a.code, ""), slug, rights))
            for a in sorted(advice, key=lambda a: not a.serious) if a.code != "take_first_files"]


def _says(w: Words, advice: Advice) -> str:
    return w(w.first(f"web.advice.{advice.code}", f"advice.{advice.code}"), **advice_facts(w, advice))


def _href(name: str, slug: str, rights: frozenset[Right]) -> str:
    href = reverse(name, args=(slug,)) if name else ""
    if not href or right_of(resolve(href).func) not in rights:
        return ""
    return "#files" if name == FILES else href
