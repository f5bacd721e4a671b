"""How far verdicts may be trusted, as text and as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console

from ..core.trust import Tally, Trust, alarm
from ..report.trust_page import ShownTrust
from .speak import words


def trust(found: Trust, lang: str, html: Path | None = None) -> None:
    out = Console(highlight=False)
    ShownTrust(found, lang).show(out)
    if html:
        out.print(words(lang)("cli.report.saved", path=str(html)), markup=False)


def as_json(found: Trust) -> dict[str, Any]:
    prior, kept = found.prior, found.promises
    return {
        "client": found.client, "as_of": found.as_of.isoformat(),
        "from": found.from_day.isoformat() if found.from_day else None, "days": found.days, "step": found.step,
        "promised": found.promised,
        "kinds": [{"kind": k.kind.value, "kpis": list(k.kpis), "before": _tally(k.before, found.promised),
                   "all": _tally(k.all, found.promised)} for k in found.kinds],
        "before": _tally(found.before, found.promised), "all": _tally(found.all, found.promised),
        "promises": {"called": kept.called, "came": kept.came, "proven": kept.proven},
        "prior": {"origin": prior.origin, "trained_at": prior.trained_at, "trained_on": list(prior.trained_on),
                  "series": prior.series, "placebo_loops": prior.placebo_loops,
                  "loop_lengths": list(prior.loop_lengths)},
        "missing": [m.value for m in found.missing],
        "controls": [{"name": name, "placebo_loops": loops} for name, loops in found.beside],
    }


def _tally(found: Tally, promised: float) -> dict[str, Any]:
    return {"loops": found.loops, "alarms": found.alarms, "apart": found.apart, "rate": found.rate, "low": found.low,
            "high": found.high, "says": alarm(found, promised).value}
