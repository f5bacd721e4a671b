"""What a program may read of how a client's data stands: sources, breaks in the series, batches, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..core.checkup import Advice
from ..core.facts import FACTS
from ..core.loop import Loop
from ..engine.told import Told
from ..report.words import Words
from . import answers
from .batches import Came
from .freshness import Source, breaks, sources
from .reading import Plain
from .show import advice_said


def data(known: Sequence[Told], came: Sequence[Came], loops: Sequence[Loop], advice: Sequence[Advice], today: date,
         lang: str) -> Plain:
    """What the data screen shows, without the names of files: these are for people of the client."""
    w = Words(lang)
    return {"sources": [_source(w, s) for s in sources(known, came, today)],
            "breaks": [{"day": b.day.isoformat(), "kind": b.kind, "sentence": b.says} for b in breaks(w, known, loops)],
            "batches": [_batch(b) for b in came],
            "advice": [{"code": a.code, "serious": a.serious, "sentence": advice_said(w, a)}
                       for a in sorted(advice, key=lambda a: not a.serious)]}


def _source(w: Words, s: Source) -> Plain:
    until = s.provisional_until
    return {"id": s.id, "name": w.of("source", s.id), "facts": list(s.facts), "window": answers.period(s.period),
            "rows": s.rows, "last_day": s.last.isoformat(), "days_ago": s.days_ago, "stale": s.stale,
            "missing_days": s.missing, "totals": s.totals, "provisional_until": until and until.isoformat(),
            "estimated": s.estimated, "brought": s.brought and s.brought.isoformat()}


def _batch(b: Came) -> Plain:
    return {"id": b.id, "source": b.source, "at": b.at.isoformat(),
            "rows": {fact: n for fact, n in b.rows.items() if not FACTS[fact].derived},
            "window": answers.period(b.period), "totals": "off" if b.off else "agree" if b.agrees else "none",
            "differs": [{"name": name, "ours": ours, "theirs": theirs} for name, (ours, theirs) in b.off.items()],
            "replaces": dict(b.instead_of), "replaced_by": dict(b.replaced_by)}
