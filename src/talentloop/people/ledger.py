"""The client's own costs and what the networks charged become one ledger, in SQL."""

from __future__ import annotations

from ..core.facts import FACTS
from .bench import Bench

COSTS, EXPOSURES, LEDGER = FACTS["costs"], FACTS["exposures"], FACTS["ledger"]


def entries(costs: str, exposures: str) -> str:
    """SELECT of the ledger: costs by day, line and kind; spend by day, network and campaign."""
    return f"""
SELECT day, line, kind, min(side) AS side, CAST(NULL AS VARCHAR) AS network, CAST(NULL AS VARCHAR) AS campaign,
  CAST(sum(amount_micros) AS BIGINT) AS amount_micros
FROM {costs} GROUP BY day, line, kind
UNION ALL
SELECT day, network AS line, 'ads' AS kind, 'external' AS side, network, campaign,
  CAST(sum(spend_micros) AS BIGINT) AS amount_micros
FROM {exposures} WHERE spend_micros IS NOT NULL GROUP BY day, network, campaign"""


class Ledger:
    """The derivation of `ledger`: a month in which a cost or a spend changed is made anew."""

    table, version, bases = LEDGER, 1, LEDGER.derived_from

    def rebuild(self, bench: Bench) -> None:
        bench.replace_all(LEDGER, bench.keep("new_ledger", entries(bench.source(COSTS), bench.source(EXPOSURES))))

    def refresh(self, bench: Bench) -> None:
        for month in sorted(bench.touched(COSTS) | bench.touched(EXPOSURES)):
            bench.rewrite(LEDGER, month, entries(bench.source(COSTS, [month]), bench.source(EXPOSURES, [month])))
