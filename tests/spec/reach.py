"""Reach by example: shown how often, to how many people, and which part of the target group that is."""

from __future__ import annotations

from talentloop.core.measurement import Reason

from .example import Between, Example

THREE_NETWORKS = """
        reach
        network  | window_start | window_end | reach  | impressions
        facebook | 2026-03-01   | 2026-05-01 | 30,000 | 120,000
        linkedin | 2026-03-01   | 2026-05-01 | 18,000 | 54,000
        tiktok   | 2026-03-01   | 2026-05-01 | 12,000 | 30,000
        """
WITH_SEARCH = """
        exposures
        day        | network       | impressions
        2026-03-02 | google_search | 900
        2026-03-02 | facebook      | 5,000

        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 2,000
        """

EXAMPLES = (
    Example("impressions",
            "Every time it was shown counts, paid and organic, on every network; the day after the loop does not.", """
        exposures
        day        | network  | paid    | impressions
        2026-03-01 | facebook | paid    | 1,000
        2026-04-30 | linkedin | paid    | 300
        2026-04-30 | linkedin | organic | 50
        2026-05-01 | facebook | paid    | 9,999
        """, 1350),
    Example("impressions", "The same row told again is a correction and takes the place of the first.", """
        exposures
        day        | impressions
        2026-03-01 | 1,000
        2026-03-01 | 1,040
        """, 1040),
    Example("impressions", "Rows that never carry the figure: not measured, which is not zero.", """
        exposures
        day        | impressions | link_clicks
        2026-03-01 | -           | 12
        """, Reason.NOT_MEASURED),
    Example("impressions", "An account that is connected, but has nothing in the loop: no data, which is not zero.", """
        exposures
        day        | impressions
        2026-01-15 | 1,000
        """, Reason.NO_DATA_IN_PERIOD),
    Example("reach_total",
            "Nobody can see people across networks: at least the largest network, at most all of them added.",
            THREE_NETWORKS, Between(30_000, 60_000)),
    Example("reach_total", "One network that gave a figure for the whole account: no range.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 30,000
        """, 30_000),
    Example("reach_total", "Campaigns of one network overlap too: the largest to their sum.", """
        reach
        network  | scope    | scope_name | window_start | window_end | reach
        facebook | campaign | spring     | 2026-03-01   | 2026-05-01 | 4,000
        facebook | campaign | nurses     | 2026-03-01   | 2026-05-01 | 2,500
        """, Between(4_000, 6_500)),
    Example("reach_total", "The figure for the account makes those of its campaigns superfluous.", """
        reach
        network  | scope    | scope_name | window_start | window_end | reach
        facebook | account  | -          | 2026-03-01   | 2026-05-01 | 5,100
        facebook | campaign | spring     | 2026-03-01   | 2026-05-01 | 4,000
        facebook | campaign | nurses     | 2026-03-01   | 2026-05-01 | 2,500
        """, 5_100),
    Example("reach_total", "Two accounts on one network may reach the same people.", """
        reach
        network  | account | window_start | window_end | reach
        linkedin | north   | 2026-03-01   | 2026-05-01 | 700
        linkedin | south   | 2026-03-01   | 2026-05-01 | 400
        """, Between(700, 1_100)),
    Example("reach_total", "Months are not a loop: reach of other windows is never added up to this one.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-04-01 | 20,000
        facebook | 2026-04-01   | 2026-05-01 | 22,000
        """, Reason.NO_SUCH_WINDOW),
    Example("reach_total",
            "Search never tells whom it reached; it does not stop the others from telling.", WITH_SEARCH, 2_000),
    Example("reach_network", "Per network its own figure.", THREE_NETWORKS, 18_000, by="network", segment="linkedin"),
    Example("reach_network", "Search has no reach, and says that rather than zero.", WITH_SEARCH, Reason.NOT_OFFERED,
            by="network", segment="google_search"),
    Example("reach_network", "A network that was on, but whose reach was not fetched for this loop.", """
        exposures
        day        | network  | impressions
        2026-03-02 | linkedin | 900

        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 2,000
        """, Reason.NO_SUCH_WINDOW, by="network", segment="linkedin"),
    Example("engagements", "Reactions, comments, shares, saves and follows; clicks are counted elsewhere.", """
        exposures
        day        | reactions | comments | shares | saves | follows | clicks | link_clicks
        2026-03-02 | 40        | 6        | 3      | -     | 1       | 90     | 70
        """, 50),
    Example("frequency", "How often those reached were shown it: 120,000 ÷ 30,000.", """
        reach
        network  | window_start | window_end | reach  | impressions
        facebook | 2026-03-01   | 2026-05-01 | 30,000 | 120,000
        """, 4.0),
    Example("frequency", "Across networks the people are a range, so the frequency is one: 204,000 ÷ 60,000 to ÷ 30,000.",
            THREE_NETWORKS, Between(3.4, 6.8)),
    Example("frequency", "A network that does not say how often in the window: its paid delivery there is added up.", """
        exposures
        day        | network  | paid    | impressions
        2026-03-02 | facebook | paid    | 9,000
        2026-03-03 | facebook | paid    | 3,000
        2026-03-03 | facebook | organic | 500

        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 4,000
        """, 3.0),
    Example("frequency",
            "Neither the network nor its delivery says how often: no frequency, not a frequency of zero.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 4,000
        """, Reason.NOT_MEASURED),
    Example("target_group_share", "6,000 of 40,000 nurses.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 6,000

        target_groups
        day        | size_low | size_high
        2026-01-01 | 40,000   | 40,000
        """, 0.15),
    Example("target_group_share", "A range of a range: 6,000 of at most 50,000 to 9,000 of at least 30,000.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 6,000
        linkedin | 2026-03-01   | 2026-05-01 | 3,000

        target_groups
        day        | size_low | size_high
        2026-01-01 | 30,000   | 50,000
        """, Between(0.12, 0.30)),
    Example("target_group_share", "Never more than everybody.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 30,000
        linkedin | 2026-03-01   | 2026-05-01 | 18,000

        target_groups
        day        | size_low | size_high
        2026-01-01 | 40,000   | 40,000
        """, Between(0.75, 1.0)),
    Example("target_group_share", "More people reached than there are: the size is wrong, so no percentage.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 60,000

        target_groups
        day        | size_low | size_high
        2026-01-01 | 30,000   | 50,000
        """, Reason.WRONG_DENOMINATOR),
    Example("target_group_share", "The latest size before the loop's end; one of May is too late.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 6,000

        target_groups
        day        | size_low | size_high
        2025-01-01 | 20,000   | 20,000
        2026-04-30 | 24,000   | 24,000
        2026-05-01 | 60,000   | 60,000
        """, 0.25),
    Example("target_group_share", "Nobody said how large the target group is.", """
        reach
        network  | window_start | window_end | reach
        facebook | 2026-03-01   | 2026-05-01 | 6,000
        """, Reason.NOT_CONNECTED),
    Example("engagement_rate",
            "A ratio of sums, never a mean of daily rates: 30 ÷ 2,000 and not the mean of 1 % and 2 %.", """
        exposures
        day        | impressions | reactions
        2026-03-02 | 1,000       | 10
        2026-03-03 | 1,000       | 20
        """, 0.015),
    Example("link_clicks", "Clicks that lead to the site, not every click on the ad.", """
        exposures
        day        | clicks | link_clicks
        2026-03-02 | 90     | 70
        2026-03-03 | 10     | -
        """, 70),
    Example("ctr", "Link clicks ÷ impressions over the whole loop: 12 ÷ 1,100, though one day stood at 10 %.", """
        exposures
        day        | impressions | link_clicks
        2026-03-02 | 100         | 10
        2026-03-03 | 1,000       | 2
        """, 12 / 1100),
    Example("ctr", "Shown to nobody: dividing by nothing gives no figure.", """
        exposures
        day        | impressions | link_clicks
        2026-03-02 | 0           | 0
        """, Reason.NO_DENOMINATOR),
    Example("spend", "What the networks charged.", """
        exposures
        day        | network  | spend_micros
        2026-03-02 | facebook | 120.50
        2026-03-03 | linkedin | 79.50
        """, 200.0),
    Example("cpm", "Euros per 1,000 impressions: 70 ÷ 10,000 × 1,000.", """
        exposures
        day        | impressions | spend_micros
        2026-03-02 | 10,000      | 70
        """, 7.0),
    Example("cpc", "Euros per link click.", """
        exposures
        day        | link_clicks | spend_micros
        2026-03-02 | 40          | 60
        """, 1.5),
    Example("cpc", "Money spent and nobody clicked: no price per click, and certainly not zero.", """
        exposures
        day        | link_clicks | spend_micros
        2026-03-02 | 0           | 60
        """, Reason.NO_DENOMINATOR),
)
