"""The fact tables as they were after one commit: which files, which months, nothing that changes any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core.facts import FactTable
from .delta import Part, parts_at
from .work import relation


@dataclass(frozen=True)
class Snapshot:
    """One state of the store. `record` says per fact which source counts where several told it."""

    root: Path
    generation: int
    versions: Mapping[str, int]
    record: Mapping[str, str]

    def parts(self, table: FactTable) -> tuple[Part, ...]:
        """Its Parquet files; any engine may read them."""
        version = self.versions.get(table.name)
        return () if version is None else parts_at(self.root / table.name, version)

    def files(self, table: FactTable, months: Iterable[str] | None = None) -> list[str]:
        wanted = None if months is None else set(months)
        return [str(self.root / table.name / p.path) for p in self.parts(table) if wanted is None or p.month in wanted]

    def source(self, table: FactTable, months: Iterable[str] | None = None) -> str:
        """Its rows as a relation for a FROM clause, of some months or of all."""
        return relation(self.root, table, self.parts(table), months)

    def rows(self, table: FactTable) -> int:
        return sum(p.rows for p in self.parts(table))
