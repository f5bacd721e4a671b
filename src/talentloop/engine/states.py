"""How long what began lasted and how long it took to begin: statements of their own, not sums over days."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.facts import FACTS
from ..core.measure import Lags, Survival
from ..core.period import Period
from .pools import windows
from .sql import condition, literal, periods_table, placed


def lags(asked: Lags, periods: Sequence[Period], source: str) -> str:
    """Days between an earlier day and a row's own: (period, days, known, at least), days rising."""
    since, own = f'f."{asked.since}"', f'f."{asked.day}"'
    days = f"date_diff('day', {since}, {own})"
    edge = f"{since} < DATE '{asked.sure_from}' OR {days} > {asked.longest}"
    return f"""WITH {periods_table(periods)}
SELECT p.period, {days}, count(*) FILTER (WHERE NOT ({edge})), count(*) FILTER (WHERE {edge})
FROM {source} AS f {placed(own)} WHERE {since} IS NOT NULL AND {condition(FACTS[asked.fact], asked.where)}
GROUP BY p.period, {days} ORDER BY p.period, {days}"""


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
