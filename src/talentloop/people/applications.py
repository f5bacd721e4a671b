"""Applications that count for marketing, each with the evidence that marketing touched it, in SQL (semantics §3.16)."""

from __future__ import annotations

from ..core.facts import FACTS, FactTable
from ..core.identity import ID_DAYS
from .bench import Bench, month_before
from .detached import as_judged
from .links import COMPLETIONS
from .match import MERGES, finals, known_as
from .touches import APPLICATIONS, INTERACTIONS, LEADS, NOON
from .visits import VISITS

COUNTED = FACTS["counted_applications"]
AGAIN = 30  # days in which the same candidate and vacancy are the same application
RECENT_VISIT = "INTERVAL '30' DAY"
RECENT_CONTACT = "INTERVAL '180' DAY"
FIRST_TOUCH = ID_DAYS  # a first touch is looked for as long as an id may be known again
# Channels that somebody works on for recruitment. Organic search and direct are no evidence of marketing.
MARKETING = ("paid_social", "organic_social", "paid_search", "display_video", "jobboard_paid", "jobboard_free",
             "google_for_jobs", "email", "whatsapp_chat", "employee_referral", "event_offline")
COUNTS = "origin = 'external' AND coalesce(test, FALSE) = FALSE"
SAME = "same.candidate = p.candidate AND same.vacancy IS NOT DISTINCT FROM p.vacancy"


def group_rounds(bench: Bench) -> None:
    """Which applications are one: `grouped` (application, kept).

    The first of a candidate and vacancy counts; those within 30 days of it go with it; what is left starts again.
    Round by round, because each round's first depends on the one before.
    """
    bench.keep("pending", f"SELECT application, candidate, vacancy, day FROM {bench.source(APPLICATIONS)} AS a "
               f"WHERE {COUNTS} AND EXISTS (SELECT 1 FROM changed_candidates AS c WHERE c.candidate = a.candidate)")
    bench.keep("grouped", "SELECT CAST(NULL AS BIGINT) AS application, CAST(NULL AS BIGINT) AS kept WHERE FALSE")
    while bench.ask("SELECT count(*) FROM pending")[0][0]:
        bench.keep("heads", "SELECT * FROM pending QUALIFY "
                   "row_number() OVER (PARTITION BY candidate, vacancy ORDER BY day, application) = 1")
        near = f"p.day < same.day + INTERVAL '{AGAIN}' DAY"
        bench.extend("grouped", "SELECT p.application, same.application FROM pending AS p "
                     f"JOIN heads AS same ON {SAME} WHERE {near}")
        bench.keep("later", f"SELECT p.* FROM pending AS p JOIN heads AS same ON {SAME} WHERE NOT ({near})")
        bench.keep("pending", "SELECT * FROM later")


def outcomes(applications: str) -> str:
    """SELECT of (kept, days of the stages): the earliest of the group, so that a hire on the second try is not lost."""
    return f"""
SELECT g.kept, min(coalesce(a.invited_day, a.interview_day, a.offer_day, a.hired_day)) AS invited_day,
  min(coalesce(a.offer_day, a.hired_day)) AS offer_day, min(a.hired_day) AS hired_day,
  CASE WHEN min(a.hired_day) IS NOT NULL THEN min(a.hired_day)
       WHEN count(*) = count(coalesce(a.rejected_day, a.withdrawn_day))
       THEN max(least(coalesce(a.rejected_day, a.withdrawn_day), coalesce(a.withdrawn_day, a.rejected_day)))
  END AS closed_day
FROM grouped AS g JOIN {applications} AS a ON a.application = g.application GROUP BY g.kept"""


CHANNELS = ", ".join(f"'{c}'" for c in MARKETING)


def seen(tier: str, condition: str) -> str:
    """SELECT of the latest marketing visit of an application under a condition."""
    return f"""
SELECT application, '{tier}' AS tier, channel, network, campaign FROM own_visits
WHERE by_marketing AND {condition}
QUALIFY row_number() OVER (PARTITION BY application ORDER BY start_at DESC, visit DESC) = 1"""


RECENTLY = f'"at" >= moment - {RECENT_CONTACT} AND ("at" <= moment OR (rank = 0 AND contact_day = day))'


def contacted() -> str:
    """SELECT of the latest recent contact of an application; without a channel of its own the ATS's stands."""
    return f"""
SELECT application, 'T3' AS tier, channel, network, campaign FROM own_contacts
WHERE {RECENTLY}
QUALIFY row_number() OVER (PARTITION BY application ORDER BY "at" DESC, rank DESC, id DESC) = 1"""


