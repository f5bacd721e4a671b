"""Counts, totals, uniques and medians of one fact table as one statement, written once in a subset that ports.

The subset: integers until the last step, exact distinct, the periods' days as a joined table, medians by integer rank,
no approximate or quantile functions. `statement` writes DuckDB's words; another dialect is its transpilation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..core.dimension import BETWEEN
from ..core.facts import FactTable, Type
from ..core.measure import Count, Median, Primitive, Total, Unique, Where
from ..core.period import Period
from .connection import quoted

# A median is found in two steps: which bucket holds the middle, then where in it. Values in ms are many and different,
# so they share buckets of a second; others (days, percent) are few and stand for themselves.
BUCKETS = {"ms": 1000}


def literal(value: str | int) -> str:
    return quoted(value) if isinstance(value, str) else str(int(value))


def condition(table: FactTable, where: Sequence[Where], alias: str = "f") -> str:
    """SQL of all conditions together. Flags compare as 0 and 1; an empty cell meets `not in` and `unknown` only."""
    return " AND ".join(f"({_one(table, w, alias)})" for w in where) or "TRUE"


def _one(table: FactTable, where: Where, alias: str) -> str:
    cell = f'{alias}."{where.column}"'
    flag = table.column(where.column).type is Type.BOOL
    value = f"CAST({cell} AS INTEGER)" if flag else cell
    values = ", ".join(literal(v) for v in where.values)
    match where.operator:
        case "is" | "in":
            return f"{value} IN ({values})" if values else "FALSE"
        case "not in":
            return f"{cell} IS NULL OR {value} NOT IN ({values})" if values else "TRUE"
        case ">=" | "<":
            return f"{value} {where.operator} {values}"
        case "known":
            return f"{cell} IS NOT NULL"
        case _:
            return f"{cell} IS NULL"


def periods_table(periods: Sequence[Period]) -> str:
    """A CTE with a row for every period: (period = its place in the list, starts, ends), half-open."""
    rows = ", ".join(f"({i}, DATE '{p.start}', DATE '{p.end}')" for i, p in enumerate(periods))
    return f"periods(period, starts, ends) AS (VALUES {rows})"


def placed(day: str) -> str:
    """JOIN of rows `f` with the periods `p` that hold them; a row lies in as many periods as overlap there."""
    return f"JOIN periods AS p ON {day} >= p.starts AND {day} < p.ends"


@dataclass(frozen=True)
class Statement:
    """One question over one fact table: these primitives (Count, Total, Unique, Median only), whole, per day, split.

    `source` is the relation of its rows, `segment` the columns of the dimensions asked by.
    """

    table: FactTable
    primitives: tuple[Primitive, ...]
    periods: tuple[Period, ...]
    source: str
    segment: tuple[str, ...] = ()
    daily: bool = True

    @cached_property
    def placings(self) -> tuple[str, ...]:
        """The day columns by which rows are placed in time, each once."""
        return tuple(dict.fromkeys(p.day for p in self.primitives))

    @cached_property
    def conditions(self) -> tuple[tuple[str, tuple[Where, ...]], ...]:
        """Every different set of conditions under its placing."""
        return tuple(dict.fromkeys((p.day, p.where) for p in self.primitives))

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Columns whose values are read."""
        return tuple(dict.fromkeys(c for p in self.primitives for c in p.reads[1:]))

    @cached_property
    def medians(self) -> tuple[Median, ...]:
        return tuple(p for p in self.primitives if isinstance(p, Median))

    @cached_property
    def uniques(self) -> tuple[tuple[Unique, ...], ...]:
        """The uniques, those of one column together."""
        alike: dict[str, list[Unique]] = {}
        for primitive in self.primitives:
            if isinstance(primitive, Unique):
                alike.setdefault(primitive.of, []).append(primitive)
        return tuple(map(tuple, alike.values()))

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Aggregates of the main part, each once: first the rows per placing, then what the primitives need."""
        needed = [f"count(*) FILTER (WHERE placed_by = {i})" for i in range(len(self.placings))]
        for primitive in self.primitives:
            needed += self.needed[primitive]
        return tuple(dict.fromkeys(needed))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each cell stands in a row: asked for every figure of every day."""
        return {cell: i for i, cell in enumerate(self.cells)}

    def holds(self, primitive: Primitive) -> str:
        """Name of the column that says whether a row meets the primitive's conditions."""
        return f"c{self.conditions.index((primitive.day, primitive.where))}"

    @cached_property
    def needed(self) -> Mapping[Primitive, list[str]]:
        return {primitive: self._needed(primitive) for primitive in self.primitives}

    def _needed(self, primitive: Primitive) -> list[str]:
        """Aggregates of a primitive: the rows that meet its conditions, then the figure, then how many values known."""
        rows = f"count(*) FILTER (WHERE {self.holds(primitive)})"
        match primitive:
            case Total(columns=columns):
                return [rows, *(f"{how}({_value(c)}) FILTER (WHERE {self.holds(primitive)})"
                                for how in ("sum", "count") for c in columns)]
            case Count() | Median() | Unique():
                return [rows]
        raise TypeError(f"no statement for {type(primitive).__name__}")

    @cached_property
    def groupings(self) -> tuple[tuple[str, ...], ...]:
        """The groups asked for: whole periods, their days, each of them split."""
        sets: list[tuple[str, ...]] = [("period",)]
        if self.daily:
            sets.append(("period", "day"))
        if self.segment:
            sets += [(*s, "segment") for s in list(sets)]
        return tuple(sets)

    def rows(self) -> str:
        return "rows AS (" + " UNION ALL ".join(self._placed(i, on) for i, on in enumerate(self.placings)) + ")"

    def _placed(self, number: int, on: str) -> str:
        """Rows placed in time by one day column, with what their conditions come to and the values that are read."""
        holds = [f"({condition(self.table, where)}) AS c{i}" if placed == on else f"FALSE AS c{i}"
                 for i, (placed, where) in enumerate(self.conditions)]
        values = [f'f."{c}" AS {_value(c)}' for c in self.values]
        segment = [f"{_crossed(self.segment)} AS segment"] if self.segment else []
        day = f'f."{on}"'
        cells = ", ".join([f"{number} AS placed_by", "p.period", f"{day} AS day", *segment, *holds, *values])
        return f"SELECT {cells} FROM {self.source} AS f {placed(day)}"

    def sql(self, dialect: str = "duckdb") -> str:
        """The statement. Rows: (part, period, day, segment, has_day, has_segment, cells…).

        Part 0 holds the aggregates of `cells`; the next parts each median's (lower, upper, n), the last ones the
        counts of each group of `uniques`. has_day and has_segment are 0 where a row is over all days or segments.
        """
        last = len(self.medians) + len(self.uniques)
        parts = ["SELECT * FROM main", *(f"SELECT * FROM part{i}" for i in range(1, last + 1))]
        ctes = [periods_table(self.periods), self.rows(), f"main AS ({self._main()})",
                *(cte for i, m in enumerate(self.medians, 1) for cte in self._median(i, m)),
                *(cte for i, u in enumerate(self.uniques, len(self.medians) + 1) for cte in self._unique(i, u))]
        text = "WITH " + ",\n".join(ctes) + "\n" + " UNION ALL ".join(parts)
        return text if dialect == "duckdb" else transpiled(text, dialect)

    def _main(self) -> str:
        cells = ", ".join(f"CAST({c} AS BIGINT) AS x{i}" for i, c in enumerate(self.cells))
        padding = self._padding(len(self.cells))
        sets = ", ".join(f"({', '.join(s)})" for s in self.groupings)
        return (f"SELECT 0 AS part, {self._keys(self.groupings)}, {cells}{padding} FROM rows "
                f"GROUP BY GROUPING SETS ({sets})")

    @property
    def width(self) -> int:
        return max((len(self.cells), 3 if self.medians else 0, *map(len, self.uniques)))

    def _padding(self, given: int) -> str:
        """Empty cells, so that all parts are equally wide."""
        return "".join(f", CAST(NULL AS BIGINT) AS x{i}" for i in range(given, self.width))

    def _keys(self, sets: Sequence[tuple[str, ...]]) -> str:
        """period, day, segment and which of the last two the row is about."""
        def cell(name: str, kind: str) -> tuple[str, str]:
            if any(name in s for s in sets):
                return name, f"1 - grouping({name})"
            return f"CAST(NULL AS {kind}) AS {name}", "0"

        (day, has_day), (segment, has_segment) = cell("day", "DATE"), cell("segment", "VARCHAR")
        return f"period, {day}, {segment}, {has_day} AS has_day, {has_segment} AS has_segment"

    def _unique(self, number: int, uniques: tuple[Unique, ...]) -> list[str]:
        """CTEs of the uniques of one column: who met which conditions in the finest groups, then per kind of group.

        Far faster than a distinct count per condition and group, and it says the same on every engine.
        """
        value, finest = _value(uniques[0].of), max(self.groupings, key=len)
        holds = [self.holds(u) for u in uniques]
        flags = ", ".join(f"max(CASE WHEN {h} THEN 1 ELSE 0 END) AS u{i}" for i, h in enumerate(holds))
        who = (f"who{number} AS (SELECT {', '.join(finest)}, {value}, {flags} FROM rows "
               f"WHERE ({' OR '.join(dict.fromkeys(holds))}) AND {value} IS NOT NULL "
               f"GROUP BY {', '.join(finest)}, {value})")
        kinds = " UNION ALL ".join(self._counted(number, value, len(uniques), s, finest) for s in self.groupings)
        return [who, f"part{number} AS ({kinds})"]

    def _counted(self, number: int, value: str, count: int, grouping: tuple[str, ...], finest: tuple[str, ...]) -> str:
        """The uniques in one kind of group."""
        whole, flags = ", ".join(grouping), ", ".join(f"max(u{i}) AS u{i}" for i in range(count))
        source = f"who{number}" if grouping == finest else (
            f"(SELECT {whole}, {flags} FROM who{number} GROUP BY {whole}, {value}) AS w")
        day = "day" if "day" in grouping else "CAST(NULL AS DATE) AS day"
        segment = "segment" if "segment" in grouping else "CAST(NULL AS VARCHAR) AS segment"
        cells = ", ".join(f"CAST(sum(u{i}) AS BIGINT) AS x{i}" for i in range(count))
        return (f"SELECT {number} AS part, period, {day}, {segment}, {int('day' in grouping)} AS has_day, "
                f"{int('segment' in grouping)} AS has_segment, {cells}{self._padding(count)} "
                f"FROM {source} GROUP BY {whole}")

    def _median(self, number: int, median: Median) -> list[str]:
        """CTEs of one median: a histogram, the buckets in which its two middle ranks fall, and the values there."""
        value, holds = _value(median.column), self.holds(median)
        width = BUCKETS.get(self.table.column(median.column).unit, 1)
        bucket = value if width == 1 else f"{value} // {width}"
        sets = ", ".join(f"({', '.join((*s, 'bucket'))})" for s in self.groupings)
        group = "period, day, segment, has_day, has_segment"
        known = f"known{number} AS (SELECT period, day{', segment' if self.segment else ''}, {value}, " \
                f"{bucket} AS bucket FROM rows WHERE {holds} AND {value} IS NOT NULL)"
        histogram = f"bars{number} AS (SELECT {self._keys(self.groupings)}, bucket, count(*) AS c FROM known{number} " \
                    f"GROUP BY GROUPING SETS ({sets}))"
        summed = f"""sums{number} AS (
  SELECT *, sum(c) OVER (PARTITION BY {group} ORDER BY bucket ROWS UNBOUNDED PRECEDING) AS upto,
    sum(c) OVER (PARTITION BY {group}) AS n FROM bars{number})"""
        middle = f"""mids{number} AS (
  SELECT * FROM sums{number} WHERE upto >= (n + 1) // 2 AND upto - c < n // 2 + 1)"""
        return [known, histogram, summed, middle, *self._within(number, value, width, group)]

    def _within(self, number: int, value: str, width: int, group: str) -> list[str]:
        padding = self._padding(3)
        if width == 1:
            return [f"part{number} AS (SELECT {number} AS part, {group}, CAST(min(bucket) AS BIGINT) AS x0, "
                    f"CAST(max(bucket) AS BIGINT) AS x1, CAST(max(n) AS BIGINT) AS x2{padding} "
                    f"FROM mids{number} GROUP BY {group})"]
        keys = ", ".join(f"m.{g}" for g in group.split(", "))
        joined = " UNION ALL ".join(self._fetch(number, value, keys, s) for s in self.groupings)
        ranks = f"""ranks{number} AS (
  SELECT *, before + sum(c) OVER (PARTITION BY {group}, bucket ORDER BY {value} ROWS UNBOUNDED PRECEDING) AS upto
  FROM ({joined}) AS j)"""
        return [ranks, f"""part{number} AS (
  SELECT {number} AS part, {group}, CAST(min({value}) FILTER (WHERE upto >= (n + 1) // 2) AS BIGINT) AS x0,
    CAST(min({value}) FILTER (WHERE upto >= n // 2 + 1) AS BIGINT) AS x1, CAST(max(n) AS BIGINT) AS x2{padding}
  FROM ranks{number} GROUP BY {group})"""]

    def _fetch(self, number: int, value: str, keys: str, grouping: tuple[str, ...]) -> str:
        """The different values in the middle buckets of one kind of group."""
        same = " AND ".join(f"k.{g} = m.{g}" for g in grouping)
        day, segment = int("day" in grouping), int("segment" in grouping)
        return (f"SELECT {keys}, m.bucket, m.n, m.upto - m.c AS before, k.{value}, count(*) AS c "
                f"FROM mids{number} AS m JOIN known{number} AS k ON {same} AND k.bucket = m.bucket "
                f"WHERE m.has_day = {day} AND m.has_segment = {segment} "
                f"GROUP BY {keys}, m.bucket, m.n, m.upto, m.c, k.{value}")


def _value(column: str) -> str:
    return f"v_{column}"


def _crossed(columns: Sequence[str]) -> str:
    """One column as it is; several as one text, in which an empty cell is empty."""
    if len(columns) == 1:
        return f'f."{columns[0]}"'
    return f" || {quoted(BETWEEN)} || ".join(f"coalesce(f.\"{c}\", '')" for c in columns)


def transpiled(text: str, dialect: str) -> str:
    """The same statement in another engine's words."""
    import sqlglot

    return sqlglot.transpile(text, read="duckdb", write=dialect)[0]


