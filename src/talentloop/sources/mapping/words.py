"""Words that people write in their own tables, for the closed vocabularies of the fact tables."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("costs", "kind"): {
        "advertenties": "ads", "advertising": "ads", "media": "ads", "mediakosten": "ads", "bureau": "agency_marketing",
        "marketingbureau": "agency_marketing", "agency": "agency_marketing", "content": "content", "foto": "content",
        "video": "content", "fotografie": "content", "software": "tooling", "tools": "tooling", "licenties": "tooling",
        "jobboards": "jobboard", "vacaturebank": "jobboard", "vacaturesite": "jobboard", "vacaturebanken": "jobboard",
        "plaatsingen": "jobboard",
        "werving en selectie": "agency_fee", "w&s": "agency_fee", "bemiddeling": "agency_fee", "fee": "agency_fee",
        "aanbrengbonus": "referral_bonus", "referral": "referral_bonus", "recruiters": "recruiter_time",
        "uren recruiter": "recruiter_time", "recruiter": "recruiter_time", "uren manager": "manager_time",
        "leidinggevende": "manager_time",
        "hiring manager": "manager_time", "assessments": "assessment", "verhuizing": "relocation", "overig": "other",
        "overige": "other",
    },
    ("costs", "side"): {"extern": "external", "intern": "internal"},
    ("applications", "origin"): {"extern": "external", "intern": "internal", "bureau": "agency", "benaderd": "sourced",
                                 "sourcing": "sourced"},
    ("leads", "kind"): {
        "lead": "lead_ad", "formulier": "lead_ad", "vacature-alert": "job_alert", "job alert": "job_alert",
        "talentpool": "talent_community", "talentcommunity": "talent_community", "contactformulier": "contact",
        "evenement": "event", "beurs": "event", "open dag": "event", "download": "download", "overig": "other",
    },
    ("interactions", "kind"): {"gesprek": "chat", "whatsapp": "chat", "evenement": "event", "beurs": "event",
                               "open dag": "event", "klik": "email_click", "reactie": "reply", "antwoord": "reply"},
    ("jobs", "end_reason"): {"proeftijd": "fit", "functioneren": "fit", "mismatch": "fit", "einde contract": "planned",
                             "tijdelijk": "planned", "reorganisatie": "other", "overig": "other", "onbekend": "unknown"},
}
STAGES: Mapping[str, str] = {
    "beoordeeld": "reviewed", "reviewed": "reviewed", "uitgenodigd": "invited", "invited": "invited",
    "geschikt": "invited", "gesprek": "interview", "interview": "interview", "aanbod": "offer", "offer": "offer",
    "aangenomen": "hired", "hired": "hired", "afgewezen": "rejected", "rejected": "rejected",
    "teruggetrokken": "withdrawn", "ingetrokken": "withdrawn", "withdrawn": "withdrawn",
}
RECEIVED = frozenset(("ontvangen", "received", "nieuw", "new"))
