"""All derived facts in plain Python: slow, short and readable, the specification of what people/ computes in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...core.facts import FACTS
from ...core.identity import knowledge
from .applications import counted_applications, evidence_touches
from .ledger import ledger
from .match import links, merges
from .touches import touches
from .visits import Fact, Row, page_reads, visits

__all__ = ["derive"]


def derive(told: Mapping[str, Sequence[Row]], record: str = "") -> dict[str, list[Fact]]:
    """Every fact table, raw and derived, from raw rows in the order in which they were told.

    A row told again under the same key replaces the earlier one; an event told again is dropped. Web hits count of
    one source only (`record`, else the one that told first), because two tools on one site see the same visit twice.
    """
    facts = {name: once(name, told.get(name, ())) for name, table in FACTS.items() if not table.derived}
    source = record or next((hit["source"] for hit in told.get("web_hits", ())), "")
    hits = [hit for hit in facts["web_hits"] if hit["source"] == source]
    seen = visits(hits)
    leads, contacts, applied = facts["leads"], facts["interactions"], facts["applications"]
    merged = merges(links(hits), applied)
    known_as = knowledge(merged)
    return facts | {
        "web_hits": hits, "visits": seen, "page_reads": page_reads(hits, seen), "merges": merged,
        "touches": touches(seen, leads, contacts, applied, known_as),
        "counted_applications": counted_applications(applied, hits, seen, leads, contacts, known_as),
        "evidence": evidence_touches(applied, hits, seen, leads, contacts),
        "ledger": ledger(facts["costs"], facts["exposures"]),
    }


def once(fact: str, rows: Iterable[Row]) -> list[Fact]:
    """One row per key: the one told last; of an event the first, because what happened does not change."""
    found: dict[tuple, Fact] = {}
    for row in rows:
        key = tuple(row.get(c) for c in FACTS[fact].key)
        if fact != "web_hits" or key not in found:
            found[key] = {name: row.get(name) for name in FACTS[fact].names}
    return list(found.values())

