"""Conversion by example: applications, what can be traced, leads, hires and what a hire costs."""

from __future__ import annotations

from talentloop.core.measurement import Reason

from .example import Example

EVIDENCE = """
        web_hits
        local            | visitor | identity   | channel     | kind                 | application
        2026-03-02 09:00 | 1       | persistent | paid_social | page_view            | -
        2026-03-02 09:20 | 1       | persistent | -           | application_complete | 101
        2026-02-20 09:00 | 2       | persistent | email       | page_view            | -
        2026-03-02 09:00 | 2       | persistent | -           | application_complete | 102
        2026-01-20 09:00 | 6       | persistent | email       | page_view            | -
        2026-03-02 09:00 | 6       | persistent | -           | application_complete | 106

        leads
        day        | person | kind
        2025-12-01 | 73     | job_alert
        2025-06-01 | 75     | job_alert

        applications
        application | candidate | person | day        | channel     | tracked
        101         | 1         | -      | 2026-03-02 | unknown     | -
        102         | 2         | -      | 2026-03-02 | unknown     | -
        103         | 3         | 73     | 2026-03-02 | unknown     | -
        104         | 4         | -      | 2026-03-02 | paid_social | yes
        105         | 5         | 75     | 2026-03-02 | paid_social | -
        106         | 6         | -      | 2026-03-02 | unknown     | -
        """
FORM = """
        web_hits
        local            | visitor | kind                 | application
        2026-03-02 09:00 | 1       | application_start    | -
        2026-03-02 09:02 | 1       | application_start    | -
        2026-03-02 09:05 | 1       | application_complete | 1
        2026-03-02 09:06 | 1       | application_complete | 1
        2026-03-02 09:00 | 2       | apply_click          | -
        2026-03-02 09:01 | 2       | apply_click          | -
        2026-03-02 09:02 | 2       | application_start    | -
        2026-03-02 09:00 | 3       | page_view            | -
        2026-03-02 09:00 | 4       | page_view            | -
        """
COSTS_AND_HIRES = """
        costs
        day        | kind             | side     | amount_micros
        2026-03-05 | content          | external | 2,000
        2026-03-05 | agency_marketing | external | 1,000
        2026-03-05 | recruiter_time   | internal | 4,000
        2026-03-05 | agency_fee       | external | 9,000
        2026-05-01 | content          | external | 7,777

        exposures
        day        | spend_micros
        2026-03-05 | 2,500
        2026-03-06 | 500

        applications
        application | day        | channel     | tracked | hired_day
        1           | 2026-02-10 | paid_social | yes     | 2026-03-20
        2           | 2026-03-10 | unknown     | -       | 2026-04-20
        3           | 2026-03-10 | paid_social | yes     | 2026-05-04
        4           | 2026-03-12 | paid_social | yes     | 2026-04-30
        5           | 2026-03-12 | unknown     | -       | -
        """
NO_HIRES = """
        costs
        day        | kind    | amount_micros
        2026-03-05 | content | 2,000

        applications
        day        | tracked | channel
        2026-03-10 | yes     | paid_social
        """

