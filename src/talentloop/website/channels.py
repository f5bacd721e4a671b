"""Where a visit or application came from: channel, network and campaign from what an address, tool or ATS says.

The base is Google Analytics' default channel grouping; the recruitment channels of semantics §8.2 come before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ..core.intake import Context
from ..core.scrub import scrub
from ..core.vocabulary import CHANNELS, NETWORKS
from .channel_tables import (
    ATS_OWN_SITE,
    ATS_PAID,
    ATS_SOURCES,
    BY_KIND,
    CLICKS,
    FAMILIES,
    MEDIUMS,
    NOTHING,
    PAID,
    SOCIAL_MEDIUM,
    VIDEO_MEDIUM,
)
from .urls import host_of, is_own

SECOND_LEVEL = frozenset(("co", "com", "ne", "or", "ac", "org", "net", "gov"))
# Words too common to stand for a host of that name, or to be looked for in a free text.
GENERIC_WORDS = frozenset((
    "line", "social", "event", "print", "mail", "tv", "bus", "signal", "an", "wa", "ig", "fb", "yt", "snap", "meta",
    "ask", "chat", "sms", "nvb", "avg", "sem", "dice", "radio",
))


@dataclass(frozen=True)
class Arrival:
    """How somebody arrived: a channel of CHANNELS, a network of NETWORKS where one is known, and the campaign."""

    channel: str
    network: str | None = None
    campaign: str | None = None


ARRIVAL = ("channel", "network", "campaign", "utm_source", "utm_medium")  # columns of hits that an arrival fills
UNTOLD: tuple[str | None, ...] = (None,) * len(ARRIVAL)
NOT_NAMED = "(none)"


@dataclass(frozen=True)
class Said:
    """What is said about an arrival; all optional. `click_id` is the name of the parameter, never its value."""

    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    click_id: str | None = None
    referrer: str | None = None  # address or host
    host: str | None = None  # the page's own host


@dataclass(frozen=True)
class Family:
    kind: str
    network: str | None


BY_NAME: Mapping[str, Family] = {
    name: Family(kind, network) for kind, network, names in FAMILIES for name in names.split()
}


@lru_cache(50_000)
def family(name: str) -> Family | None:
    """What a source name or host belongs to: itself, the longest known host above it, or its main label."""
    name = name.strip().lower().removeprefix("www.")
    if name in BY_NAME:
        return BY_NAME[name]
    labels = name.split(".")
    above = (".".join(labels[i:]) for i in range(1, len(labels)))
    found = next((BY_NAME[h] for h in above if "." in h and h in BY_NAME), None)
    return found or _by_label(labels)


def _by_label(labels: list[str]) -> Family | None:
    """`pinterest` for pinterest.co.uk; hosts of mail are mail whatever their name."""
    if len(labels) < 2:
        return None
    main = labels[-3] if len(labels) > 2 and labels[-2] in SECOND_LEVEL else labels[-2]
    if labels[0] in ("mail", "webmail", "outlook", "owa"):
        return Family("email", None)
    return BY_NAME.get(main) if main not in GENERIC_WORDS else None


def known(text: str | None) -> str:
    """Lower-case word, '' when it is one of the ways in which tools write that they know nothing."""
    word = (text or "").strip().lower()
    return "" if word in NOTHING else word


class Channels:
    """Arrivals at one client's site, each combination looked at once."""

    def __init__(self, context: Context, remembered: int = 100_000) -> None:
        self.own_hosts = tuple(h.lower() for h in context.own_hosts)
        self.client = {k.strip().lower(): v for k, v in context.channels.items() if v in CHANNELS}
        self.of = lru_cache(remembered)(self._of)
        self.of_ats = lru_cache(remembered)(self._of_ats)

    def _of(self, said: Said) -> Arrival | None:
        """The arrival that is told; None when nothing is: a visit takes its first hit that tells one, else direct."""
        source, medium = known(said.source), known(said.medium)
        if source and self._own(source, said.host):
            source = medium = ""
        campaign = _campaign(said.campaign)
        told = self._client(source, medium) or _tagged(source, medium, said.click_id)
        if told:
            return Arrival(told.channel, told.network, campaign)
        return self._referred(said, campaign)

    def columns(self, said: Said) -> tuple[str | None, ...]:
        """ARRIVAL: how somebody arrived, with the source and medium as they were written; all empty when none is told."""
        came = self.of(said)
        return (came.channel, came.network, came.campaign, *written(said)) if came else UNTOLD

    def _client(self, source: str, medium: str) -> Arrival | None:
        """The client's own word on a source goes before every table."""
        channel = self.client.get(f"{source} / {medium}") or self.client.get(source) if source else None
        found = family(source) if channel else None
        return Arrival(channel, _network(found, channel)) if channel else None

    def _referred(self, said: Said, campaign: str | None) -> Arrival | None:
        host = host_of(said.referrer)
        if not host or self._own(host, said.host):
            return Arrival("unknown", None, campaign) if campaign else None
        channel = self.client.get(host)
        found = family(host)
        if channel:
            return Arrival(channel, _network(found, channel), campaign)
        if found is None:
            return Arrival("referral_site", None, campaign)
        return Arrival(BY_KIND[found.kind][0], _network(found, BY_KIND[found.kind][0]), campaign)

    def _own(self, name: str, page_host: str | None) -> bool:
        host = host_of(name) if "." in name else ""
        return bool(host) and (is_own(host, self.own_hosts) or host == host_of(page_host))

    def _of_ats(self, name: str, kind: str = "") -> Arrival:
        """Channel and network of a source as an ATS names it (`kind` its own group of sources, where it has them)."""
        said = known(name)
        if said in self.client:
            return Arrival(self.client[said], _network(_word_family(said), self.client[said]))
        return _ats(said, kind.lower())


