"""The client's own costs and what the networks charged become one ledger, said in plain Python."""

from __future__ import annotations

from collections.abc import Iterable

from .visits import Fact, Row


def ledger(costs: Iterable[Row], exposures: Iterable[Row]) -> list[Fact]:
    """Costs by day, line and kind; spend by day, network and campaign."""
    found: dict[tuple, Fact] = {}
    for c in costs:
        add(found, {"day": c["day"], "line": c["line"], "kind": c["kind"], "side": c["side"], "network": None,
                    "campaign": None}, c.get("amount_micros"))
    for e in exposures:
        if e.get("spend_micros") is not None:
            add(found, {"day": e["day"], "line": e["network"], "kind": "ads", "side": "external",
                        "network": e["network"], "campaign": e.get("campaign")}, e["spend_micros"])
    return list(found.values())


def add(found: dict[tuple, Fact], entry: Fact, amount: int | None) -> None:
    """Add to the entry of the same day, line, kind, network and campaign; the side of the first in the alphabet."""
    same = tuple(entry[c] for c in ("day", "line", "kind", "network", "campaign"))
    known = found.setdefault(same, {**entry, "amount_micros": None})
    known["side"] = min(str(known["side"]), str(entry["side"]))
    if amount is not None:
        known["amount_micros"] = (known["amount_micros"] or 0) + amount
