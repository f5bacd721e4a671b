"""Traffic by example: visits and visitors of the careers site, and how much interest they show."""

from __future__ import annotations

from datetime import date

from talentloop.core.measurement import Reason
from talentloop.core.period import Period

from .example import Example

SPRING_FORWARD = Period(date(2026, 3, 29), date(2026, 3, 30))  # 23 hours
FALL_BACK = Period(date(2026, 10, 25), date(2026, 10, 26))  # 25 hours
RETURNS = """
        web_hits
        local            | visitor | identity
        2025-12-01 09:00 | 1       | persistent
        2026-03-02 09:00 | 1       | persistent
        2026-03-02 09:00 | 2       | persistent
        2026-03-02 14:00 | 2       | persistent
        2026-03-02 09:00 | 3       | persistent
        2026-03-09 09:00 | 3       | persistent
        2025-01-10 09:00 | 4       | persistent
        2026-03-02 09:00 | 4       | persistent
        2026-03-02 09:00 | 5       | daily
        """
CHANNELS = """
        web_hits
        local            | visitor | identity   | channel
        2026-03-02 09:00 | 1       | persistent | organic_search
        2026-03-02 19:00 | 1       | persistent | google_for_jobs
        2026-03-02 09:00 | 2       | persistent | organic_social
        2026-03-02 09:00 | 3       | persistent | ai_assistant
        2026-03-02 09:00 | 4       | persistent | paid_social
        2026-03-02 09:00 | 5       | persistent | jobboard_free
        2026-03-02 09:00 | 6       | persistent | -
        2026-03-02 09:00 | 7       | daily      | organic_search
        """
ENGAGEMENT = """
        web_hits
        local            | visitor | kind        | page     | engaged_ms
        2026-03-02 09:00 | 1       | page_view   | /stories | 9,999
        2026-03-02 09:00 | 2       | page_view   | /stories | 4,000
        2026-03-02 09:01 | 2       | engage      | /stories | 6,000
        2026-03-02 09:00 | 3       | page_view   | /stories | -
        2026-03-02 09:01 | 3       | page_view   | /jobs    | -
        2026-03-02 09:00 | 4       | page_view   | /jobs/7  | 2,000
        2026-03-02 09:01 | 4       | apply_click | /jobs/7  | -
        """
SCROLLS = """
        web_hits
        local            | visitor | page     | page_type | kind      | scroll_pct
        2026-03-02 09:00 | 1       | /stories | content   | page_view | -
        2026-03-02 09:01 | 1       | /stories | content   | scroll    | 40
        2026-03-02 09:02 | 1       | /stories | content   | scroll    | 75
        2026-03-02 09:00 | 2       | /jobs/7  | job       | scroll    | 95
        2026-03-02 09:00 | 3       | /team    | team      | scroll    | 10
        2026-03-02 09:00 | 4       | /apply   | form      | scroll    | 100
        2026-03-02 09:00 | 5       | /stories | content   | page_view | -
        """

