"""Every table of the fact store that may hold something of a person: the facts, and the small tables beside them."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.facts import FACTS, FactTable, Type
from ..people import DERIVATIONS
from ..people.detached import DETACHED

# Coverage holds counts per day only.
TABLES: Mapping[str, FactTable] = {
    t.name: t for t in (*FACTS.values(), *(d.table for d in DERIVATIONS), DETACHED)}
WITH_IDS: Mapping[str, FactTable] = {
    name: t for name, t in TABLES.items() if any(c.type is Type.ID for c in t.columns)}
# Derived tables in which ids of several people meet; made anew when one of them goes.
OF_SEVERAL = tuple(d for d in DERIVATIONS if d.table.name in ("links", "merges", "touches", "counted_applications"))
