"""Consent as it was asked, given and taken back: texts, decisions counted, and which part of the page views it covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..assess.health import views_by_consent
from ..core.consenting import ConsentText, walked
from ..core.facts import CONSENT_LOG
from ..core.period import Period, add_months
from ..privacy.small_cells import suppressed
from ..store import consents
from ..workspace import Workspace


@dataclass(frozen=True)
class Covered:
    """Page views by people in one month. `shares` is the part of them per state of consent (core.vocabulary.CONSENTS),
    0 to 1; empty where there were fewer than `smallest_cell` views."""

    month: date
    views: int
    shares: Mapping[str, float]


def coverage(workspace: Workspace, months: int = 24) -> tuple[Covered, ...]:
    """Coverage by consent over time, the oldest month first; months without any view are left out."""
    known = workspace.engine.days("web_hits")
    if known is None:
        return ()
    first = max(known.start.replace(day=1), add_months(workspace.today, -months).replace(day=1))
    starts = [add_months(first, n) for n in range(months + 1)]
    wanted = [Period(day, add_months(day, 1)) for day in starts if day < known.end]
    found = views_by_consent(workspace.engine, wanted) if wanted else {}
    return tuple(_covered(p.start, counts, workspace.settings.smallest_cell) for p, counts in found.items())


def _covered(month: date, counts: Mapping[str, int], smallest: int) -> Covered:
    whole = sum(counts.values())
    return Covered(month, whole, {state: n / whole for state, n in counts.items()} if whole >= smallest else {})


@dataclass(frozen=True)
class Decided:
    """Decisions of one month about one thing (core.vocabulary.CONSENT_ABOUT): how many of each (CONSENT_ACTS), by version
    of the text; `invalid` are those that could not be taken in the state that they came in. None: too few to show, or
    enough to show and hidden with those that are too few."""

    month: date
    about: str
    text: int | None
    acts: Mapping[str, int | None]
    invalid: int | None


@dataclass(frozen=True)
class Consented:
    """Everything that `talentloop privacy consent` says. `now` counts browsers and candidates in each state."""

    day: date
    texts: tuple[ConsentText, ...]
    months: tuple[Covered, ...]
    decided: tuple[Decided, ...]
    now: Mapping[str, int | None]


def texts(workspace: Workspace) -> tuple[ConsentText, ...]:
    """What visitors were asked, every version."""
    return consents.read_texts(workspace.path / consents.CONSENT)


def add_text(workspace: Workspace, nl: str, en: str, start: date | None = None, behalf: str = "") -> ConsentText:
    """A new version of what visitors are asked, from a day on (today); earlier ones stay, as proof of what was asked."""
    fresh = consents.add_text(workspace.path / consents.CONSENT, start or workspace.today, nl, en)
    workspace.note("consent_config", behalf, text=fresh.version, start=fresh.start.isoformat())
    return fresh


def consented(workspace: Workspace) -> Consented:
    """How consent stands; counted, never by whom."""
    with workspace.lake.asking() as (ask, now):
        rows = ask("SELECT about, coalesce(visitor, candidate, person, application), day, act, text FROM "
                   f'{now.source(CONSENT_LOG)} ORDER BY about, 2, day, "at" NULLS FIRST, decision').fetchall()
    whole: dict[tuple[date, str, int | None], Counter[str]] = {}
    states: Counter[str] = Counter()
    for (about, _), theirs in _by_subject(rows).items():
        steps = list(walked(act for _, act, _ in theirs))
        states[f"{about}.{steps[-1].now}"] += 1
        for (day, act, text), step in zip(theirs, steps, strict=True):
            whole.setdefault((day.replace(day=1), about, text), Counter())[act if step.valid else "invalid"] += 1
    k = workspace.settings.smallest_cell
    shown = _shown({(*key, act): n for key, counts in whole.items() for act, n in counts.items()}, k)
    return Consented(workspace.today, texts(workspace), coverage(workspace),
                     tuple(_decided(key, whole[key], shown) for key in sorted(whole, key=str)),
                     {state: n for (state,), n in sorted(_shown({(s,): n for s, n in states.items()}, k).items())})


def _by_subject(rows: list[tuple]) -> dict[tuple[str, int], list[tuple[date, str, int | None]]]:
    found: dict[tuple[str, int], list[tuple[date, str, int | None]]] = {}
    for about, who, day, act, text in rows:
        found.setdefault((about, who), []).append((day, act, text))
    return found


def _decided(key: tuple[date, str, int | None], counts: Counter[str], shown: Mapping[tuple, int | None]) -> Decided:
    return Decided(*key, {act: shown[*key, act] for act in counts if act != "invalid"}, shown.get((*key, "invalid"), 0))


def _shown(counts: Mapping[tuple, int], smallest: int) -> dict[tuple, int | None]:
    """Counts of people, without the few and without what would tell them: how many rows there are is told elsewhere."""
    names = {str(n): key for n, key in enumerate(counts)}
    hidden = {names[n] for n in suppressed({n: counts[key] for n, key in names.items()}, smallest)}
    return {key: None if key in hidden else n for key, n in counts.items()}
