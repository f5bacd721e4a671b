"""Visits, leads, contacts and applications become touches of one person, in SQL."""

from __future__ import annotations

from ..core.facts import FACTS
from .bench import Bench, month_before
from .match import MERGES, finals, known_as
from .visits import GAP, VISITS

TOUCHES, LEADS = FACTS["touches"], FACTS["leads"]
INTERACTIONS, APPLICATIONS = FACTS["interactions"], FACTS["applications"]
WINDOW = 180  # days in which touches add up
NOON = "INTERVAL '12' HOUR"  # the moment of what is only known by its day


def of_visits(visits: str) -> str:
    """SELECT of candidates (person, at, day, kind, channel) from visits by lasting identities."""
    of = (f"SELECT visitor AS person, start_at, day, channel, application_starts, application_completes "
          f"FROM {visits} WHERE traffic_class = 'human' AND identity = 'persistent'")
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


def collapsed(told: str, merges: str) -> str:
    """SELECT of touches: one per instant; a completed application once a day; others spaced by half an hour.

    Every id counts as whom it was known to belong to on the day of the touch.
    """
    return f"""
WITH known AS (
  SELECT coalesce(m.whole, t.person) AS person, t.at, t.day, t.kind, t.channel
  FROM {known_as(f'({told}) AS t', 't.person', 't.day', merges)}),
instants AS (
  SELECT *, row_number() OVER (PARTITION BY person, "at", kind ORDER BY channel NULLS LAST, day) AS nr FROM known),
spaced AS (
  SELECT person, "at", day, kind, channel,
    row_number() OVER (PARTITION BY person, kind, day ORDER BY "at") AS of_day,
    lag("at") OVER (PARTITION BY person, kind, channel ORDER BY "at") AS previous
  FROM instants WHERE nr = 1)
SELECT person, "at", day, kind, channel FROM spaced
WHERE CASE WHEN kind = 'application_complete' THEN of_day = 1 ELSE previous IS NULL OR "at" > previous + {GAP} END"""


def ranked(touches: str, merges: str) -> str:
    """SELECT with `nth`: a touch comes in on its day and leaves 180 days later; the sum so far is who is still in.

    On the day on which an id turns out to be part of another person its touches leave the one and go to the other.
    """
    over = f"CAST(t.day + INTERVAL '{WINDOW}' DAY AS DATE)"
    return f"""
WITH absorbed AS (
  SELECT t.person, t.day, m.whole, m.day AS merged, m.until FROM {touches} AS t
  JOIN {merges} AS m ON m.person = t.person AND m.day > t.day AND m.day < {over}),
leaving AS (SELECT person, min(day) AS day FROM {merges} GROUP BY person),
moves AS (
  SELECT person, day AS moves_on, 1 AS enters, 1 AS weight, "at", kind, day, channel, made FROM {touches}
  UNION ALL
  SELECT t.person, least({over}, l.day), 0, -1, "at", kind, t.day, channel, FALSE
  FROM {touches} AS t LEFT JOIN leaving AS l ON l.person = t.person
  UNION ALL
  SELECT whole, merged, 0, 1, NULL, NULL, day, NULL, FALSE FROM absorbed
  UNION ALL
  SELECT whole, least({over.replace('t.', '')}, until), 0, -1, NULL, NULL, day, NULL, FALSE FROM absorbed),
summed AS (
  SELECT *, sum(weight) OVER (
    PARTITION BY person ORDER BY moves_on, enters, "at", kind ROWS UNBOUNDED PRECEDING) AS nth FROM moves)
SELECT person, "at", day, kind, channel, CAST(nth AS BIGINT) AS nth FROM summed WHERE enters = 1 AND made"""


