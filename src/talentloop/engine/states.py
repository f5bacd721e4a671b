"""Stocks, flows between pools, survival, sizes and reach as statements of their own: states, not sums over days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ..core.facts import FACTS
from ..core.measure import Flows, Stock, Survival
from ..core.period import Period
from .sql import condition, literal, periods_table, placed


def windows(periods: Sequence[Period], days: int) -> list[Period]:
    """The `days` before each period's end."""
    return [Period(p.end - timedelta(days=days), p.end) for p in periods]


def stocks(asked: Sequence[Stock], periods: Sequence[Period], source: str) -> str:
    """Stocks over the same window, conditions and column: (period, touches in the window, people per stock…)."""
    one = asked[0]
    cells = ", ".join(f"count(*) FILTER (WHERE {_between('n', s.low, s.high)}) AS x{i}" for i, s in enumerate(asked))
    day = f'f."{one.day}"'
    return f"""WITH {periods_table(windows(periods, one.window_days))},
people AS (
  SELECT p.period, f."{one.of}" AS who, count(*) AS n FROM {source} AS f {placed(day)}
  WHERE {condition(FACTS[one.fact], one.where)} GROUP BY p.period, f."{one.of}")
SELECT period, CAST(sum(n) AS BIGINT), {cells} FROM people GROUP BY period"""


def _between(n: str, low: int, high: int) -> str:
    return f"{n} >= {low} AND {n} < {high}" if high else f"{n} >= {low}"


def flows(asked: Flows, period: Period, source: str) -> str:
    """Moves between pools in one period: (pool before, pool after, people, applied)."""
    day, look_back = f'f."{asked.day}"', timedelta(days=asked.window_days)
    start, end = f"DATE '{period.start}'", f"DATE '{period.end}'"
    return f"""WITH people AS (
  SELECT f.person, count(*) FILTER (WHERE {day} < {start}) AS before,
    count(*) FILTER (WHERE {day} >= DATE '{period.end - look_back}') AS after,
    max(CASE WHEN f.kind = 'application_complete' AND {day} >= {start} THEN 1 ELSE 0 END) AS applied
  FROM {source} AS f WHERE {day} >= DATE '{period.start - look_back}' AND {day} < {end}
    AND {condition(FACTS[asked.fact], asked.where)} GROUP BY f.person),
pools AS (SELECT {_pool('before', asked)} AS was, {_pool('after', asked)} AS came, applied FROM people)
SELECT was, came, count(*), CAST(sum(applied) AS BIGINT) FROM pools
GROUP BY was, came ORDER BY was, came"""


def _pool(n: str, asked: Flows) -> str:
    """Number of lower bounds that are reached."""
    return " + ".join(f"CASE WHEN {n} >= {bound} THEN 1 ELSE 0 END" for bound in asked.bounds)


def survival(asked: Survival, periods: Sequence[Period], source: str) -> str:
    """How long what began lasted: (period, days, ended, perhaps, going), days rising."""
    cohorts = ", ".join(f"({i}, DATE '{w.start}', DATE '{w.end}')"
                        for i, w in enumerate(windows(periods, asked.cohort_days)))
    ended = f'f."{asked.ended}"'
    reason = f"coalesce(nullif(f.\"{asked.reason}\", ''), 'unknown')" if asked.reason else "''"
    return f"""WITH cohorts(period, start, until) AS (VALUES {cohorts}),
ages AS (
  SELECT c.period, CASE WHEN {ended} < c.until THEN date_diff('day', f."{asked.day}", {ended})
      ELSE date_diff('day', f."{asked.day}", c.until) END AS days,
    CASE WHEN {ended} IS NULL OR {ended} >= c.until THEN 2 WHEN {_in(reason, asked.failures, not asked.reason)} THEN 0
      WHEN {_in(reason, asked.perhaps)} THEN 1 ELSE 2 END AS how
  FROM {source} AS f JOIN cohorts AS c ON f."{asked.day}" >= c.start AND f."{asked.day}" < c.until
  WHERE {condition(FACTS[asked.fact], asked.where)})
SELECT period, days, count(*) FILTER (WHERE how = 0), count(*) FILTER (WHERE how = 1), count(*) FILTER (WHERE how = 2)
FROM ages GROUP BY period, days ORDER BY period, days"""


def _in(cell: str, values: Sequence[str], always: bool = False) -> str:
    if always:
        return "TRUE"
    return f"{cell} IN ({', '.join(map(literal, values))})" if values else "FALSE"
