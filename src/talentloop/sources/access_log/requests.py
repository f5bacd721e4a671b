"""Which requests are people looking at pages, and what of them is kept: never an address, only today's pseudonym."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import lru_cache

from ...core.intake import Context
from ...core.moments import EPOCH, Days
from ...website import bots
from ...website.addresses import Ranges, truncated
from ...website.channels import ARRIVAL, Channels, Said
from ...website.pages import ABOUT, Pages
from ...website.urls import address, is_own
from .lines import Line

PAGES = frozenset(("html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "jspx", "do", "cfm", "cgi", "pl", "py"))
DOWNLOADS = frozenset(("pdf", "doc", "docx", "odt", "ppt", "pptx", "xls", "xlsx", "csv", "zip", "epub", "ics", "vcf"))
EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,5})$")
# Machines' own addresses on a site: no visit, whoever asks for them.
MACHINE = re.compile(r"^/(?:\.well-known/|wp-(?:json|admin|cron|includes|content)\b|xmlrpc|api/|graphql|cgi-bin/|"
                     r"health(?:z|check)?$|ping$|status$|server-status|favicon|robots|sitemap|_next/|static/|assets/|"
                     r"feed/?$|rss/?$)", re.I)
SHOWN = (200, 304)
COLUMNS = (
    "event", "at", "day", "visitor", "identity", "consent", "traffic_class", "kind", *ABOUT, *ARRIVAL,
    "device", "provenance",
)


def kind_of(path: str) -> str | None:
    """`page_view`, `download`, or None for parts of pages and machines' own addresses."""
    if MACHINE.match(path):
        return None
    found = EXTENSION.search(path)
    if not found or found[1].lower() in PAGES:
        return "page_view"
    return "download" if found[1].lower() in DOWNLOADS else None


class Requests:
    """Makes hits of requests and counts those that are none, by reason."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.days = Days(context.zone, context.today)
        self.pages, self.channels = Pages(context), Channels(context)
        self.visitor = lru_cache(100_000)(self._visitor)
        self.internal = Ranges(context.internal_addresses).hold
        self.kind = lru_cache(50_000)(kind_of)
        # Two slashes in front begin a path here, not a host.
        self.address = lru_cache(50_000)(lambda t: address("/" + t.lstrip("/") if t.startswith("//") else t))
        self.left_out: Counter[str] = Counter()
        self.same: Counter[tuple[int, object, str]] = Counter()
        self.agents = self.taken = 0
        self.first: date | None = None
        self.last: date | None = None

    def row(self, line: Line) -> tuple | None:
        """One tuple of COLUMNS for a request that showed a page or gave a document."""
        why, day = self._why_not(line), self._day(line)
        if why or day is None:
            self.left_out[why or "clock"] += 1
            return None
        where = self.address(line.target)
        page = self.pages.of(where.path)
        agent = line.agent if line.agent is not None else ""
        visitor = self.visitor(line.address, agent, day)
        came = self.channels.columns(Said(where.source, where.medium, where.campaign, where.click_id,
                                          _told(line.referrer), where.host or line.vhost))
        self._count(line, day)
        return (
            self._event(visitor, line, page.path), line.at, day, visitor, "daily", "limited",
            self._class(line.address, line.agent), self.kind(where.path), *page.about, *came,
            bots.device(agent) if agent else None, "measured",
        )

    def _why_not(self, line: Line) -> str | None:
        """Why a request is no hit: one word for the count, None when it is one."""
        if line.method != "GET":
            return "method"
        if line.status not in SHOWN:
            return "status"
        if line.vhost and self.context.own_hosts and not is_own(line.vhost.lower(), self.context.own_hosts):
            return "other_site"
        where = self.address(line.target)
        if where.host and self.context.own_hosts and not is_own(where.host, self.context.own_hosts):
            return "other_site"
        return None if where.path and self.kind(where.path) else "no_page"

    def _day(self, line: Line) -> date | None:
        elapsed = line.at - EPOCH
        return self.days.of((elapsed.days * 86_400 + elapsed.seconds) * 1_000_000)

    def _event(self, visitor: int, line: Line, path: str) -> int:
        """The same request read again is the same event; the same page twice in one second are two."""
        self.same[visitor, line.at, path] += 1
        if len(self.same) > 200_000:  # logs are nearly in order of time: what lies far back does not come again
            self.same.clear()
        nth = self.same[visitor, line.at, path]
        return self.context.pseudonym("event", f"{visitor}|{line.at.isoformat()}|{path}|{nth}")

    def _visitor(self, address_: str, agent: str, day: date) -> int:
        return self.context.pseudonym("visitor-day", f"{truncated(address_)}|{agent}|{day}")

    def _class(self, address_: str, agent: str | None) -> str:
        if self.internal(address_):
            return "internal"
        if agent is None:
            return "human"
        return bots.traffic_class(agent)

    def _count(self, line: Line, day: date) -> None:
        self.taken += 1
        self.agents += line.agent is not None
        self.first = day if self.first is None else min(day, self.first)
        self.last = day if self.last is None else max(day, self.last)


def _told(referrer: str | None) -> str | None:
    return None if referrer in (None, "", "-") else referrer
