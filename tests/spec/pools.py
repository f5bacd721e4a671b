"""Talent pools by example: people by how often they were in touch in the 180 days that end with the loop."""

from __future__ import annotations

from talentloop.core.measurement import Reason

from .example import Example

EXAMPLES = (
    Example("pool_1", "Who came once or twice is in the first pool; the third time leaves it.", """
        web_hits
        local               | visitor
        2026-03-02 09:00    | 1
        2026-03-02 09:00 ×2 | 2
        2026-03-02 09:00 ×3 | 3
        """, 2),
    Example("pool_1", "The 180 days end with the loop's last day, 30 April: 2 November counts, 1 November does not.", """
        web_hits
        local            | visitor
        2025-11-01 12:00 | 1
        2025-11-02 12:00 | 2
        """, 1),
    Example("pool_1",
            "Only a lasting, consented identity is a person; employees and robots are not the target group.", """
        web_hits
        local            | visitor | identity   | traffic_class
        2026-03-02 09:00 | 1       | persistent | human
        2026-03-02 09:00 | 2       | daily      | human
        2026-03-02 09:00 | 3       | persistent | internal
        2026-03-02 09:00 | 4       | persistent | bot_known
        """, 1),
    Example("pool_1", "Two chats within half an hour are one interaction; one on the next day is a second.", """
        interactions
        local            | person
        2026-03-02 09:00 | 7
        2026-03-02 09:20 | 7
        2026-03-03 09:00 | 7
        """, 1),
    Example("pool_1", "Nothing connected that could know of people is a reason and not a zero.", """
        exposures
        day        | impressions
        2026-03-02 | 1000
        """, Reason.NOT_CONNECTED),
    Example("pool_1",
            "Nobody in touch for 180 days: nothing was measured here, which is not the same as an empty pool.", """
        web_hits
        local            | visitor
        2025-01-10 09:00 | 1
        """, Reason.NO_DATA_IN_PERIOD),
    Example("pool_2",
            "Three interactions are the second pool's and not the first's: the paper's classes overlap, ours do not.", """
        web_hits
        local               | visitor
        2026-03-02 09:00 ×2 | 1
        2026-03-02 09:00 ×3 | 2
        2026-03-02 09:00 ×5 | 3
        2026-03-02 09:00 ×6 | 4
        """, 2),
    Example("pool_2", "Telephone and laptop become one person once both gave the same address: 1 + 2 visits make 3.", """
        web_hits
        local               | visitor | person
        2026-03-02 09:00    | 1       | 77
        2026-03-09 20:00    | 2       | -
        2026-03-10 20:00    | 2       | 77
        """, 1),
    Example("pool_1", "An address given after the loop, on 1 May, changes nothing in the loop: still two persons.", """
        web_hits
        local               | visitor | person
        2026-03-02 09:00    | 1       | -
        2026-03-09 20:00    | 2       | -
        2026-05-01 20:00    | 1       | 77
        2026-05-01 20:00    | 2       | 77
        """, 2),
    Example("pool_2", "Without consent an address connects nothing: the visits stay two persons', one and two times.", """
        web_hits
        local               | visitor | person | consent
        2026-03-02 09:00    | 1       | 77     | unknown
        2026-03-09 20:00 ×2 | 2       | 77     | unknown
        """, 0),
    Example("pool_2",
            "A browser that two people use stays with the first who said who they are: 2 visits + 1 lead make 3; the "
            "other's lead stands by itself.", """
        web_hits
        local               | visitor | person
        2026-03-02 09:00    | 1       | 77
        2026-03-09 20:00    | 1       | 78

        leads
        day        | person
        2026-03-20 | 77
        2026-03-20 | 78
        """, 1),
    Example("pool_2", "Two addresses of one candidate in the ATS are one person: 1 visit, 1 application and 1 chat.", """
        web_hits
        local            | visitor | person
        2026-03-02 09:00 | 1       | 77

        applications
        application | candidate | day        | person
        1           | 5         | 2026-03-02 | 77
        2           | 5         | 2026-04-02 | 78

        interactions
        local            | person
        2026-04-10 09:00 | 78
        """, 1),
    Example("pool_2", "A completed application that the site can name connects browser and candidate: two visits "
            "and the application make 3.", """
        web_hits
        local            | visitor | kind                 | application
        2026-03-01 09:00 | 1       | page_view            | -
        2026-03-02 09:00 | 1       | application_complete | 1

        applications
        application | day        | received_at         | person
        1           | 2026-03-02 | 2026-03-02 09:15:00 | 77
        """, 1),
    Example("pool_1", "Who was hired is nobody's talent to win any more.", """
        web_hits
        local            | visitor | person
        2026-03-02 09:00 | 1       | 77
        2026-03-02 09:00 | 2       | -

        applications
        day        | person | hired_day
        2026-03-02 | 77     | 2026-04-30
        """, 1),
    Example("pool_2", "A visit in which somebody starts and completes an application is three interactions.", """
        web_hits
        local            | visitor | kind
        2026-03-02 09:00 | 1       | page_view
        2026-03-02 09:05 | 1       | application_start
        2026-03-02 09:15 | 1       | application_complete
        """, 1),
    Example("pool_2",
            "The ATS tells of the same application again, an hour later: still one. Two visits before, then visit, "
            "start and completion: 5.", """
        web_hits
        local               | visitor | kind                 | person
        2026-02-02 09:00 ×2 | 1       | page_view            | -
        2026-03-02 09:00    | 1       | page_view            | 77
        2026-03-02 09:05    | 1       | application_start    | 77
        2026-03-02 09:15    | 1       | application_complete | 77

        applications
        day        | received_at         | person
        2026-03-02 | 2026-03-02 09:15:00 | 77
        """, 1),
    Example("pool_3", "Six interactions reach the third pool, sixteen leave it.", """
        web_hits
        local                | visitor
        2026-03-02 09:00 ×5  | 1
        2026-03-02 09:00 ×6  | 2
        2026-03-02 09:00 ×15 | 3
        2026-03-02 09:00 ×16 | 4
        """, 2),
    Example("pool_3", "Visits, a lead and an event of one person add up: 4 + 1 + 1 = 6.", """
        web_hits
        local               | visitor | person
        2026-03-02 09:00 ×4 | 1       | 77

        leads
        day        | person
        2026-03-20 | 77

        interactions
        local            | person | kind
        2026-04-01 19:00 | 77     | event
        """, 1),
    Example("pool_4",
            "Sixteen and more: mostly colleagues, recruiters and robots, shown as a hint about the measuring.", """
        web_hits
        local                | visitor
        2026-03-02 09:00 ×15 | 1
        2026-03-02 09:00 ×16 | 2
        2026-03-02 09:00 ×40 | 3
        """, 2),
    Example("pool_4", "With people in other pools, an empty pool is a true zero.", """
        web_hits
        local            | visitor
        2026-03-02 09:00 | 1
        """, 0),
    Example("pool_1_to_3",
            "A client may count by the paper's upper bounds: the third interaction then stays in the first pool.", """
        web_hits
        local               | visitor
        2026-03-02 09:00 ×3 | 1
        2026-03-02 09:00 ×4 | 2
        """, 1),
    Example("pool_4_to_6",
            "By the paper's upper bounds the fourth, fifth and sixth interaction are the second pool's.", """
        web_hits
        local               | visitor
        2026-03-02 09:00 ×3 | 1
        2026-03-02 09:00 ×4 | 2
        2026-03-02 09:00 ×6 | 3
        2026-03-02 09:00 ×7 | 4
        """, 2),
    Example("pool_7_to_15",
            "By the paper's upper bounds the highest pool begins at seven; sixteen is beyond it, as ever.", """
        web_hits
        local                | visitor
        2026-03-02 09:00 ×6  | 1
        2026-03-02 09:00 ×7  | 2
        2026-03-02 09:00 ×15 | 3
        2026-03-02 09:00 ×16 | 4
        """, 2),
)
