"""What a webhook tells of an application, laid over what is known of it: a body tells a part, and a row is the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from ..collect.record import Cell
from ..core.facts import FACTS, ORIGIN
from ..engine.snapshot import Snapshot

APPLICATIONS = FACTS["applications"]
FIRST = ("reviewed_day", "invited_day", "interview_day", "offer_day", "hired_day", "rejected_day", "withdrawn_day")
CAME = ("channel", "network", "campaign", "tracked", "source_name")
OWN = tuple(n for n in APPLICATIONS.names if n not in {c.name for c in ORIGIN} - {"provenance"})
Row = Mapping[str, Cell]


def known(snapshot: Snapshot, rows: Sequence[Row]) -> dict[Cell, dict[str, Cell]]:
    """The rows of these applications that the facts have, by application, days and moments as texts."""
    ids = ", ".join(sorted({str(int(str(row["application"]))) for row in rows}))
    columns = ", ".join(f'CAST("{n}" AS VARCHAR)' if n.endswith(("day", "_at")) else f'"{n}"' for n in OWN)
    with duckdb.connect() as con:
        found = con.execute(f"SELECT {columns} FROM {snapshot.source(APPLICATIONS)} "
                            f"WHERE application IN ({ids})").fetchall()
    return {row[OWN.index("application")]: dict(zip(OWN, row, strict=True)) for row in found}


def laid_over(before: Mapping[Cell, dict[str, Cell]], rows: Sequence[Row]) -> list[dict[str, Cell]]:
    """One whole row per application. Of a stage reached twice the first day counts; told as empty, it was taken back.

    An application of which nobody ever told when it was received cannot be placed in time, and is left out.
    """
    now: dict[Cell, dict[str, Cell]] = {}
    for told in rows:
        key = told["application"]
        earlier = now.get(key) or before.get(key) or {}
        now[key] = _over(earlier, told)
    return [row for row in now.values() if row.get("day")]


def _over(earlier: Row, told: Row) -> dict[str, Cell]:
    row = {**earlier, **told}
    row["known_at"] = max((str(at) for at in (earlier.get("known_at"), told.get("known_at")) if at), default=None)
    for name in FIRST:
        days = [str(d) for d in (earlier.get(name), told.get(name)) if d]
        if name not in told or told[name] is not None:
            row[name] = min(days, default=None)
    if earlier.get("day"):
        row |= {name: earlier.get(name) for name in ("day", "received_at")}
    if told.get("channel") in (None, "unknown") and earlier.get("channel"):
        row |= {name: earlier.get(name) for name in CAME}
    if row.get("hired_day") and row.get("rejected_day") == row["hired_day"]:
        row["rejected_day"] = None  # an ATS that puts away whoever was hired, as it does with who was not
    return row
