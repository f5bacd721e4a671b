"""Who stands in which pool, who moved, and who rose after reading: statements over touches and merges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.facts import FACTS
from ..core.kpis.pools import CLASSES
from ..core.measure import Flows, Rises, Stock
from ..core.moves import HIRED, MERGED, STOOD
from ..core.period import Period
from .sql import condition, periods_table, placed


@dataclass(frozen=True)
class Sources:
    """Relations that statements about people read; `kept` of those who are in the facts no more, where there are any."""

    touches: str
    merges: str
    applications: str
    reads: str = ""
    kept: str = ""


def windows(periods: Sequence[Period], days: int) -> list[Period]:
    """The `days` before each period's end."""
    return [Period(p.end - timedelta(days=days), p.end) for p in periods]


def known_as(relation: str, id: str, merges: str, ends: str, alias: str = "m") -> str:
    """JOIN for whom `id` was known to belong to on the day before `ends`: `coalesce(alias.whole, id)`."""
    return (f"{relation} LEFT JOIN {merges} AS {alias} ON {alias}.person = {id} AND {alias}.day < {ends} "
            f"AND ({alias}.until IS NULL OR {alias}.until >= {ends})")


def stocks(asked: Sequence[Stock], periods: Sequence[Period], of: Sources) -> str:
    """Stocks over the same window, conditions and day: (period, people per stock…)."""
    one = asked[0]
    cells = [f"count(*) FILTER (WHERE h.who IS NULL AND {_between('w.n', s.low, s.high)})" for s in asked]
    inside = placed(f'f."{one.day}"')
    people = known_as(f"{of.touches} AS f {inside}", "f.person", of.merges, "p.ends")
    hired = known_as(f"{of.applications} AS a JOIN periods AS p ON a.hired_day < p.ends", "a.person", of.merges, "p.ends")
    stood, added = _stood(asked, of.kept)
    told = ", ".join(f"greatest({n}{plus}, 0) AS x{i}" for i, (n, plus) in enumerate(zip(cells, added, strict=True)))
    return f"""WITH {periods_table(windows(periods, one.window_days))},
people AS (
  SELECT p.period AS period, coalesce(m.whole, f.person) AS who, count(*) AS n FROM {people}
  WHERE {condition(FACTS[one.fact], one.where)} GROUP BY p.period, coalesce(m.whole, f.person)),
hired AS (SELECT DISTINCT p.period AS period, coalesce(m.whole, a.person) AS who FROM {hired}
  WHERE a.person IS NOT NULL){stood}
SELECT w.period, {told} FROM people AS w LEFT JOIN hired AS h ON h.period = w.period AND h.who = w.who
{"LEFT JOIN stood AS s ON s.period = w.period" if stood else ""} GROUP BY w.period"""


def _stood(asked: Sequence[Stock], kept: str) -> tuple[str, list[str]]:
    """CTE of who stood in these pools on the last day and is in the facts no more, and what is added for each."""
    if not kept:
        return "", [""] * len(asked)
    cells = ", ".join(f"sum(k.people) FILTER (WHERE {_of_pool(s)}) AS k{i}" for i, s in enumerate(asked))
    rows = f"{kept} AS k JOIN periods AS p ON k.day = p.ends WHERE k.before = {STOOD}"
    return (f",\nstood AS (SELECT p.period AS period, {cells} FROM {rows} GROUP BY p.period)",
            [f" + CAST(coalesce(max(s.k{i}), 0) AS BIGINT)" for i in range(len(asked))])


def _of_pool(asked: Stock) -> str:
    """Condition: a row (alias `k`) is about this pool. What several classes have is kept under each, read from one."""
    for bounds in CLASSES.values() if asked == Stock(asked.fact, low=asked.low, high=asked.high) else ():
        for n, edges in enumerate(zip(bounds, (*bounds[1:], 0), strict=True), 1):
            if edges == (asked.low, asked.high):
                return f"k.bounds = '{','.join(map(str, bounds))}' AND k.after = {n}"
    return "FALSE"


def _between(n: str, low: int, high: int) -> str:
    return f"{n} >= {low} AND {n} < {high}" if high else f"{n} >= {low}"


def _hires(name: str, of: Sources, ends: str, since: str) -> str:
    """CTE of those who were hired in a range of days, as known on the day before `ends`."""
    joined = known_as(f"{of.applications} AS a", "a.person", of.merges, ends)
    return (f"{name} AS (SELECT DISTINCT coalesce(m.whole, a.person) AS who FROM {joined} "
            f"WHERE a.person IS NOT NULL AND {since})")


