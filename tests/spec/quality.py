"""Quality by example: the right people, how long it took, and whether they stay."""

from __future__ import annotations

from talentloop.core.measurement import Reason

from .example import Between, Example

# Freireich and others 1963, remission on 6-MP in weeks (21 patients), the textbook example of Kaplan and Meier's
# method: S(10 weeks) = 0.753, S(23 weeks) = 0.448. Here the weeks are employments; "planned" stands for censored.
TEXTBOOK = """
        jobs
        day        | end_day    | end_reason
        2025-03-03 | 2025-04-14 | other
        2025-03-03 | 2025-04-14 | other
        2025-03-03 | 2025-04-14 | other
        2025-03-03 | 2025-04-14 | planned
        2025-03-03 | 2025-04-21 | other
        2025-03-03 | 2025-05-05 | planned
        2025-03-03 | 2025-05-12 | other
        2025-03-03 | 2025-05-12 | planned
        2025-03-03 | 2025-05-19 | planned
        2025-03-03 | 2025-06-02 | other
        2025-03-03 | 2025-06-23 | other
        2025-03-03 | 2025-06-30 | planned
        2025-03-03 | 2025-07-14 | planned
        2025-03-03 | 2025-07-21 | planned
        2025-03-03 | 2025-08-04 | other
        2025-03-03 | 2025-08-11 | other
        2025-03-03 | 2025-08-25 | planned
        2025-03-03 | 2025-10-13 | planned
        2025-03-03 | 2025-10-13 | planned
        2025-03-03 | 2025-10-27 | planned
        2025-03-03 | 2026-04-30 | planned
        """
MISMATCHES = """
        jobs
        day        | end_day    | end_reason
        2025-01-06 | 2025-03-31 | fit
        2025-01-06 | 2025-05-31 | unknown
        2025-01-06 | 2025-08-31 | other
        2025-01-06 | -          | -
        2025-01-06 | -          | -
        """
INVITED = """
        applications
        day        | invited_day | interview_day | hired_day
        2026-03-02 | 2026-03-10  | -             | -
        2026-03-02 | 2026-04-01  | -             | -
        2026-03-02 | 2026-04-02  | -             | -
        2026-03-02 | -           | 2026-03-20    | -
        2026-03-02 | -           | -             | -
        """

EXAMPLES = (
    Example("qualified_rate",
            "Invited within thirty days of the application; thirty-one are too many. An interview implies that somebody"
            " was invited.", INVITED, 0.6),
    Example("qualified_rate", "No applications: no rate.", """
        applications
        day        | origin
        2026-03-02 | internal
        """, Reason.NO_DATA_IN_PERIOD),
    Example("time_to_hire",
            "Days from application to accepted offer, of hires in the loop. 20, 30, 40 and 90: half-way between the "
            "middle two.", """
        applications
        day        | hired_day
        2026-03-01 | 2026-03-21
        2026-03-01 | 2026-03-31
        2026-03-01 | 2026-04-10
        2025-12-11 | 2026-03-11
        2026-03-01 | 2026-05-02
        """, 35.0),
    Example("time_to_hire", "No hires in the loop: nothing to take the middle of.", """
        applications
        day
        2026-03-02
        """, Reason.NO_DATA_IN_PERIOD),
    Example("time_to_fill",
            "Days from approval to accepted offer, of vacancies filled in the loop; an odd number has one middle.", """
        vacancies
        day        | filled_day | days_to_fill
        2026-01-05 | 2026-03-06 | 60
        2026-02-02 | 2026-03-16 | 42
        2025-10-01 | 2026-04-01 | 182
        2026-02-02 | -          | -
        """, 60),
    Example("retention_90",
            "The textbook: 21 began, of whom after 90 days 1 − 3⁄21, 1 − 1⁄17, 1 − 1⁄15 multiplied are left: 0.753.",
            TEXTBOOK, (1 - 3 / 21) * (1 - 1 / 17) * (1 - 1 / 15)),
    Example("retention_90", "Everybody began less than 90 days before the loop's end: not yet.", """
        jobs
        day
        2026-03-02
        2026-04-01
        """, Reason.NOT_YET),
    Example("retention_365", "The textbook continued to 23 weeks: 0.448, and nobody left after that.", TEXTBOOK,
            (1 - 3 / 21) * (1 - 1 / 17) * (1 - 1 / 15) * (1 - 1 / 12) * (1 - 1 / 11) * (1 - 1 / 7) * (1 - 1 / 6)),
    Example("retention_365", "What ends after the loop is not known at its end: both were still there.", """
        jobs
        day        | end_day    | end_reason
        2025-01-06 | 2026-05-01 | other
        2025-01-06 | -          | -
        """, 1.0),
    Example("mishire_rate",
            "One of five left because it did not fit, one for a reason that nobody wrote down: a range. Leaving for "
            "another reason is no mishire.", MISMATCHES, Between(0.2, 0.4)),
    Example("mishire_rate", "All reasons known: no range.", """
        jobs
        day        | end_day    | end_reason
        2025-01-06 | 2025-03-31 | fit
        2025-01-06 | -          | -
        2025-01-06 | -          | -
        2025-01-06 | -          | -
        """, 0.25),
    Example("mishire_rate", "An empty reason is an unknown reason.", """
        jobs
        day        | end_day    | end_reason
        2025-01-06 | 2025-03-31 | -
        2025-01-06 | -          | -
        """, Between(0.0, 0.5)),
    Example("quality_of_hire", "Scores per group weigh by its people: (8 × 7.0 + 2 × 9.0) ÷ 10 = 7.4, not 8.0.", """
        quality_scores
        day        | people | score_sum
        2026-03-31 | 8      | 5,600
        2026-03-31 | 2      | 1,800
        """, 7.4),
    Example("quality_of_hire", "A group of nobody.", """
        quality_scores
        day        | people | score_sum
        2026-03-31 | 0      | 0
        """, Reason.NO_DENOMINATOR),
)
