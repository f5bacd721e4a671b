"""Visits, leads, contacts and applications become touches of one person, in SQL."""

from __future__ import annotations

from ..core.facts import FACTS
from .bench import Bench, month_before
from .links import LINKS
from .visits import GAP, VISITS

TOUCHES, LEADS = FACTS["touches"], FACTS["leads"]
INTERACTIONS, APPLICATIONS = FACTS["interactions"], FACTS["applications"]
WINDOW = 180  # days in which touches add up
NOON = "INTERVAL '12' HOUR"  # the moment of what is only known by its day


def of_visits(visits: str, links: str) -> str:
    """SELECT of candidates (person, at, day, kind, channel) from visits by lasting identities."""
    of = (f"SELECT coalesce(l.person, v.visitor) AS person, v.start_at, v.day, v.channel, "
          f"v.application_starts, v.application_completes FROM {visits} AS v "
          f"LEFT JOIN {links} AS l ON l.visitor = v.visitor "
          "WHERE v.traffic_class = 'human' AND v.identity = 'persistent'")
    kinds = (("visit", "TRUE"), ("application_start", "application_starts > 0"),
             ("application_complete", "application_completes > 0"))
    return " UNION ALL ".join(
        f"SELECT person, start_at AS \"at\", day, '{kind}' AS kind, channel FROM ({of}) AS s WHERE {where}"
        for kind, where in kinds)


def of_people(leads: str, interactions: str, applications: str) -> str:
    """SELECT of candidates told by somebody else than the site."""
    return f"""
SELECT person, CAST(day AS TIMESTAMP) + {NOON} AS "at", day, 'lead' AS kind, channel
FROM {leads} WHERE person IS NOT NULL AND coalesce(test, FALSE) = FALSE
UNION ALL SELECT person, "at", day, kind, channel FROM {interactions} WHERE person IS NOT NULL
UNION ALL SELECT person, coalesce(received_at, CAST(day AS TIMESTAMP) + {NOON}), day, 'application_complete', channel
FROM {applications} WHERE person IS NOT NULL AND origin = 'external' AND coalesce(test, FALSE) = FALSE"""


def collapsed(told: str) -> str:
    """SELECT of touches: one per instant; a completed application once a day; others spaced by half an hour."""
    return f"""
WITH instants AS (
  SELECT *, row_number() OVER (PARTITION BY person, "at", kind ORDER BY channel NULLS LAST, day) AS nr
  FROM ({told}) AS t),
spaced AS (
  SELECT person, "at", day, kind, channel,
    row_number() OVER (PARTITION BY person, kind, day ORDER BY "at") AS of_day,
    lag("at") OVER (PARTITION BY person, kind, channel ORDER BY "at") AS previous
  FROM instants WHERE nr = 1)
SELECT person, "at", day, kind, channel FROM spaced
WHERE CASE WHEN kind = 'application_complete' THEN of_day = 1 ELSE previous IS NULL OR "at" > previous + {GAP} END"""


def ranked(touches: str) -> str:
    """SELECT with `nth`: a touch comes in on its day and leaves 180 days later; the sum so far is who is still in."""
    return f"""
WITH moves AS (
  SELECT person, day AS moves_on, 1 AS enters, "at", kind, day, channel, made FROM {touches}
  UNION ALL
  SELECT person, CAST(day + INTERVAL '{WINDOW}' DAY AS DATE), 0, "at", kind, day, channel, FALSE FROM {touches}),
summed AS (
  SELECT *, sum(CASE WHEN enters = 1 THEN 1 ELSE -1 END) OVER (
    PARTITION BY person ORDER BY moves_on, enters, "at", kind ROWS UNBOUNDED PRECEDING) AS nth FROM moves)
SELECT person, "at", day, kind, channel, CAST(nth AS BIGINT) AS nth FROM summed WHERE enters = 1 AND made"""


