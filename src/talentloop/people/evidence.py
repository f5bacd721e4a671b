"""Every marketing touch of a traceable application, so that it can be credited by other rules than the last, in SQL."""

from __future__ import annotations

from ..core.facts import FACTS
from .applications import COUNTED, RECENTLY, CountedApplications, replace_changed
from .bench import Bench
from .touches import APPLICATIONS, NOON

EVIDENCE = FACTS["evidence"]

# An application counts as it was judged: where what it was judged by is gone (let go after the procedure), its channel
# stands as one touch, so that every rule divides the same applications.
TOLD = f"""
WITH seen AS (
  SELECT application, start_at AS "at", 0 AS rank, visit AS id, CASE WHEN within THEN 'T1' ELSE 'T2' END AS tier,
    channel, network, campaign FROM own_visits WHERE by_marketing AND (within OR shortly_before)
  UNION ALL
  SELECT c.application, c."at", 1 + c.rank, c.id, 'T3', coalesce(c.channel, k.channel),
    CASE WHEN c.channel IS NULL THEN k.network ELSE c.network END,
    CASE WHEN c.channel IS NULL THEN k.campaign ELSE c.campaign END
  FROM (SELECT * FROM own_contacts WHERE {RECENTLY}) AS c JOIN kept AS k ON k.application = c.application),
told AS (
  SELECT * FROM seen UNION ALL
  SELECT application, moment, 3, application, 'T4', channel, network, campaign FROM kept AS k
  WHERE tracked AND NOT EXISTS (SELECT 1 FROM seen AS s WHERE s.application = k.application)),
strongest AS (SELECT application, min(tier) AS tier FROM told GROUP BY application),
stands AS (
  SELECT t.* FROM told AS t JOIN strongest AS s ON s.application = t.application
  JOIN new_counted AS c ON c.application = t.application AND c.tier = s.tier
  UNION ALL
  SELECT c.application, CAST(c.day AS TIMESTAMP) + {NOON}, 4, c.application, c.tier, c.channel, c.network, c.campaign
  FROM new_counted AS c LEFT JOIN strongest AS s ON s.application = c.application
  WHERE c.tier IS NOT NULL AND s.tier IS DISTINCT FROM c.tier),
numbered AS (
  SELECT t.*, c.day, row_number() OVER (PARTITION BY t.application ORDER BY t."at", t.rank, t.id) AS nr,
    count(*) OVER (PARTITION BY t.application) AS of
  FROM stands AS t JOIN new_counted AS c ON c.application = t.application)
SELECT application, day, nr, of, CASE WHEN nr < of THEN 1000000 // of ELSE 1000000 - (of - 1) * (1000000 // of) END
  AS part_micros, "at", tier, channel, network, campaign FROM numbered"""


class Evidence:
    """The derivation of `evidence`, from what that of the counted applications laid out in the same commit."""

    table, version = EVIDENCE, 1
    bases = (*CountedApplications.bases, COUNTED.name)

    def rebuild(self, bench: Bench) -> None:
        if not (bench.has("own_visits") and COUNTED.name in bench.rebuilt):
            bench.keep("changed_candidates", f"SELECT DISTINCT candidate FROM {bench.source(APPLICATIONS)}")
            CountedApplications().make(bench)
        bench.replace_all(EVIDENCE, bench.keep("new_evidence", TOLD))

    def refresh(self, bench: Bench) -> None:
        if bench.has("own_visits"):
            replace_changed(bench, EVIDENCE, bench.keep("new_evidence", TOLD))
