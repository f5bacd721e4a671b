"""Applications whose procedure is over: what they count for stays as judged, what leads to a person is gone."""

from __future__ import annotations

from ..core.facts import FACTS, FactTable, derived
from .bench import Bench

COUNTED = FACTS["counted_applications"]

# Beside the facts, like links: rows of counted_applications that can no longer be worked out, under a random number.
DETACHED: FactTable = derived("detached", "counted applications whose key and links were dropped", COUNTED.columns,
                              source=("applications",), key=("application",), order=("day", "application"))


def as_judged(bench: Bench, judged: str) -> str:
    """Relation of `judged` in which detached applications stand as they were judged before they were detached."""
    if not bench.rows(DETACHED):
        return judged
    known, cells = bench.source(DETACHED), ", ".join(f'"{n}"' for n in COUNTED.names)
    return (f"(SELECT {cells} FROM {judged} AS j WHERE NOT EXISTS (SELECT 1 FROM {known} AS d "
            f"WHERE d.application = j.application) UNION ALL SELECT {cells} FROM {known} AS d "
            f"WHERE EXISTS (SELECT 1 FROM {judged} AS j WHERE j.application = d.application))")