FINAL = f"""
SELECT k.application, k.person, k.day, k.vacancy, k.job_family, k.location,
  CASE WHEN e.channel IS NULL THEN k.channel ELSE e.channel END AS channel,
  CASE WHEN e.channel IS NULL THEN k.network ELSE e.network END AS network,
  CASE WHEN e.channel IS NULL THEN k.campaign ELSE e.campaign END AS campaign,
  coalesce(e.tier, CASE WHEN k.tracked THEN 'T4' END) AS tier,
  CASE WHEN e.tier IS NULL AND NOT coalesce(k.tracked, FALSE) THEN k.channel END AS source_said,
  o.invited_day, o.offer_day, o.hired_day, o.closed_day,
  CAST(date_diff('day', k.day, o.invited_day) AS BIGINT) AS days_to_invite,
  CAST(date_diff('day', k.day, o.hired_day) AS BIGINT) AS days_to_hire,
  f.first_touch_day
FROM kept AS k JOIN outcomes AS o ON o.kept = k.application
LEFT JOIN (SELECT * FROM evidence QUALIFY row_number() OVER (PARTITION BY application ORDER BY tier) = 1) AS e
  ON e.application = k.application
LEFT JOIN (
  SELECT application, min(touched) AS first_touch_day
  FROM (SELECT application, day, visit_day AS touched FROM own_visits UNION ALL
        SELECT application, day, contact_day FROM own_contacts) AS t
  WHERE touched <= day AND touched >= day - INTERVAL '{FIRST_TOUCH}' DAY GROUP BY application) AS f
  ON f.application = k.application"""


def replace_changed(bench: Bench, table: FactTable, fresh: str) -> None:
    """Rows of the changed candidates' applications make way for the new ones."""
    theirs = f"(SELECT application FROM {bench.source(APPLICATIONS)} AS a JOIN changed_candidates AS c " \
             "ON c.candidate = a.candidate)"
    gone = f"e.application IN {theirs}"
    if bench.has("removed_applications"):
        gone = f"({gone} OR e.application IN (SELECT application FROM removed_applications))"
    months = {m for m, in bench.ask(
        f"SELECT DISTINCT strftime(day, '%Y-%m') FROM {bench.source(table)} AS e WHERE {gone}")}
    bench.patch(table, months, fresh, gone)


