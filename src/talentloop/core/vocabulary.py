"""The closed vocabularies of the facts: every word that a column of a few words may hold."""

from __future__ import annotations

PROVENANCES = ("measured", "platform_estimate", "modelled", "stated", "manual")
CONSENTS = ("full", "limited", "refused", "unknown")
TRAFFIC_CLASSES = ("human", "bot_known", "bot_suspect", "internal", "test")
IDENTITIES = ("persistent", "daily", "none")
PAGE_TYPES = ("home", "content", "team", "job_list", "job", "form", "thank_you", "other")
NETWORKS = (
    "facebook", "instagram", "meta", "linkedin", "google_search", "google_display", "youtube",
    "tiktok", "snapchat", "pinterest", "x", "indeed", "whatsapp", "other",
)
CHANNELS = (
    "paid_social", "organic_social", "paid_search", "organic_search", "google_for_jobs", "jobboard_paid",
    "jobboard_free", "display_video", "email", "whatsapp_chat", "employee_referral", "agency",
    "recruiter_sourcing", "event_offline", "ai_assistant", "direct", "referral_site", "unknown",
)
ORGANIC_CHANNELS = ("organic_search", "google_for_jobs", "organic_social", "ai_assistant")
HIT_KINDS = (
    "page_view", "engage", "scroll", "job_view", "job_search", "click", "apply_click", "application_start",
    "application_complete", "lead_submit", "contact_click", "download", "other",
)
TIERS = ("T1", "T2", "T3", "T4")
CONSENT_ABOUT = ("measuring", "keeping")
CONSENT_ACTS = ("granted", "declined", "withdrawn", "opted_out", "opted_in")