EXAMPLES = (
    Example("applications_started", "Once per visit, however often the form is touched.", FORM, 2),
    Example("apply_clicks",
            "Clicks on apply are counted as they are: a proxy where the form cannot be measured.", FORM, 2),
    Example("completion_rate",
            "One completed of two started; the thank-you page that was loaded twice is one.", FORM, 0.5),
    Example("completion_rate", "Nobody started: no rate.", """
        web_hits
        local            | visitor
        2026-03-02 09:00 | 1
        """, Reason.NO_DENOMINATOR),
    Example("applications_completed",
            "Received by the ATS in the loop: not from colleagues, agencies or sourcing, and no tests.", """
        applications
        day        | origin   | test
        2026-03-01 | external | -
        2026-04-30 | external | -
        2026-03-05 | internal | -
        2026-03-05 | agency   | -
        2026-03-05 | sourced  | -
        2026-03-05 | external | yes
        2026-05-01 | external | -
        """, 2),
    Example("applications_completed",
            "The same candidate for the same vacancy within thirty days is one application; on the thirtieth day it is "
            "a new one, and so is another vacancy.", """
        applications
        candidate | vacancy | day
        1         | nurse   | 2026-03-02
        1         | nurse   | 2026-03-31
        1         | cook    | 2026-03-02
        2         | nurse   | 2026-03-02
        2         | nurse   | 2026-04-01
        """, 4),
    Example("applications_completed",
            "Only an internal move in the loop: nothing that counts was received, and that is told as no data rather "
            "than as zero.", """
        applications
        day        | origin
        2026-02-05 | external
        2026-03-05 | internal
        """, Reason.NO_DATA_IN_PERIOD),
    Example("applications_completed",
            "No ATS connected: a reason; the thank-you pages of the site do not stand in for it.", FORM,
            Reason.NOT_CONNECTED),
    Example("applications_traceable",
            "T1: campaign and application in one visit. T2: campaign visit by the same visitor ten days before (forty "
            "are too many). T3: job alert of the same person within 180 days. T4: tracked link in the ATS. What a "
            "recruiter or candidate says is no evidence.", EVIDENCE, 4),
    Example("applications_traceable",
            "Each application once, under its strongest evidence.", EVIDENCE, 1, by="tier", segment="T2"),
    Example("applications_traceable",
            "The channel is that of the evidence, where the ATS said it did not know.", EVIDENCE, 1,
            by="channel", segment="email"),
    Example("traceable_share",
            "Four of six; the other two are unknown, which is not the same as untouched by marketing.", EVIDENCE,
            4 / 6),
    Example("site_conversion", "Applications in the ATS ÷ human visits.", """
        web_hits
        local            | visitor | traffic_class
        2026-03-02 09:00 | 1       | human
        2026-03-02 09:00 | 2       | human
        2026-03-02 09:00 | 3       | human
        2026-03-02 09:00 | 4       | human
        2026-03-02 09:00 | 5       | bot_known

        applications
        day
        2026-03-02
        """, 0.25),
    Example("site_conversion",
            "A channel with visits and without applications converts at zero; it is not without data.", """
        web_hits
        local            | visitor | channel
        2026-03-02 09:00 | 1       | email
        2026-03-02 09:00 | 2       | paid_social

        applications
        day        | channel
        2026-03-02 | paid_social
        """, 0.0, by="channel", segment="email"),
    Example("apply_rate", "Applications ÷ link clicks.", """
        exposures
        day        | link_clicks
        2026-03-02 | 40

        applications
        day
        2026-03-02
        2026-03-03
        """, 0.05),
    Example("apply_rate", "Without ads there are no clicks to divide by.", """
        applications
        day
        2026-03-02
        """, Reason.NOT_CONNECTED),
    Example("leads", "Everybody who left contact details; tests do not count.", """
        leads
        day        | person | kind      | test
        2026-03-02 | 1      | job_alert | -
        2026-03-09 | 1      | event     | -
        2026-03-02 | 2      | lead_ad   | -
        2026-03-02 | 3      | lead_ad   | yes
        """, 3),
    Example("leads_people", "The same, by person.", """
        leads
        day        | person | test
        2026-03-02 | 1      | -
        2026-03-09 | 1      | -
        2026-03-02 | 2      | -
        2026-03-02 | 3      | yes
        """, 2),
    Example("leads_people", "Leads without any known person: how many people they are cannot be said.", """
        leads
        day
        2026-03-02
        2026-03-09
        """, Reason.NOT_MEASURED),
    Example("leads_confirmed", "Only those that were confirmed from the mailbox.", """
        leads
        day        | confirmed
        2026-03-02 | yes
        2026-03-03 | -
        """, 1),
    Example("hires",
            "By the day on which the offer was accepted, wherever the application came from: 20 March, 20 and 30 April.",
            COSTS_AND_HIRES, 3),
    Example("hires", "Applications and no hires: zero, because the ATS is connected.", NO_HIRES, 0),
    Example("hires",
            "Hired on a second try within thirty days: the application counts once and its hire is not lost.", """
        applications
        candidate | vacancy | day        | rejected_day | hired_day
        1         | nurse   | 2026-03-02 | 2026-03-05   | -
        1         | nurse   | 2026-03-12 | -            | 2026-04-02
        """, 1),
    Example("hires_cohort", "By the day of the application: those who applied in the loop, hired by now (2, 3 and 4).",
            COSTS_AND_HIRES, 3),
    Example("cph_marketing",
            "Ads, agency, content and tools: 2,000 + 1,000 + 3,000 over three hires.", COSTS_AND_HIRES, 2000.0),
    Example("cph_marketing", "No hires: it cannot be said what one costs; not zero, and not infinite.", NO_HIRES,
            Reason.NO_DENOMINATOR),
    Example("cph_cohort",
            "By the day of the application: 6,000 over the three who applied in March and were hired by now.",
            COSTS_AND_HIRES, 2000.0),
    Example("cph_media",
            "Only what was paid for ads, over the hires that can be traced (1 and 4): 3,000 ÷ 2.",
            COSTS_AND_HIRES, 1500.0),
    Example("cph_full",
            "Everything, hours of recruiters and fees of agencies too: 19,000 ÷ 3.", COSTS_AND_HIRES, 19_000 / 3),
    Example("cph_full", "Hires, but nobody entered costs.", """
        applications
        day        | hired_day
        2026-03-10 | 2026-04-01
        """, Reason.NOT_CONNECTED),
)