class Touches:
    """The derivation of `touches`: of whom a batch told something, anew from that day on."""

    table, version = TOUCHES, 1
    bases = (*TOUCHES.derived_from, LINKS.name)

    def rebuild(self, bench: Bench) -> None:
        told = (of_visits(bench.source(VISITS), bench.source(LINKS)) + " UNION ALL "
                + of_people(bench.source(LEADS), bench.source(INTERACTIONS), bench.source(APPLICATIONS)))
        bench.keep("kept_touches", f"SELECT *, TRUE AS made FROM ({collapsed(told)})")
        bench.replace_all(TOUCHES, bench.keep("new_touches", ranked("kept_touches")))

    def refresh(self, bench: Bench) -> None:
        bench.keep("changed_people", f"SELECT person, min(day) AS day FROM ({self._changed(bench)}) AS c "
                   "WHERE person IS NOT NULL GROUP BY person")
        first = bench.ask("SELECT min(day) FROM changed_people")[0][0]
        if first is None:
            return
        self._collect(bench, month_before(first, 1))
        old = bench.source(TOUCHES, bench.months_from(TOUCHES, month_before(first, WINDOW)))
        bench.keep("kept_touches", f"""
            SELECT k.person, k.at, k.day, k.kind, k.channel, TRUE AS made
            FROM ({collapsed('SELECT * FROM told_touches')}) AS k JOIN changed_people AS c ON c.person = k.person
            WHERE k.day >= c.day
            UNION ALL
            SELECT o.person, o.at, o.day, o.kind, o.channel, FALSE FROM {old} AS o
            JOIN changed_people AS c ON c.person = o.person AND o.day < c.day""")
        bench.keep("new_touches", ranked("kept_touches"))
        gone = "EXISTS (SELECT 1 FROM changed_people AS c WHERE c.person = e.person AND e.day >= c.day)"
        later = bench.source(TOUCHES, bench.months_from(TOUCHES, month_before(first)))
        months = {m for m, in bench.ask(f"SELECT DISTINCT strftime(day, '%Y-%m') FROM {later} AS e WHERE {gone}")}
        bench.patch(TOUCHES, months, "new_touches", gone)

    def _collect(self, bench: Bench, month: str) -> None:
        """What is told of the changed people from the day before their first change (half an hour may cross it)."""
        visits = bench.source(VISITS, bench.months_from(VISITS, month))
        people = [bench.source(t, bench.months_from(t, month)) for t in (LEADS, INTERACTIONS, APPLICATIONS)]
        told = of_visits(visits, bench.source(LINKS)) + " UNION ALL " + of_people(*people)
        bench.keep("told_touches", f"SELECT t.* FROM ({told}) AS t JOIN changed_people AS c ON c.person = t.person "
                   "AND t.day >= c.day - INTERVAL '1' DAY")

    def _changed(self, bench: Bench) -> str:
        """SELECT of (person, day): whose touches change, and from which day on."""
        found = ["SELECT CAST(NULL AS BIGINT) AS person, CAST(NULL AS DATE) AS day"]
        if bench.has("changed_visits"):
            found.append("SELECT coalesce(l.person, c.visitor), c.day FROM changed_visits AS c "
                         f"LEFT JOIN {bench.source(LINKS)} AS l ON l.visitor = c.visitor")
        if bench.has("changed_links") and bench.ask("SELECT count(*) FROM changed_links")[0][0]:
            # all that this browser ever did goes from one person to another
            moved = bench.keep("moved_visits", f"""
                SELECT c.visitor, c.was, c.person, min(v.day) AS day FROM {bench.source(VISITS)} AS v
                JOIN changed_links AS c ON c.visitor = v.visitor WHERE c.was IS NULL OR c.was <> c.person
                GROUP BY c.visitor, c.was, c.person""")
            found += [f"SELECT {who}, day FROM {moved}" for who in ("coalesce(was, visitor)", "person")]
        for fact in (LEADS, INTERACTIONS, APPLICATIONS):
            for rows in (f"incoming_{fact.name}", f"removed_{fact.name}"):
                if bench.has(rows):
                    found.append(f"SELECT person, day FROM {rows}")
        return " UNION ALL ".join(found)
