"""THE contract between sources and KPIs: every fact table, column by column, with type, unit and meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import vocabulary
from .shape import Column as Column
from .shape import FactTable as FactTable
from .shape import Type as Type


def text(name: str, meaning: str, *allowed: str, required: bool = False) -> Column:
    return Column(name, Type.TEXT, meaning, required=required, allowed=allowed)


def later(name: str, meaning: str, *allowed: str) -> Column:
    """A text column that came later: files from before lack it, and their rows say unknown."""
    return Column(name, Type.TEXT, meaning, allowed=allowed, later=True)


def number(name: str, meaning: str, unit: str = "count", required: bool = False) -> Column:
    return Column(name, Type.INT, meaning, unit, required)


def money(name: str, meaning: str) -> Column:
    return Column(name, Type.MICROS, meaning, "millionths of currency")


def flag(name: str, meaning: str) -> Column:
    return Column(name, Type.BOOL, meaning)


def day(name: str, meaning: str, required: bool = False) -> Column:
    return Column(name, Type.DAY, meaning, "local date", required)


def instant(name: str, meaning: str, required: bool = False) -> Column:
    return Column(name, Type.INSTANT, meaning, "UTC", required)


def ident(name: str, meaning: str, required: bool = False) -> Column:
    return Column(name, Type.ID, meaning, "pseudonym", required)


# Every row of every table carries where it came from and how final it is. `source`, `batch` and `fetched_at` are
# filled in by the line; a source gives `provisional_until` and `provenance`.
ORIGIN = (
    text("source", "name of the source folder that read it", required=True),
    text("batch", "the batch it came in", required=True),
    instant("fetched_at", "when we got it", required=True),
    day("provisional_until", "last local day on which the source may still restate it"),
    text("provenance", "how the figure came to be", *vocabulary.PROVENANCES, required=True),
)


def table(name: str, meaning: str, columns: Sequence[Column], *, day: str = "day", key: Sequence[str],
          replace: Sequence[str] = (), order: Sequence[str] = ()) -> FactTable:
    return FactTable(name, meaning, (*columns, *ORIGIN), day, tuple(key), tuple(replace), tuple(order))


def derived(name: str, meaning: str, columns: Sequence[Column], *, source: Sequence[str], key: Sequence[str],
            day: str = "day", order: Sequence[str] = ()) -> FactTable:
    return FactTable(name, meaning, tuple(columns), day, tuple(key), (), tuple(order), tuple(source))


WEB_HITS = table("web_hits", "one thing that happened on the careers site", [
    ident("event", "the event, told apart for de-duplication", required=True),
    instant("at", "when it happened", required=True),
    day("day", "local date of `at`", required=True),
    ident("visitor", "the browser; empty when no identity was allowed"),
    text("identity", "how long `visitor` keeps its value", *vocabulary.IDENTITIES, required=True),
    text("consent", "what the visitor allowed", *vocabulary.CONSENTS, required=True),
    text("traffic_class", "who made it: only human counts in KPIs", *vocabulary.TRAFFIC_CLASSES, required=True),
    text("kind", "what happened", *vocabulary.HIT_KINDS, required=True),
    text("page", "path of the page, without query"),
    text("page_type", "kind of page", *vocabulary.PAGE_TYPES),
    text("content", "content item, when the page is one"),
    text("evp_theme", "theme of the employer promise that the content is about"),
    later("persona", "whom the content is meant for"),
    text("vacancy", "vacancy shown on the page"),
    text("channel", "channel of arrival, on hits that carry one", *vocabulary.CHANNELS),
    text("network", "network of arrival", *vocabulary.NETWORKS),
    text("campaign", "campaign of arrival (utm_campaign or the platform's id)"),
    later("utm_source", "source as the link or the tool wrote it; (none) when a link names a campaign without one"),
    later("utm_medium", "medium as the link or the tool wrote it; (none) when a link names a campaign without one"),
    text("device", "kind of device", "desktop", "mobile", "tablet", "other"),
    number("engaged_ms", "visible and active time since the previous report of this page", "ms"),
    number("scroll_pct", "deepest point seen so far on this page, where every depth is reported", "percent"),
    number("scroll_90", "1 when 90 % of the page was passed (all that GA4 tells by default)", "0 or 1"),
    ident("application", "application that an application event belongs to, where the site tells"),
    ident("person", "keyed hash of an e-mail address given in a form, under consent"),
], key=("event",), order=("visitor", "at"))

EXPOSURES = table("exposures", "delivery by a network: one campaign (or part of it) on one day", [
    day("day", "day in the ad account's zone", required=True),
    text("network", "where it was shown", *vocabulary.NETWORKS, required=True),
    text("account", "advertising account"),
    text("paid", "paid or organic delivery", "paid", "organic", required=True),
    text("campaign_id", "the platform's id"),
    text("campaign", "campaign as named on the platform"),
    text("adset", "ad set or ad group"),
    text("ad", "ad or creative"),
    text("placement", "part of the network that the row is split by, where it is"),
    number("impressions", "times shown, by the network's own count"),
    number("clicks", "every click on the ad, also on likes and profile"),
    number("link_clicks", "clicks that lead to the site"),
    number("reactions", "likes and other reactions"),
    number("comments", "comments"),
    number("shares", "shares, reposts"),
    number("saves", "saves"),
    number("follows", "follows that came from the post"),
    number("platform_leads", "leads by the platform's own count"),
    money("spend_micros", "amount spent"),
    text("currency", "ISO 4217 code"),
], key=("day", "network", "account", "paid", "campaign_id", "campaign", "adset", "ad", "placement"),
    replace=("network", "paid", "campaign_id", "campaign"), order=("day", "network"))

REACH = table("reach", "people reached, as the network says it for exactly one window and scope; never added up", [
    text("network", "network", *vocabulary.NETWORKS, required=True),
    text("account", "advertising account"),
    text("scope", "what the figure is about", "account", "campaign", "adset", "ad", required=True),
    text("scope_name", "which campaign, ad set or ad; empty for the account"),
    day("window_start", "first day of the window", required=True),
    day("window_end", "first day after the window", required=True),
    number("reach", "accounts that saw it at least once", "accounts", required=True),
    number("impressions", "times shown in the same window and scope"),
], day="window_start", key=("network", "account", "scope", "scope_name", "window_start", "window_end"),
    order=("window_start", "network"))

WEB_METRICS = table("web_metrics", "figures that another tool had already added up, under that tool's own name", [
    day("window_start", "first day", required=True),
    day("window_end", "first day after", required=True),
    text("tool", "which tool", required=True),
    text("metric", "the tool's metric, e.g. ga4_active_users", required=True),
    text("dimension", "what it is split by, empty for the total"),
    text("value_of", "value of that dimension"),
    number("value", "the figure, times 10^scale", required=True),
    number("scale", "decimal places of `value`", "digits", required=True),
], day="window_start", key=("tool", "metric", "dimension", "value_of", "window_start", "window_end"),
    order=("window_start", "metric"))

APPLICATIONS = table("applications", "one application in the ATS with the day it reached each stage", [
    ident("application", "the application", required=True),
    ident("candidate", "the candidate in this ATS", required=True),
    ident("person", "keyed hash of the candidate's e-mail address"),
    day("day", "received by the ATS (local date)", required=True),
    instant("received_at", "received by the ATS"),
    text("vacancy", "vacancy, or `open` for an open application"),
    text("job_family", "field of work"),
    text("location", "work location"),
    text("source_name", "source as the ATS names it"),
    text("channel", "that source on our list of channels", *vocabulary.CHANNELS, required=True),
    text("network", "network, where the ATS source tells", *vocabulary.NETWORKS),
    text("campaign", "campaign, where a tracked link tells"),
    flag("tracked", "the ATS source comes from a tracked link, not from what the candidate or recruiter says"),
    text("origin", "how it came in", "external", "internal", "agency", "sourced", required=True),
    flag("test", "a test or spam"),
    day("reviewed_day", "looked at"),
    day("invited_day", "found suitable, invited"),
    day("interview_day", "interviewed"),
    day("offer_day", "offer made"),
    day("hired_day", "offer accepted"),
    day("rejected_day", "turned down"),
    day("withdrawn_day", "withdrawn by the candidate"),
    day("start_day", "first working day"),
    Column("known_at", Type.INSTANT, "the moment of which a webhook told this; an older export does not overrule it",
           "UTC", later=True),
], key=("application",), order=("day", "application"))

LEADS = table("leads", "somebody who left contact details without applying for one vacancy", [
    ident("lead", "the submission", required=True),
    ident("person", "keyed hash of the e-mail address"),
    day("day", "received", required=True),
    text("kind", "what for", "lead_ad", "job_alert", "talent_community", "contact", "whatsapp", "event",
         "download", "other", required=True),
    text("channel", "channel", *vocabulary.CHANNELS),
    text("network", "network", *vocabulary.NETWORKS),
    text("campaign", "campaign"),
    flag("confirmed", "confirmed by the person (double opt-in)"),
    flag("test", "a test"),
], key=("lead",), order=("day", "lead"))

INTERACTIONS = table("interactions", "contact outside the site: chat, event, click in an e-mail", [
    ident("interaction", "the contact", required=True),
    ident("person", "keyed hash of e-mail or phone"),
    instant("at", "when", required=True),
    day("day", "local date", required=True),
    text("kind", "what", "chat", "event", "email_click", "alert_signup", "vacancy_saved", "reply", required=True),
    text("channel", "channel", *vocabulary.CHANNELS),
    text("topic", "topic, set by hand"),
], key=("interaction",), order=("day", "interaction"))

COSTS = table("costs", "money spent on recruiting, per day, excluding VAT", [
    day("day", "day that the cost belongs to", required=True),
    text("line", "line of the ledger", required=True),
    text("kind", "what it was spent on", "ads", "agency_marketing", "content", "tooling", "jobboard", "agency_fee",
         "referral_bonus", "recruiter_time", "manager_time", "assessment", "relocation", "ats", "other", required=True),
    text("side", "paid to others or own hours", "external", "internal", required=True),
    money("amount_micros", "amount"),
    text("currency", "ISO 4217 code", required=True),
], key=("day", "line", "kind"), replace=("line", "kind"), order=("day", "line"))

TARGET_GROUPS = table("target_groups", "how many people there are to reach, and who says so", [
    text("name", "target group", required=True),
    day("day", "date of the figure", required=True),
    number("size_low", "at least", "people", required=True),
    number("size_high", "at most", "people", required=True),
    text("origin", "who says so, e.g. UWV 2026", required=True),
    text("definition", "who is counted"),
], key=("name", "day"), order=("name", "day"))

JOBS = table("jobs", "one person's employment: from first day to last", [
    ident("job", "the employment", required=True),
    ident("application", "the application it came from"),
    day("day", "first working day", required=True),
    day("end_day", "last working day, empty while employed"),
    text("end_reason", "why it ended", "fit", "other", "planned", "unknown"),
    text("job_family", "field of work"),
], key=("job",), order=("day", "job"))

VACANCIES = table("vacancies", "one vacancy from approval to filled", [
    text("vacancy", "vacancy", required=True),
    day("day", "approved, opened", required=True),
    day("filled_day", "offer accepted"),
    day("closed_day", "closed without a hire"),
    number("days_to_fill", "from approved to offer accepted", "days"),
    number("positions", "people wanted", "people"),
    text("job_family", "field of work"),
], key=("vacancy",), order=("day", "vacancy"))

QUALITY_SCORES = table("quality_scores", "quality of hire as the client scores it, per group and never per person", [
    text("group", "group of hires", required=True),
    day("day", "date of the score", required=True),
    number("people", "people in the group", "people", required=True),
    number("score_sum", "sum of their scores, times 100", "score × 100", required=True),
], key=("group", "day"), order=("day", "group"))

CONTROLS = table("controls", "something that the loops do not touch, per day: the job market, a sister brand", [
    text("control", "which series", required=True),
    day("day", "day that the figure is of", required=True),
    Column("value_micros", Type.MICROS, "the figure, times a million; a figure of a week or a month stands on each of "
           "its days", "millionths", required=True),
], key=("control", "day"), order=("control", "day"))

CONSENT_LOG = table("consent_log", "one decision of somebody about what may be done with what is known of them", [
    ident("decision", "the decision", required=True),
    instant("at", "when, where the moment is told"),
    day("day", "local date", required=True),
    text("about", "measuring in full in a browser, or keeping an application for a year",
         *vocabulary.CONSENT_ABOUT, required=True),
    text("act", "what was decided", *vocabulary.CONSENT_ACTS, required=True),
    number("text", "version of the consent text that was shown, else the one in force that day", "version"),
    ident("visitor", "the browser"),
    ident("candidate", "the candidate in the ATS"),
    ident("person", "keyed hash of the e-mail address"),
    ident("application", "the application"),
], key=("decision",), order=("day", "decision"))

# ---- derived: made from the tables above by people/, refreshed with every batch --------------------------------------

VISITS = derived("visits", "hits of one browser with less than 30 minutes between them", [
    ident("visit", "the visit", required=True),
    ident("visitor", "the browser", required=True),
    text("identity", "how long `visitor` keeps its value", *vocabulary.IDENTITIES, required=True),
    text("consent", "consent at the visit's last hit", *vocabulary.CONSENTS, required=True),
    text("traffic_class", "the worst class of its hits", *vocabulary.TRAFFIC_CLASSES, required=True),
    instant("start_at", "first hit", required=True),
    instant("end_at", "last hit", required=True),
    day("day", "local date of the start", required=True),
    text("channel", "channel of the first hit that carries one, else direct", *vocabulary.CHANNELS, required=True),
    text("network", "network of that hit", *vocabulary.NETWORKS),
    text("campaign", "campaign of that hit"),
    text("landing_page", "first page"),
    text("landing_type", "its type", *vocabulary.PAGE_TYPES),
    text("device", "kind of device"),
    text("new_returning", "returning = an earlier visit on another local day in the 395 days before", "new", "returning",
         required=True),
    number("page_views", "page views"),
    number("engaged_ms", "visible and active time", "ms"),
    number("engaged", "1 when ≥ 10 engaged seconds, ≥ 2 page views, or an apply, application or lead event", "0 or 1"),
    number("application_starts", "1 when an application was started in it", "0 or 1"),
    number("application_completes", "applications completed in it"),
    number("apply_clicks", "clicks on apply"),
    number("leads", "lead forms sent"),
], source=("web_hits",), key=("visit",), order=("visitor", "start_at"))

PAGE_READS = derived("page_reads", "one browser on one page on one local day, however often it came back to it", [
    ident("visitor", "the browser", required=True),
    day("day", "local date", required=True),
    text("page", "path", required=True),
    text("identity", "how long `visitor` keeps its value", *vocabulary.IDENTITIES, required=True),
    text("consent", "consent", *vocabulary.CONSENTS),
    text("traffic_class", "the worst class of its hits", *vocabulary.TRAFFIC_CLASSES, required=True),
    text("page_type", "kind of page", *vocabulary.PAGE_TYPES),
    text("content", "content item"),
    text("evp_theme", "theme of the employer promise"),
    text("persona", "whom it is meant for"),
    text("vacancy", "vacancy"),
    text("device", "kind of device"),
    later("channel", "channel of the visit in which the reading began", *vocabulary.CHANNELS),
    later("new_returning", "was that visit one of a returning visitor", "new", "returning"),
    number("views", "page views"),
    number("engaged_ms", "visible and active time", "ms"),
    number("scroll_pct", "deepest point seen; empty when depth was not measured", "percent"),
    number("scroll_90", "1 when 90 % was passed", "0 or 1"),
], source=("web_hits", "visits"), key=("visitor", "day", "page"), order=("visitor", "day"))

MERGES = derived("merges", "ids that turned out to be one person, each from the day on which that was told", [
    ident("person", "the id: a browser, or the keyed hash of an address", required=True),
    day("day", "first day on which it counts", required=True),
    day("until", "first day on which the id belongs to another again; empty = it still holds"),
    ident("whole", "whom it belongs to: the smallest of that person's ids", required=True),
], source=("web_hits", "applications"), key=("person", "day"), order=("person", "day"))

TOUCHES = derived("touches", "one interaction of one person that counts for the talent pools", [
    ident("person", "the id, or whom it was known to belong to on that day; what is told later is in `merges`", True),
    instant("at", "when", required=True),
    day("day", "local date", required=True),
    text("kind", "what", "visit", "lead", "application_start", "application_complete", "chat", "event", "email_click",
         "alert_signup", "vacancy_saved", "reply", required=True),
    text("channel", "channel", *vocabulary.CHANNELS),
    number("nth", "how many touches this person has in the 180 days that end with this one", required=True),
], source=("visits", "leads", "interactions", "applications", "merges"), key=("person", "at", "kind"),
    order=("person", "at"))

COUNTED_APPLICATIONS = derived("counted_applications", "applications that count for marketing: external, no test, "
                               "the same candidate and vacancy within 30 days once; with their evidence", [
    ident("application", "the application", required=True),
    ident("person", "keyed hash of the candidate's e-mail address"),
    day("day", "received", required=True),
    text("vacancy", "vacancy"),
    text("job_family", "field of work"),
    text("location", "work location"),
    text("channel", "channel by evidence, else by the ATS source", *vocabulary.CHANNELS, required=True),
    text("network", "network", *vocabulary.NETWORKS),
    text("campaign", "campaign"),
    text("tier", "strongest deterministic evidence of a marketing touch; empty = unknown", *vocabulary.TIERS),
    text("source_said", "what the ATS source says, where there is no deterministic evidence", *vocabulary.CHANNELS),
    day("invited_day", "invited"),
    day("offer_day", "offer made"),
    day("hired_day", "offer accepted"),
    day("closed_day", "procedure over: hired, turned down or withdrawn"),
    number("days_to_invite", "from received to invited", "days"),
    number("days_to_hire", "from received to offer accepted", "days"),
    day("first_touch_day", "first known touch of the same person before the application"),
], source=("applications", "visits", "leads", "web_hits"), key=("application",), order=("day", "application"))

EVIDENCE = derived("evidence", "every marketing touch that a traceable application leads back to, in order of time", [
    ident("application", "the application", required=True),
    day("day", "received", required=True),
    number("nr", "1 = the first touch", required=True),
    number("of", "how many touches it has", required=True),
    number("part_micros", "its equal part of the application, millionths; together exactly one", "millionths", True),
    instant("at", "when; noon of what is only known by its day", required=True),
    text("tier", "what kind of evidence it is", *vocabulary.TIERS, required=True),
    text("channel", "channel", *vocabulary.CHANNELS, required=True),
    text("network", "network", *vocabulary.NETWORKS),
    text("campaign", "campaign"),
], source=("applications", "visits", "leads", "web_hits"), key=("application", "nr"), order=("day", "application"))

LEDGER = derived("ledger", "all recruiting costs per day: the client's own lines and what the networks charged", [
    day("day", "day that the cost belongs to", required=True),
    text("line", "line of the ledger, or the network", required=True),
    text("kind", "what it was spent on", required=True),
    text("side", "paid to others or own hours", "external", "internal", required=True),
    text("network", "network, for ads", *vocabulary.NETWORKS),
    text("campaign", "campaign, for ads"),
    money("amount_micros", "amount"),
], source=("costs", "exposures"), key=("day", "line", "kind", "campaign"), order=("day", "line"))

FACTS: Mapping[str, FactTable] = {t.name: t for t in (
    WEB_HITS, EXPOSURES, REACH, WEB_METRICS, APPLICATIONS, LEADS, INTERACTIONS, COSTS, TARGET_GROUPS, JOBS, VACANCIES,
    QUALITY_SCORES, CONTROLS, CONSENT_LOG, VISITS, PAGE_READS, MERGES, TOUCHES, COUNTED_APPLICATIONS, EVIDENCE,
    LEDGER,
)}

# What has no more rows once ads stop: what they showed, and what they cost.
STOP_WITH_ADS = frozenset({"exposures", "ledger"})


@dataclass(frozen=True)
class Rows:
    """A block of rows of one fact table, column-wise: equally long lists of plain Python values (None = not known).

    Columns that are left out are empty for every row. INSTANT values are naive datetimes in UTC.
    """

    fact: str
    columns: Mapping[str, Sequence[object]]

    def __post_init__(self) -> None:
        lengths = {len(v) for v in self.columns.values()}
        unknown = set(self.columns) - set(FACTS[self.fact].names)
        if len(lengths) > 1 or unknown:
            raise ValueError(f"rows of {self.fact}: lengths {lengths}, unknown columns {sorted(unknown)}")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))
