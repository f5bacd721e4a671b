"""What may be kept of a web address: host, path without personal data, and the campaign it names; nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from ..core.scrub import SIGN, scrub

LONGEST_PATH = 500
# The parameters that name a campaign; every other one is dropped unread.
CAMPAIGN_KEYS = frozenset((
    "utm_source", "utm_medium", "utm_campaign", "utm_id", "gad_campaignid", "gad_source", "source", "mtm_source",
    "mtm_medium", "mtm_campaign", "pk_source", "pk_medium", "pk_campaign",
))
# Which click id says what; the ids themselves are never kept.
CLICK_IDS = ("gclid", "gbraid", "wbraid", "dclid", "msclkid", "ttclid", "li_fat_id", "twclid", "sccid", "rdt_cid",
             "fbclid", "igshid", "epik")


@dataclass(frozen=True)
class Address:
    """Host and path of an address, with the campaign its query names: source, medium, campaign, name of the click id."""

    host: str = ""
    path: str = ""
    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    click_id: str | None = None


def host_of(url: str | None) -> str:
    """Lower-case host of an address without `www.` and port; the text itself when it is a bare host; else ''."""
    if not url:
        return ""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")


def path_of(path: str) -> str:
    """A path fit to keep: no query, no fragment, no personal data, not endless."""
    bare = path.partition("?")[0].partition("#")[0].partition(";")[0]
    return (scrub(bare) or "/")[:LONGEST_PATH]


def address(url: str | None) -> Address:
    """What is kept of a full or relative address; an address that cannot be read is empty."""
    if not url:
        return Address()
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return Address()
    if not parts.query:
        return Address(host, path_of(parts.path))
    return _with_campaign(host, path_of(parts.path), query(parts.query))


def query(text: str) -> Mapping[str, str]:
    """The campaign parameters of a query string by lower-case name, and the names (not the values) of click ids."""
    found: dict[str, str] = {}
    for key, value in parse_qsl(text[:4000], max_num_fields=None):
        name = key.lower()
        if name in CAMPAIGN_KEYS:
            found.setdefault(name, _campaign_text(unquote(value)))
        elif name in CLICK_IDS and value:
            found.setdefault("click_id", name)
    return found


def _campaign_text(text: str) -> str:
    """A campaign's name without personal data; beside an @ a space may have been the `+` of jan+werk@…, and goes too."""
    joined = text.replace(" ", "+") if SIGN.search(text) else text
    clean = scrub(joined)
    return (clean if joined is text else clean.replace("+", " ")).strip()[:200]


def _with_campaign(host: str, path: str, found: Mapping[str, str]) -> Address:
    def first(*names: str) -> str | None:
        return next((found[n] for n in names if found.get(n)), None)

    click = found.get("click_id") or ("gclid" if found.get("gad_source") else None)
    return Address(host, path, first("utm_source", "mtm_source", "pk_source"),
                   first("utm_medium", "mtm_medium", "pk_medium"),
                   first("utm_campaign", "mtm_campaign", "pk_campaign", "utm_id", "gad_campaignid"), click)


def is_own(host: str, own_hosts: tuple[str, ...]) -> bool:
    """Is it the client's own site, or a sub-domain of it?"""
    return any(host == own or host.endswith(f".{own}") for own in (o.removeprefix("www.") for o in own_hosts))
