"""Keeps, beside the facts, one small table that says which days each fact covers and who told them."""

from __future__ import annotations

from ..core.facts import FACTS, ORIGIN, FactTable, day, derived, number, text
from .work import Work

COVERAGE: FactTable = derived("coverage", "rows of each fact per day, source and provenance", [
    text("fact", "fact table", required=True),
    day("day", "by the fact's own day column", required=True),
    text("source", "source; empty for derived facts"),
    text("provenance", "how the figures came to be; empty for derived facts"),
    day("provisional_until", "latest day until which one of these rows may be restated"),
    number("rows", "rows", required=True),
], source=(), key=("fact", "day", "source", "provenance"), order=("fact", "day"))

TOLD = {c.name for c in ORIGIN}


def refresh(work: Work) -> None:
    """Count anew the months that a commit touched."""
    touched: dict[str, list[FactTable]] = {}
    for name, months in work.changed.items():
        for month in months if name in FACTS else ():
            touched.setdefault(month, []).append(FACTS[name])
    for month, facts in touched.items():
        names = ", ".join(f"'{f.name}'" for f in facts)
        kept = f"SELECT * FROM {work.source(COVERAGE, [month])} WHERE fact NOT IN ({names})"
        work.rewrite(COVERAGE, month, " UNION ALL ".join([kept, *(_count(work, f, month) for f in facts)]))


def _count(work: Work, fact: FactTable, month: str) -> str:
    told = TOLD.issubset(fact.names)
    cells = ("source, provenance, max(provisional_until)" if told
             else "CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), CAST(NULL AS DATE)")
    by = f"{fact.day}, source, provenance" if told else fact.day
    return (f"SELECT '{fact.name}' AS fact, {fact.day} AS day, {cells}, count(*) AS rows "
            f"FROM {work.source(fact, [month])} GROUP BY {by}")


def roots(fact: FactTable) -> tuple[FactTable, ...]:
    """The tables that sources fill and that this one is made of in the end; itself when it is no derived one."""
    if not fact.derived:
        return (fact,)
    found = {t.name: t for name in fact.derived_from for t in roots(FACTS[name])}
    return tuple(found.values())
