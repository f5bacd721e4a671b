"""The engine for a cluster: the same statements in Spark's words, over the very same Parquet files of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..core.facts import FactTable
from .engine import SqlEngine
from .lake import Lake
from .snapshot import Snapshot

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class SparkEngine(SqlEngine):
    """Measures in a Spark session that the caller opened; every worker must see the store's folder under its own path.

    The session's time zone must be UTC, and its dialect ANSI (the default of Spark 4). Spark is no part of the usual
    environment: `requirements-spark.lock` pins it.
    """

    dialect = "spark"

    def __init__(self, session: SparkSession, lake: Lake | Snapshot) -> None:
        super().__init__(lake.now() if isinstance(lake, Lake) else lake)
        self.session = session
        self._views: dict[tuple[str, ...], str] = {}

    def ask(self, sql: str) -> list[tuple]:
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def relation(self, table: FactTable, months: Iterable[str] | None = None) -> str:
        """A view on the files of a table. Files older than a column lack it, hence the merge of their schemas."""
        files = self.snapshot.files(table, months)
        if not files:
            return super().relation(table, months)
        key = (table.name, *files)
        if key not in self._views:
            self._views[key] = f"{table.name}_{self.snapshot.generation}_{len(self._views)}"
            _whole(self.session.read.option("mergeSchema", True).parquet(*files), table).createOrReplaceTempView(
                self._views[key])
        return self._views[key]


def _whole(rows: DataFrame, table: FactTable) -> DataFrame:
    """With the columns that none of the files has yet, empty."""
    lacking = [f"CAST(NULL AS STRING) AS {c.name}" for c in table.columns if c.later and c.name not in rows.columns]
    return rows.selectExpr("*", *lacking) if lacking else rows