EXAMPLES = (
    Example("visits", "Thirty minutes of silence are still the same visit, thirty-one are not.", """
        web_hits
        local            | visitor
        2026-03-02 09:00 | 1
        2026-03-02 09:30 | 1
        2026-03-02 10:01 | 1
        """, 2),
    Example("visits",
            "Midnight does not cut a visit, and it belongs to the day on which it began: the last of the loop.", """
        web_hits
        local            | visitor
        2026-04-30 23:50 | 1
        2026-05-01 00:10 | 1
        """, 1),
    Example("visits", "And so the loop after it does not count that visit again.", """
        web_hits
        local            | visitor
        2026-04-30 23:50 | 1
        2026-05-01 00:10 | 1
        2026-05-03 12:00 | 2
        """, 1, Period(date(2026, 5, 1), date(2026, 7, 1))),
    Example("visits", "A second campaign within the half hour does not begin a second visit.", """
        web_hits
        local            | visitor | channel     | campaign
        2026-03-02 09:00 | 1       | paid_social | spring
        2026-03-02 09:10 | 1       | email       | newsletter
        """, 1),
    Example("visits", "On the day of 23 hours 01:50 and 03:10 are twenty minutes apart: one visit.", """
        web_hits
        local            | visitor
        2026-03-29 01:50 | 1
        2026-03-29 03:10 | 1
        """, 1, SPRING_FORWARD),
    Example("visits", "On the day of 25 hours it is 02:10 twice, an hour apart: two visits of one local day.", """
        web_hits
        at               | day        | visitor
        2026-10-25 00:10 | 2026-10-25 | 1
        2026-10-25 01:10 | 2026-10-25 | 1
        2026-10-25 22:59 | 2026-10-25 | 1
        """, 3, FALL_BACK),
    Example("visits", "Robots, colleagues and tests are kept but not counted; one bad hit spoils its visit.", """
        web_hits
        local            | visitor | traffic_class
        2026-03-02 09:00 | 1       | human
        2026-03-02 09:00 | 2       | bot_known
        2026-03-02 09:00 | 3       | bot_suspect
        2026-03-02 09:00 | 4       | internal
        2026-03-02 09:00 | 5       | test
        2026-03-02 09:00 | 6       | human
        2026-03-02 09:05 | 6       | bot_suspect
        """, 1),
    Example("visits", "The same event delivered twice is one event.", """
        web_hits
        event | local            | visitor
        900   | 2026-03-02 09:00 | 1
        900   | 2026-03-02 09:00 | 1
        """, 1),
    Example("visits", "Only robots came: a true zero, because the measuring was on.", """
        web_hits
        local            | visitor | traffic_class
        2026-03-02 09:00 | 1       | bot_known
        """, 0),
    Example("visits", "Nothing measured in the loop: no data, which is not zero.", """
        web_hits
        local            | visitor
        2026-01-10 09:00 | 1
        """, Reason.NO_DATA_IN_PERIOD),
    Example("visits", "Limited measuring counts in volumes.", """
        web_hits
        local            | visitor | identity | consent
        2026-03-02 09:00 | 1       | daily    | limited
        2026-03-03 09:00 | 2       | daily    | limited
        """, 2),
    Example("visits", "Per channel: the first hit that carries one decides, without any it is direct.", """
        web_hits
        local            | visitor | channel
        2026-03-02 09:00 | 1       | -
        2026-03-02 09:01 | 1       | paid_social
        2026-03-02 09:02 | 1       | email
        2026-03-02 09:00 | 2       | -
        """, 1, by="channel", segment="paid_social"),
    Example("time_on_site", "With an even number of visits the median is the mean of the middle two: 20 and 40 s.", """
        web_hits
        local            | visitor | engaged_ms
        2026-03-02 09:00 | 1       | 5,000
        2026-03-02 09:00 | 2       | 20,000
        2026-03-02 09:00 | 3       | 40,000
        2026-03-02 09:00 | 4       | 600,000
        """, 30.0),
    Example("time_on_site", "With an odd number it is the middle one, however long the longest stayed.", """
        web_hits
        local            | visitor | engaged_ms
        2026-03-02 09:00 | 1       | 5,000
        2026-03-02 09:00 | 2       | 20,000
        2026-03-02 09:00 | 3       | 600,000
        """, 20.0),
    Example("time_on_site", "A tool that does not measure time: no figure, and not zero seconds.", """
        web_hits
        local            | visitor | engaged_ms
        2026-03-02 09:00 | 1       | -
        """, Reason.NOT_MEASURED),
    Example("time_on_site_mean", "Engaged seconds of all visits ÷ visits.", """
        web_hits
        local            | visitor | engaged_ms
        2026-03-02 09:00 | 1       | 5,000
        2026-03-02 09:00 | 2       | 20,000
        2026-03-02 09:01 | 2       | 20,000
        2026-03-02 09:00 | 3       | 600,000
        """, 215.0),
    Example("pageviews_per_visitor",
            "Page views of consented visitors ÷ those visitors: (3 + 1) ÷ 2; the third has no identity.", """
        web_hits
        local            | visitor | identity   | kind
        2026-03-02 09:00 | 1       | persistent | page_view
        2026-03-02 09:01 | 1       | persistent | page_view
        2026-03-09 09:00 | 1       | persistent | page_view
        2026-03-09 09:01 | 1       | persistent | scroll
        2026-03-02 09:00 | 2       | persistent | page_view
        2026-03-02 09:00 | 3       | daily      | page_view
        """, 2.0),
    Example("pageviews_per_visitor", "Nobody gave consent: no visitors to divide by.", """
        web_hits
        local            | visitor | identity
        2026-03-02 09:00 | 1       | daily
        """, Reason.NO_DENOMINATOR),
    Example("pageviews", "Page views of human visits, whatever the consent.", """
        web_hits
        local            | visitor | identity   | traffic_class | kind
        2026-03-02 09:00 | 1       | persistent | human         | page_view
        2026-03-02 09:00 | 2       | daily      | human         | page_view
        2026-03-02 09:00 | 2       | daily      | human         | scroll
        2026-03-02 09:00 | 3       | persistent | internal      | page_view
        """, 2),
    Example("pageviews_per_visit", "Three page views in two visits.", """
        web_hits
        local            | visitor
        2026-03-02 09:00 | 1
        2026-03-02 09:01 | 1
        2026-03-02 09:00 | 2
        """, 1.5),
    Example("scroll_depth",
            "The deepest point per reader, page and day: 75, 95 and 10 %. Forms are not made to be read, and who sent "
            "no depth is not at zero.", SCROLLS, 75),
    Example("scroll_depth", "An even number: the mean of the middle two, 40 and 75.", """
        web_hits
        local            | visitor | page     | page_type | scroll_pct
        2026-03-02 09:00 | 1       | /stories | content   | 40
        2026-03-02 09:00 | 2       | /stories | content   | 75
        """, 57.5),
    Example("scroll75", "Two of the three reads with a depth come to 75 %.", SCROLLS, 2 / 3),
    Example("scroll90_rate", "GA4 tells only whether 90 % was passed: 1 of 4 views.", """
        web_hits
        local            | visitor | page     | page_type | kind      | scroll_90
        2026-03-02 09:00 | 1       | /stories | content   | page_view | -
        2026-03-02 09:01 | 1       | /stories | content   | scroll    | 1
        2026-03-02 09:00 | 2       | /stories | content   | page_view | -
        2026-03-02 09:01 | 2       | /stories | content   | page_view | -
        2026-03-02 09:00 | 3       | /stories | content   | page_view | -
        """, 0.25),
    Example("returning_visitors",
            "Visitors 1 and 3 were here on another day before. 2 came twice on one day, 4 stayed away longer than an "
            "identity lives, 5 has none.", RETURNS, 2),
    Example("returning_share",
            "Two of the four that we can know again. New and returning exclude each other per visit.", RETURNS, 0.5),
    Example("returning_share", "Limited measuring only: nobody can be known again, so there is no share.", """
        web_hits
        local            | visitor | identity
        2026-03-02 09:00 | 1       | daily
        """, Reason.NO_DENOMINATOR),
    Example("unique_visitors",
            "Each consented visitor once for the whole loop, though the days add up to 5.", RETURNS, 4),
    Example("unique_visitors",
            "Three had a new visit, 3 among them, who returned on the 9th. So new and returning do not add up to the "
            "unique ones: returning and only-new do.", RETURNS, 3, by="new_returning", segment="new"),
    Example("organic_visitors",
            "Unpaid search, Google for Jobs, unpaid social and AI assistants: 1, 2 and 3. Not direct, not job boards.",
            CHANNELS, 3),
    Example("organic_visits",
            "The same by visit and for all traffic: 1 twice, 2, 3 and the one without consent.", CHANNELS, 5),
    Example("organic_search_visits", "In the strict sense: search engines and Google for Jobs.", CHANNELS, 3),
    Example("engaged_visits",
            "Ten engaged seconds (2), two pages (3) or a click on apply (4); 9.999 seconds are too short (1).",
            ENGAGEMENT, 3),
    Example("engaged_rate", "Three of four.", ENGAGEMENT, 0.75),
    Example("bounce_rate", "What is left: one of four.", ENGAGEMENT, 0.25),
    Example("bounce_rate", "Only robots: no visits to divide by.", """
        web_hits
        local            | visitor | traffic_class
        2026-03-02 09:00 | 1       | bot_known
        """, Reason.NO_DENOMINATOR),
)