class CountedApplications:
    """The derivation of `counted_applications`: those of which a batch changed the stages or the evidence."""

    table, version = COUNTED, 2
    bases = (*COUNTED.derived_from, INTERACTIONS.name, MERGES.name, COMPLETIONS.name)

    def rebuild(self, bench: Bench) -> None:
        bench.keep("changed_candidates", f"SELECT DISTINCT candidate FROM {bench.source(APPLICATIONS)}")
        self.make(bench)
        bench.replace_all(COUNTED, "new_counted")

    def refresh(self, bench: Bench) -> None:
        self._find_changed(bench)
        if not bench.ask("SELECT count(*) FROM changed_candidates")[0][0]:
            return
        self.make(bench)
        replace_changed(bench, COUNTED, "new_counted")

    def _find_changed(self, bench: Bench) -> None:
        """`changed_candidates`: those with a changed application, visit, merge, lead or contact."""
        people, wholes, found = [], [], ["SELECT CAST(NULL AS BIGINT) AS candidate WHERE FALSE"]
        if bench.has("merged_people"):
            wholes.append("SELECT person FROM merged_people")
        if bench.has("changed_visits"):
            wholes.append("SELECT visitor FROM changed_visits")
            found.append(f"SELECT a.candidate FROM {bench.source(APPLICATIONS)} AS a "
                         f"JOIN {bench.source(COMPLETIONS)} AS d ON d.application = a.application "
                         "JOIN changed_visits AS v ON v.visitor = d.visitor")
        people += [f"SELECT person FROM {rows}" for fact in (LEADS, INTERACTIONS)
                   for rows in (f"incoming_{fact.name}", f"removed_{fact.name}") if bench.has(rows)]
        found += [f"SELECT candidate FROM {rows}" for rows in ("incoming_applications", "removed_applications")
                  if bench.has(rows)]
        if people:
            found.append(f"SELECT candidate FROM {bench.source(APPLICATIONS)} "
                         f"WHERE person IN ({' UNION ALL '.join(people)})")
        if wholes:
            known = finals(bench.source(MERGES))
            found.append(f"""
                SELECT a.candidate FROM {bench.source(APPLICATIONS)} AS a LEFT JOIN {known} AS fa ON fa.person = a.person
                WHERE coalesce(fa.whole, a.person) IN (
                  SELECT coalesce(f.whole, c.person) FROM ({' UNION ALL '.join(wholes)}) AS c(person)
                  LEFT JOIN {known} AS f ON f.person = c.person)""")
        bench.keep("changed_candidates", f"SELECT DISTINCT candidate FROM ({' UNION ALL '.join(found)}) AS c")

    def make(self, bench: Bench) -> None:
        """`new_counted`: the counted applications of the changed candidates."""
        group_rounds(bench)
        bench.keep("outcomes", outcomes(bench.source(APPLICATIONS)))
        bench.keep("kept", "SELECT a.*, coalesce(a.received_at, CAST(a.day AS TIMESTAMP) + "
                   f"{NOON}) AS moment FROM {bench.source(APPLICATIONS)} AS a "
                   "JOIN (SELECT DISTINCT kept FROM grouped) AS g ON g.kept = a.application")
        self._own_visits(bench)
        self._own_contacts(bench)
        bench.keep("evidence", " UNION ALL ".join(f"SELECT * FROM ({tier}) AS x" for tier in (
            seen("T1", "within"), seen("T2", "shortly_before"), contacted())))
        bench.keep("judged", FINAL)
        bench.keep("new_counted", f"SELECT * FROM {as_judged(bench, 'judged')}")

    def _own_visits(self, bench: Bench) -> None:
        """`own_visits`: human visits of the browsers that completed an application or belong to its person."""
        bench.keep("done", f"SELECT k.application, d.visitor, d.at FROM {bench.source(COMPLETIONS)} AS d "
                   "JOIN kept AS k ON k.application = d.application")
        merges = bench.source(MERGES)
        bench.keep("owners", "SELECT k.application, k.day, coalesce(m.whole, k.person) AS whole "
                   f"FROM {known_as('kept AS k', 'k.person', 'k.day', merges)} WHERE k.person IS NOT NULL")
        bench.keep("browsers", "SELECT DISTINCT application, visitor FROM done UNION "
                   "SELECT application, whole FROM owners UNION "
                   f"SELECT o.application, m.person FROM owners AS o JOIN {merges} AS m ON m.whole = o.whole "
                   "AND m.day <= o.day AND (m.until IS NULL OR o.day < m.until)")
        first = bench.ask("SELECT min(day) FROM kept")[0][0]
        done = bench.ask("SELECT min(CAST(d.at AS DATE)) FROM done AS d")[0][0]
        starts = [month_before(first, FIRST_TOUCH)] if first else []
        starts += [month_before(done, 62)] if done else []  # the 30 days before, and a visit that began before them
        visits = bench.source(VISITS, bench.months_from(VISITS, min(starts, default=None)))
        bench.keep("own_visits", f"""
            SELECT k.application, k.day, v.visit, v.start_at, v.day AS visit_day, v.channel, v.network, v.campaign,
              v.channel IN ({CHANNELS}) AS by_marketing,
              bool_or(coalesce(d.at >= v.start_at AND d.at <= v.end_at, FALSE)) AS within,
              bool_or(coalesce(v.identity = 'persistent' AND v.start_at <= d.at
                      AND v.start_at >= d.at - {RECENT_VISIT}, FALSE)) AS shortly_before
            FROM {visits} AS v JOIN browsers AS b ON b.visitor = v.visitor
            JOIN kept AS k ON k.application = b.application
            LEFT JOIN done AS d ON d.application = b.application AND d.visitor = v.visitor
            WHERE v.traffic_class = 'human' GROUP BY ALL""")

    def _own_contacts(self, bench: Bench) -> None:
        """`own_contacts`: leads and interactions of the applications' persons."""
        bench.keep("own_contacts", f"""
            SELECT k.application, k.day, k.moment, c.* FROM kept AS k JOIN (
              SELECT person, CAST(day AS TIMESTAMP) + {NOON} AS "at", day AS contact_day, 0 AS rank, lead AS id, channel,
                network, campaign FROM {bench.source(LEADS)} WHERE coalesce(test, FALSE) = FALSE
              UNION ALL
              SELECT person, "at", day, 1, interaction, channel, NULL, NULL FROM {bench.source(INTERACTIONS)}) AS c
            ON c.person = k.person""")
