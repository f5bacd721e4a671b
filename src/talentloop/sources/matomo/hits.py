"""One visit of Matomo becomes hits: each thing that happened, the first of them with how the visitor came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from ...core.intake import Context
from ...core.moments import EPOCH, Days
from ...core.vocabulary import HIT_KINDS
from ...website.addresses import Ranges
from ...website.channels import ARRIVAL, UNTOLD, Channels, Said
from ...website.pages import ABOUT, Pages
from ...website.urls import Address, address
from ..answers import listed, part, word

LATE = timedelta(days=3)  # in which visits of a day may still come in, from an app or from logs
KINDS: Mapping[str, str] = {"action": "page_view", "download": "download", "outlink": "click", "search": "job_search"}
CONTACTS = ("mailto:", "tel:", "https://wa.me", "whatsapp:")
DEVICES: Mapping[str, str] = {"desktop": "desktop", "smartphone": "mobile", "phablet": "mobile",
                              "feature phone": "mobile", "tablet": "tablet"}
COLUMNS = ("event", "at", "day", "visitor", "identity", "consent", "traffic_class", "kind", *ABOUT, *ARRIVAL, "device",
           "provisional_until", "provenance")


class Hits:
    """Makes hits of visits and counts what had no believable moment."""

    def __init__(self, context: Context) -> None:
        self.context, self.days = context, Days(context.zone, context.today)
        self.pages, self.channels = Pages(context), Channels(context)
        self.internal = Ranges(context.internal_addresses).hold
        self.address = lru_cache(50_000)(address)
        self.events = {name.lower(): kind for name, kind in context.events.items() if kind in HIT_KINDS}
        self.taken = self.timeless = 0
        self.first: date | None = None
        self.last: date | None = None

    def of(self, visit: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """One tuple of COLUMNS for each thing that happened in the visit."""
        rows: list[tuple[Any, ...]] = []
        for one in listed(visit, "actionDetails"):
            at = _seconds(part(one, "timestamp"))
            day = self.days.of(at * 1_000_000) if at is not None else None
            if at is None or day is None:
                self.timeless += 1
                continue
            rows.append(self._row(visit, one, at, day, arriving=not rows))
        return rows

    def _row(self, visit: Mapping[str, Any], one: Any, at: int, day: date, arriving: bool) -> tuple[Any, ...]:
        where = self.address(None if word(one, "type") == "outlink" else word(one, "url"))  # a link leads elsewhere
        visitor, identity, consent = self._who(visit, day)
        about = self.pages.of(where.path).about if where.path else (None,) * len(ABOUT)
        self._count(day)
        return (self.context.pseudonym("event", _named(visit, one, at)), EPOCH + timedelta(seconds=at), day, visitor,
                identity, consent, "internal" if self.internal(word(visit, "visitIp") or "") else "human",
                self._kind(one), *about, *(self._came(visit, where) if arriving else UNTOLD),
                _device(word(visit, "deviceType")), day + LATE, "measured")

    def _who(self, visit: Mapping[str, Any], day: date) -> tuple[int | None, str, str]:
        """Where Matomo keeps no cookie its visitor is a guess that holds for a day at most."""
        browser = word(visit, "visitorId")
        if not browser:
            return None, "none", "limited"
        if "cookie" in (word(visit, "plugins") or "").lower():
            return self.context.pseudonym("visitor", browser), "persistent", "unknown"
        return self.context.pseudonym("visitor-day", f"{browser}|{day}"), "daily", "limited"

    def _kind(self, one: Any) -> str:
        """By the client's own names for goals and events first; a click on mail or telephone is contact."""
        for name in ("goalName", "eventName", "eventAction"):
            if (said := (word(one, name) or "").lower()) in self.events:
                return self.events[said]
        kind = KINDS.get(word(one, "type") or "", "other")
        return "contact_click" if kind == "click" and (word(one, "url") or "").startswith(CONTACTS) else kind

    def _came(self, visit: Mapping[str, Any], where: Address) -> tuple[str | None, ...]:
        """By the link's own parameters, else by what Matomo says of the visit: a campaign, or where it came from."""
        kind, name = word(visit, "referrerType"), word(visit, "referrerName")
        if kind == "direct" and not (where.source or where.medium or where.campaign or where.click_id):
            return UNTOLD
        referrer = next((found for key in ("referrerUrl", "referrerSearchEngineUrl", "referrerSocialNetworkUrl")
                         if (found := word(visit, key))), None)
        campaign = where.campaign or (name if kind == "campaign" else None)
        source, medium = (where.source or word(visit, "campaignSource")), (where.medium or word(visit, "campaignMedium"))
        return self.channels.columns(Said(source, medium, campaign, where.click_id, referrer, where.host))

    def _count(self, day: date) -> None:
        self.taken += 1
        self.first = day if self.first is None else min(day, self.first)
        self.last = day if self.last is None else max(day, self.last)


def _named(visit: Mapping[str, Any], one: Any, at: int) -> str:
    """What tells an event from every other: the number of the page view, or of the goal with the page it came on."""
    own = word(one, "pageId") or f"{word(one, 'goalId')}|{word(one, 'goalPageId')}|{word(one, 'url')}"
    return f"matomo|{word(visit, 'idSite')}|{word(visit, 'idVisit')}|{word(one, 'type')}|{own}|{at}"


def _seconds(told: Any) -> int | None:
    try:
        return int(told) if told is not None and not isinstance(told, bool | float) else None
    except (TypeError, ValueError):
        return None


def _device(told: str | None) -> str | None:
    return DEVICES.get(told.lower(), "other") if told and told.lower() != "unknown" else None
