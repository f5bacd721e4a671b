"""The usual wobble learned again from one's own clients: what was learned, and what stays as it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from ..assess.priors import write_prior
from ..report.words import Words
from ..stats.prior import shipped
from ..stats.refit import CLIENTS, Refitted, refit
from ..workspace import Workspace


@dataclass(frozen=True)
class Written:
    """What came of it, and the file; None when there were too few clients and nothing was written."""

    found: Refitted
    path: Path | None


def relearn(folders: Sequence[Path], out: Path) -> Written:
    """Learn from all workspaces, each once, starting from the prior that comes with the product."""
    clients = {str(folder.resolve()): Workspace(folder).daily_series() for folder in folders}
    found = refit(clients, shipped(), date.today())
    if found.prior is None or not found.learned:
        return Written(found, None)
    write_prior(out, found.prior)
    return Written(found, out)


def told(written: Written, lang: str) -> None:
    w, found = Words(lang), written.found
    out = Console(highlight=False)
    if found.prior is None:
        out.print(w("prior.few", n=found.clients, needed=CLIENTS), markup=False)
    elif written.path is None:
        out.print(w("prior.nothing", n=found.clients), markup=False)
    else:
        out.print(w("prior.learned", n=found.clients, series=found.series, loops=found.placebo_loops,
                    learned=len(found.learned), all=len(found.learned) + len(found.kept)), markup=False)
        out.print(w("prior.written", path=str(written.path)), markup=False)


def as_json(written: Written) -> dict[str, Any]:
    found = written.found
    return {"written": None if written.path is None else str(written.path), "clients": found.clients,
            "needed": CLIENTS, "series": found.series, "placebo_loops": found.placebo_loops,
            "learned": list(found.learned), "kept": list(found.kept)}
