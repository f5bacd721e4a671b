"""Campaign links: made by the convention of semantics §8.2, and looked over before they go out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..core.scrub import scrub
from .channels import Channels, Said, family
from .urls import host_of, is_own

PARTS = ("source", "medium", "campaign", "content")
NEEDED = PARTS[:3]
# What a link may say, first the usual ones.
SOURCES = ("facebook", "instagram", "linkedin", "tiktok", "google", "youtube", "indeed", "whatsapp", "nieuwsbrief")
MEDIUMS = ("paid_social", "organic_social", "cpc", "jobboard_paid", "jobboard_free", "email", "whatsapp", "qr",
           "referral_employee")
ONE_NAME = {"google_search": "google", "google_display": "google"}  # the name of a network in a link


@dataclass(frozen=True)
class Remark:
    """One thing about a link: which part, what stands there, and what would be better (empty: nothing to propose)."""

    code: str
    part: str = ""
    found: str = ""
    better: str = ""


def tidy(text: str) -> str:
    """Lower case, without accents; whatever is no letter, digit, dot or dash becomes one dash, an underscore stays."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-")


def made(address: str, said: Mapping[str, str]) -> str:
    """The address with its campaign, tidy; what it said of a campaign before is replaced, all else stays."""
    parts = urlsplit(address if "//" in address else f"https://{address}")
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.lower().startswith("utm_")]
    told = [(f"utm_{part}", tidy(said[part])) for part in PARTS if said.get(part)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", urlencode([*kept, *told]), parts.fragment))


def channel_of(url: str, channels: Channels) -> str:
    """The channel that a visit through this link will count for."""
    said = _said(url)
    came = channels.of(Said(said.get("source"), said.get("medium"), said.get("campaign")))
    return came.channel if came else "direct"


def remarks(url: str, channels: Channels) -> tuple[Remark, ...]:
    """Everything that would make visits through this link count twice, elsewhere or not at all."""
    host, said = host_of(url), _said(url)
    if not host or "." not in host:
        return (Remark("no_address", found=url[:80]),)
    found = [] if not channels.own_hosts or is_own(host, channels.own_hosts) else [Remark("elsewhere", found=host)]
    if not said:
        return (*found, Remark("no_campaign_at_all"))
    found += [Remark("lacks", part) for part in NEEDED if not said.get(part)]
    for part, text in said.items():
        found += _written(part, text)
    if said.get("source") and channel_of(url, channels) == "unknown":
        found.append(Remark("unknown_channel", "medium", said.get("medium", "")))
    return tuple(found)


def _written(part: str, text: str) -> list[Remark]:
    """How one part is written."""
    if scrub(text) != text or "@" in text:
        return [Remark("personal", part)]
    if tidy(text) != text:
        return [Remark("untidy", part, text, tidy(text))]
    name = name_in_links(text) if part == "source" else None
    return [Remark("other_name", part, text, name)] if name and name != text else []


def name_in_links(source: str) -> str | None:
    """What the network of a source is called in links, where it is one of the usual ones.

    Google's own tag on its job listings stays as it is: by another name those visits would count elsewhere.
    """
    known = family(source)
    if known and known.kind == "google_jobs":
        return None
    name = ONE_NAME.get(known.network, known.network) if known and known.network else None
    return name if name in SOURCES else None


def _said(url: str) -> dict[str, str]:
    """What the link says of its campaign, by part."""
    try:
        pairs = parse_qsl(urlsplit(url if "//" in url else f"//{url}").query, max_num_fields=200)
    except ValueError:
        return {}
    return {k.lower().removeprefix("utm_"): v for k, v in pairs if k.lower() in {f"utm_{p}" for p in PARTS}}