def flows(asked: Flows, period: Period, of: Sources) -> str:
    """Moves between pools in one period: (pool before, pool after, people, applied), not yet core.moves.settled.

    Of several ids that turned out to be one person the one with most touches makes the move, the others are merged.
    """
    day, start, end = f'f."{asked.day}"', _day(period.start), _day(period.end)
    look_back = timedelta(days=asked.window_days)
    told = known_as(known_as(f"{of.touches} AS f", "f.person", of.merges, start, "b"),
                    "f.person", of.merges, end)
    kept = (f"\nUNION ALL SELECT before, after, people, applied FROM {of.kept} WHERE day = {start} AND before <> {STOOD} "
            f"AND bounds = '{','.join(map(str, asked.bounds))}'" if of.kept and asked == _plainly(asked) else "")
    late = f"a.hired_day >= {start} AND a.hired_day < {end}"
    return f"""WITH told AS (
  SELECT coalesce(b.whole, f.person) AS eve, coalesce(m.whole, f.person) AS who,
    count(*) FILTER (WHERE {day} < {start}) AS before,
    count(*) FILTER (WHERE {day} >= {_day(period.end - look_back)}) AS after,
    max(CASE WHEN f.kind = 'application_complete' AND {day} >= {start} THEN 1 ELSE 0 END) AS applied
  FROM {told} WHERE {day} >= {_day(period.start - look_back)} AND {day} < {end}
    AND {condition(FACTS[asked.fact], asked.where)} GROUP BY coalesce(b.whole, f.person), coalesce(m.whole, f.person)),
{_hires('gone', of, start, f'a.hired_day < {start}')},
{_hires('early', of, end, f'a.hired_day < {start}')},
{_hires('late', of, end, late)},
people AS (SELECT who, sum(after) AS after, max(applied) AS applied FROM told GROUP BY who),
ended AS (
  SELECT p.who, p.applied, CASE WHEN e.who IS NOT NULL THEN {MERGED} WHEN l.who IS NOT NULL THEN {HIRED}
    ELSE {_pool('p.after', asked.bounds)} END AS came
  FROM people AS p LEFT JOIN early AS e ON e.who = p.who LEFT JOIN late AS l ON l.who = p.who),
begun AS (
  SELECT t.who, {_pool('t.before', asked.bounds)} AS was,
    row_number() OVER (PARTITION BY t.who ORDER BY t.before DESC, t.eve) AS nr
  FROM told AS t LEFT JOIN gone AS g ON g.who = t.eve WHERE t.before > 0 AND g.who IS NULL),
moves AS (
  SELECT b.was, CASE WHEN b.nr = 1 THEN d.came ELSE {MERGED} END AS came,
    CASE WHEN b.nr = 1 THEN d.applied ELSE 0 END AS applied
  FROM begun AS b JOIN ended AS d ON d.who = b.who
  UNION ALL
  SELECT 0, CASE WHEN d.came = {MERGED} THEN 0 ELSE d.came END, d.applied
  FROM ended AS d LEFT JOIN begun AS b ON b.who = d.who WHERE b.who IS NULL)
SELECT was, came, count(*) AS people, CAST(sum(applied) AS BIGINT) AS applied FROM moves GROUP BY was, came{kept}"""


def _plainly(asked: Flows) -> Flows:
    """The same pools without conditions, over the usual window: what is kept is about those."""
    return Flows("touches", bounds=asked.bounds)


def _pool(n: str, bounds: Sequence[int]) -> str:
    """Number of lower bounds that are reached."""
    return "(" + " + ".join(f"CASE WHEN {n} >= {bound} THEN 1 ELSE 0 END" for bound in bounds) + ")"


def _day(day: date) -> str:
    return f"DATE '{day}'"


READ_IN = {"content": "page_reads", "evp_theme": "page_reads", "channel": "visits"}


def rises(asked: Rises, period: Period, of: Sources) -> str:
    """Who rose after reading, per value and pool on the day of reading: (value, pool, people, risen)."""
    value = f"r.{asked.by}"
    end, until = _day(period.end), _day(max(period.start, period.end - timedelta(days=asked.days)))
    seen = (f"r.traffic_class = 'human' AND r.identity = 'persistent' AND r.day >= {_day(period.start)} "
            f"AND r.day < {until}")
    first = _day(period.start - timedelta(days=asked.window_days))
    pool, later = _pool("n", asked.bounds), _pool("n + more", asked.bounds)
    return f"""WITH seen AS (
  SELECT r.visitor, r.day, {value} AS what FROM {of.reads} AS r WHERE {seen} AND {value} IS NOT NULL
  UNION ALL SELECT r.visitor, r.day, '' FROM {of.reads} AS r WHERE {seen}),
readers AS (
  SELECT coalesce(m.whole, s.visitor) AS who, s.what, min(s.day) AS day
  FROM {known_as('seen AS s', 's.visitor', of.merges, end)} GROUP BY coalesce(m.whole, s.visitor), s.what),
known AS (
  SELECT coalesce(m.whole, f.person) AS who, f.day FROM {known_as(f'{of.touches} AS f', 'f.person', of.merges, end)}
  WHERE f.day >= {first} AND f.day < {end} AND {condition(FACTS[asked.fact], asked.where)}),
counted AS (
  SELECT r.who, r.what, count(k.day) FILTER (WHERE k.day <= r.day) AS n,
    count(k.day) FILTER (WHERE k.day > r.day) AS more
  FROM readers AS r LEFT JOIN known AS k ON k.who = r.who AND k.day > r.day - INTERVAL '{asked.window_days}' DAY
    AND k.day <= r.day + INTERVAL '{asked.days}' DAY GROUP BY r.who, r.what)
SELECT what, {pool} AS pool, count(*), CAST(sum(CASE WHEN {later} > {pool} THEN 1 ELSE 0 END) AS BIGINT)
FROM counted GROUP BY what, {pool} ORDER BY what, pool"""
