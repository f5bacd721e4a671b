"""Costs by example: all recruiting costs, and what an application, a lead and a suitable candidate cost."""

from __future__ import annotations

from talentloop.core.measurement import Reason

from .conversion import COSTS_AND_HIRES
from .example import Example

COSTS = """
        costs
        day        | kind       | amount_micros
        2026-03-05 | content    | 300
        2026-03-05 | agency_fee | 5,000

        exposures
        day        | spend_micros
        2026-03-05 | 100

        applications
        day        | invited_day
        2026-03-02 | 2026-03-10
        2026-03-09 | -
        2026-03-10 | -
        2026-03-11 | 2026-03-12

        leads
        day
        2026-03-02
        2026-03-03
        2026-03-04
        2026-03-05
        2026-03-06
        """

EXAMPLES = (
    Example("recruiting_costs",
            "The client's own lines and what the networks charged: 16,000 + 3,000; May is another loop.",
            COSTS_AND_HIRES, 19_000.0),
    Example("recruiting_costs", "Per kind of cost.", COSTS_AND_HIRES, 3_000.0, by="cost_kind", segment="ads"),
    Example("recruiting_costs", "Ads alone are costs too.", """
        exposures
        day        | spend_micros
        2026-03-05 | 100
        """, 100.0),
    Example("recruiting_costs", "Costs in another loop only.", """
        costs
        day        | kind    | amount_micros
        2026-01-05 | content | 300
        """, Reason.NO_DATA_IN_PERIOD),
    Example("marketing_costs",
            "Without the fee of the employment agency: that is recruiting, not marketing.", COSTS, 400.0),
    Example("cost_per_application", "400 ÷ 4 applications.", COSTS, 100.0),
    Example("cost_per_application", "Money, but no ATS.", """
        costs
        day        | kind    | amount_micros
        2026-03-05 | content | 300
        """, Reason.NOT_CONNECTED),
    Example("cost_per_lead", "400 ÷ 5 leads.", COSTS, 80.0),
    Example("cost_per_qualified", "400 ÷ 2 who were invited within thirty days.", COSTS, 200.0),
    Example("cost_per_qualified", "Nobody was invited: no figure.", """
        costs
        day        | kind    | amount_micros
        2026-03-05 | content | 300

        applications
        day
        2026-03-02
        """, Reason.NO_DENOMINATOR),
)