class Touches:
    """The derivation of `touches`: of whom a batch told something, anew from that day on."""

    table, version = TOUCHES, 2
    bases = (*TOUCHES.derived_from,)

    def rebuild(self, bench: Bench) -> None:
        told = (of_visits(bench.source(VISITS)) + " UNION ALL "
                + of_people(bench.source(LEADS), bench.source(INTERACTIONS), bench.source(APPLICATIONS)))
        merges = bench.source(MERGES)
        bench.keep("kept_touches", f"SELECT *, TRUE AS made FROM ({collapsed(told, merges)})")
        bench.replace_all(TOUCHES, bench.keep("new_touches", ranked("kept_touches", merges)))

    def refresh(self, bench: Bench) -> None:
        merges = bench.source(MERGES)
        self._find_changed(bench, merges)
        first = bench.ask("SELECT min(day) FROM changed_people")[0][0]
        if first is None:
            return
        self._collect(bench, month_before(first, 1))
        old = bench.source(TOUCHES, bench.months_from(TOUCHES, month_before(first, WINDOW)))
        bench.keep("kept_touches", f"""
            SELECT k.person, k.at, k.day, k.kind, k.channel, TRUE AS made
            FROM ({collapsed('SELECT * FROM told_touches', merges)}) AS k
            JOIN changed_people AS c ON c.person = k.person WHERE k.day >= c.day
            UNION ALL
            SELECT o.person, o.at, o.day, o.kind, o.channel, FALSE FROM {old} AS o
            JOIN changed_people AS c ON c.person = o.person AND o.day < c.day""")
        bench.keep("new_touches", ranked("kept_touches", merges))
        gone = "EXISTS (SELECT 1 FROM changed_people AS c WHERE c.person = e.person AND e.day >= c.day)"
        later = bench.source(TOUCHES, bench.months_from(TOUCHES, month_before(first)))
        months = {m for m, in bench.ask(f"SELECT DISTINCT strftime(day, '%Y-%m') FROM {later} AS e WHERE {gone}")}
        bench.patch(TOUCHES, months, "new_touches", gone)

    def _collect(self, bench: Bench, month: str) -> None:
        """What is told of the changed people from the day before their first change (half an hour may cross it)."""
        visits = bench.source(VISITS, bench.months_from(VISITS, month))
        people = [bench.source(t, bench.months_from(t, month)) for t in (LEADS, INTERACTIONS, APPLICATIONS)]
        told = of_visits(visits) + " UNION ALL " + of_people(*people)
        bench.keep("told_touches", f"SELECT t.* FROM ({told}) AS t JOIN changed_people AS c ON c.person = t.person "
                   "AND t.day >= c.day - INTERVAL '1' DAY")

    def _find_changed(self, bench: Bench, merges: str) -> None:
        """`changed_people` (person, day): every id of those whose touches change, and from which day on."""
        bench.keep("told_changes", f"SELECT person, min(day) AS day FROM ({self._changed(bench)}) AS c "
                   "WHERE person IS NOT NULL GROUP BY person")
        bench.keep("changed_wholes", "SELECT coalesce(f.whole, c.person) AS whole, min(c.day) AS day "
                   f"FROM told_changes AS c LEFT JOIN {finals(merges)} AS f ON f.person = c.person GROUP BY 1")
        bench.keep("changed_people", "SELECT whole AS person, day FROM changed_wholes UNION ALL "
                   f"SELECT f.person, w.day FROM changed_wholes AS w JOIN {finals(merges)} AS f ON f.whole = w.whole")

    def _changed(self, bench: Bench) -> str:
        """SELECT of (person, day): which ids a batch told something of, and from which day on."""
        found = ["SELECT CAST(NULL AS BIGINT) AS person, CAST(NULL AS DATE) AS day"]
        if bench.has("changed_visits"):
            found.append("SELECT visitor, day FROM changed_visits")
        if bench.has("merged_people"):
            found.append("SELECT person, day FROM merged_people")
        for fact in (LEADS, INTERACTIONS, APPLICATIONS):
            for rows in (f"incoming_{fact.name}", f"removed_{fact.name}"):
                if bench.has(rows):
                    found.append(f"SELECT person, day FROM {rows}")
        return " UNION ALL ".join(found)
