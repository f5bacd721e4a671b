"""One event of Google Analytics becomes one hit: what happened, who made it, on which page and how they came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from ...core.intake import Context
from ...core.moments import EPOCH, Days
from ...core.vocabulary import HIT_KINDS
from ...website.channels import ARRIVAL, UNTOLD, Channels, Said, known
from ...website.pages import ABOUT, Page, Pages
from ...website.urls import Address, address
from .flatten import Survey

DAY_MS = 86_400_000
LATE = timedelta(days=3)  # rows may arrive up to 72 hours late, and day tables are rewritten until then
# Events by the names of Google's own, recommended and usual custom ones. The rest is `other`: it still tells when the
# visit was going on, and may carry engaged time.
KINDS: Mapping[str, str] = {
    "page_view": "page_view", "screen_view": "page_view", "user_engagement": "engage", "scroll": "scroll",
    "scroll_depth": "scroll", "view_item": "job_view", "job_view": "job_view", "view_job": "job_view",
    "vacancy_view": "job_view", "view_search_results": "job_search", "job_search": "job_search", "search": "job_search",
    "click": "click", "select_item": "click", "select_content": "click", "apply_click": "apply_click",
    "click_apply": "apply_click", "solliciteer_klik": "apply_click", "begin_checkout": "other",
    "application_start": "application_start", "start_application": "application_start",
    "apply_start": "application_start", "sollicitatie_gestart": "application_start",
    "application_complete": "application_complete", "application_completed": "application_complete",
    "complete_application": "application_complete", "application_submit": "application_complete",
    "application_submitted": "application_complete", "submit_application": "application_complete",
    "apply_complete": "application_complete", "job_application": "application_complete",
    "sollicitatie": "application_complete", "sollicitatie_verzonden": "application_complete",
    "sollicitatie_afgerond": "application_complete", "generate_lead": "lead_submit", "sign_up": "lead_submit",
    "lead_submit": "lead_submit", "job_alert_signup": "lead_submit", "contact_click": "contact_click",
    "contact": "contact_click", "file_download": "download",
}
NO_APPLICATION = re.compile(r"alert|nieuwsbrief|newsletter|contact|search|zoek", re.I)
CONTACTS = ("mailto:", "tel:", "https://wa.me", "whatsapp:", "https://api.whatsapp.com")
DEVICES = frozenset(("desktop", "mobile", "tablet"))
STORAGE: Mapping[str, str] = {"yes": "full", "true": "full", "no": "limited", "false": "limited"}
APPLYING = frozenset(("application_start", "application_complete", "apply_click"))
COLUMNS = (
    "event", "at", "day", "visitor", "identity", "consent", "traffic_class", "kind", *ABOUT, *ARRIVAL,
    "device", "engaged_ms", "scroll_pct", "scroll_90",
    "application", "provisional_until", "provenance",
)


def kind_of(name: str, page_type: str | None, about: str | None, client: Mapping[str, str]) -> str:
    """What happened: the client's own names first. A form that is started is an application only on an application
    form's page; a click on mail or telephone is contact; choosing content named after applying is a click on apply.

    `about` is the address or text of the link, for a form the path of its page.
    """
    if name.lower() in client:
        return client[name.lower()]
    if name == "form_start":
        return "application_start" if page_type == "form" and not NO_APPLICATION.search(about or "") else "other"
    kind = KINDS.get(name.lower(), "other")
    if kind == "click" and about:
        low = about.lower()
        if low.startswith(CONTACTS):
            return "contact_click"
        if "sollicit" in low or "apply" in low:
            return "apply_click"
    return kind


class Hits:
    """Makes hits of flat events, remembers what repeats, and counts what it had to leave out."""

    def __init__(self, context: Context, survey: Survey) -> None:
        self.depths = survey.other_depths > 0  # every depth is reported, not 90 % alone
        self.scrolls = survey.scrolls > 0
        self.debug_is_test = survey.debug * 2 < survey.events
        self.days = Days(context.zone, context.today)
        self.pages, self.channels = Pages(context), Channels(context)
        self.pseudonym = context.pseudonym
        self.visitor = lru_cache(200_000)(lambda browser: context.pseudonym("visitor", browser))
        self.address = lru_cache(50_000)(address)
        names = {name.lower(): kind for name, kind in context.events.items() if kind in HIT_KINDS}
        self.kind = lru_cache(10_000)(lambda name, page_type, about: kind_of(name, page_type, about, names))
        self.until = lru_cache(5_000)(lambda day: (day + LATE, f"{day:%Y%m%d}"))
        self.out_of_range = self.untold_engagement = self.other_days = self.taken = 0
        self.first: date | None = None
        self.last: date | None = None

    def rows(self, events: Iterable[tuple]) -> list[tuple]:
        """One tuple of COLUMNS for each event that has a believable moment."""
        return [row for row in map(self._row, events) if row is not None]

    def _row(self, event: tuple) -> tuple | None:
        (at, name, browser, date_said, storage, device, location, hostname, referrer, ignored, source, medium, campaign,
         click, ads_campaign, engaged, depth, debug, traffic, application, vacancy, link, sequence) = event
        day = self.days.of(at) if at is not None else None
        if day is None:
            self.out_of_range += 1
            return None
        until = self._count_day(day, date_said)
        where = self.address(location)
        page = self.pages.of(where.path) if where.path else None
        kind = self.kind(name or "", page.page_type if page else None, where.path if name == "form_start" else link)
        consent = STORAGE.get((storage or "").lower(), "unknown")
        visitor = self.visitor(browser) if browser and consent != "limited" else None
        came = self._arrival(where, hostname, None if ignored == "true" else referrer, source, medium, campaign, click,
                             ads_campaign)
        percent, passed = self._scroll(kind, depth)
        self.taken += 1
        return (
            self.pseudonym("event", f"{browser}|{at}|{name}|{sequence}" + ("" if browser else f"|{where.path}|{device}")),
            EPOCH + timedelta(microseconds=at), day, visitor, "none" if visitor is None else "persistent", consent,
            self._class(debug, traffic), kind, *_of_page(page, vacancy if kind in _ABOUT_VACANCY else None),
            *came,
            device if device in DEVICES else "other" if device else None, self._engaged(engaged), percent, passed,
            self.pseudonym("application", application) if application and kind in APPLYING else None, until, "measured",
        )

    def _count_day(self, day: date, said: str | None) -> date:
        until, written = self.until(day)
        if said is not None and said.replace("-", "")[:8] != written:
            self.other_days += 1
        if self.first is None or day < self.first:
            self.first = day
        if self.last is None or day > self.last:
            self.last = day
        return until

    def _arrival(self, where: Address, hostname: str | None, referrer: str | None, source: str | None,
                 medium: str | None, campaign: str | None, click: str | None, ads: str | None) -> tuple[str | None, ...]:
        """By what the event itself says; a session's or a user's first source is not this event's."""
        if not (source or medium or campaign or click or referrer or where.source or where.medium or where.click_id):
            return UNTOLD
        click = click or where.click_id
        named = known(campaign) or known(where.campaign)
        said = Said(source or where.source, medium or where.medium,
                    (campaign if known(campaign) else where.campaign) if named else ads if click else None,
                    click, referrer, where.host or hostname)
        return self.channels.columns(said)

    def _class(self, debug: bool, traffic: str | None) -> str:
        if traffic == "internal":
            return "internal"
        return "test" if traffic == "developer" or (debug and self.debug_is_test) else "human"

    def _engaged(self, engaged: int | None) -> int | None:
        if engaged is None:
            return None
        if not 0 <= engaged <= DAY_MS:
            self.untold_engagement += 1
            return None
        return engaged

    def _scroll(self, kind: str, depth: int | None) -> tuple[int | None, int | None]:
        """Depth and whether 90 % was passed. A page view starts at 0, where the file tells depths at all."""
        if kind == "page_view":
            return (0 if self.depths else None), (0 if self.scrolls else None)
        if kind != "scroll":
            return None, None
        percent = min(max(90 if depth is None else depth, 0), 100)
        return (percent if self.depths else None), int(percent >= 90)


_ABOUT_VACANCY = APPLYING | {"job_view"}


def _of_page(page: Page | None, vacancy: str | None) -> tuple[str | None, ...]:
    if page is None:
        return (*(None,) * (len(ABOUT) - 1), vacancy)
    return (*page.about[:-1], page.vacancy or vacancy)