def _campaign(text: str | None) -> str | None:
    return scrub((text or "").strip())[:200] if known(text) else None


def written(said: Said) -> tuple[str | None, str | None]:
    """Source and medium as a link has them; where it names one thing and not another, that other is told as not named.

    A click id stands for both: an advertising network that tags by itself leaves them out.
    """
    source, medium = _campaign(said.source), _campaign(said.medium)
    if not (source or medium or (known(said.campaign) and not said.click_id)):
        return None, None
    return source or NOT_NAMED, medium or NOT_NAMED


def _tagged(source: str, medium: str, click_id: str | None) -> Arrival | None:
    """Channel by source, medium and click id, in the order: own convention, click ids of ads, Google's default groups."""
    found = family(source) if source else None
    if not (source or medium):
        return _clicked(click_id)
    if found and found.kind == "google_jobs":
        return Arrival("google_for_jobs", "google_search")
    if medium in MEDIUMS:
        return Arrival(MEDIUMS[medium], _network(found, MEDIUMS[medium]))
    if PAID.match(medium):
        return _paid(found, medium, click_id)
    return _unpaid(found, source, medium, click_id)


def _paid(found: Family | None, medium: str, click_id: str | None) -> Arrival:
    if "cpm" in medium and (found is None or found.kind == "search"):
        return Arrival("display_video", _network(found, "display_video"))
    if found is None:
        return _clicked(click_id) or Arrival("unknown")
    if found.network == "youtube":
        return Arrival("display_video", "youtube")
    channel = BY_KIND[found.kind][1]
    return Arrival(channel, _network(found, channel))


def _unpaid(found: Family | None, source: str, medium: str, click_id: str | None) -> Arrival:
    clicked = _clicked(click_id)
    if clicked and clicked.channel.startswith(("paid", "display")) and medium in ("", "organic"):
        return clicked
    if found:
        channel = BY_KIND[found.kind][0]
        return Arrival(channel, _network(found, channel))
    if SOCIAL_MEDIUM.match(medium):
        return Arrival("organic_social")
    if VIDEO_MEDIUM.match(medium):
        return Arrival("display_video")
    if medium == "organic":
        return Arrival("organic_search")
    if medium in ("referral", "app", "link") or "." in source:
        return Arrival("referral_site")
    return Arrival("unknown")


def _clicked(click_id: str | None) -> Arrival | None:
    if click_id is None or click_id not in CLICKS:
        return None
    network, channel = CLICKS[click_id]
    return Arrival(channel, network)


def _network(found: Family | None, channel: str) -> str | None:
    """The network of a family; advertising of Google outside search is its display network."""
    if found is None:
        return None
    if found.network == "google_search" and channel == "display_video":
        return "google_display"
    return found.network if found.network in NETWORKS else None


@lru_cache(10_000)
def _word_family(text: str) -> Family | None:
    """The family of the first known word (or host, or pair of words) in a free text."""
    words = [w.strip("()[],:;") for w in text.lower().split()]
    pairs = ["".join(pair) for pair in pairwise(words)]
    return next((f for w in (*words, *pairs) if w not in GENERIC_WORDS and (f := family(w))), None)


def _ats(said: str, kind: str) -> Arrival:
    """By the tables for ATS words; the client's own site says nothing about how somebody came there: unknown."""
    text = f"{said} {kind}".strip()
    channel = next((c for pattern, c in ATS_SOURCES if pattern.search(text)), None)
    found = _word_family(said)
    if channel:
        return Arrival(channel, _network(found, channel))
    if found:
        channel = BY_KIND[found.kind][1 if ATS_PAID.search(text) else 0]
        return Arrival(channel, _network(found, channel))
    if not said or ATS_OWN_SITE.search(text):
        return Arrival("unknown")
    return Arrival("referral_site") if "." in said else Arrival("unknown")
