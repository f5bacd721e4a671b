"""The addresses for servers and webhooks: who may send, what it becomes, and an answer once that is safe."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

import msgspec

from ..collect.collector import TEXT, Answer, Collector, Request, Route
from ..collect.record import ERASURES, Record, Told, encode, told
from ..collect.refusal import Refusal
from ..collect.site import Site
from ..core.intake import Context
from ..website.channels import Channels
from . import ats, platforms, server
from .signed import CHECKS

MOST_SERVER, MOST_HOOK = 256 * 1024, 1024 * 1024
DEEPEST = 40  # levels of a body that are followed
READERS: Mapping[str, Callable[[dict[str, Any], Context], ats.Found]] = {
    "greenhouse": ats.greenhouse, "lever": ats.lever, "recruitee": ats.recruitee, "teamtailor": ats.teamtailor,
    "whatsapp": platforms.whatsapp, "meta": platforms.lead_ads}
CHALLENGE = re.compile(r"[\w.-]{1,200}")


async def events(collector: Collector, request: Request, now: float) -> Answer:
    """POST {path}/events/{site key}: events of a server, with its key as a bearer token."""
    collector.limit(collector.address(request))
    _, site = _place(collector, request, 1)
    if request.method != "POST":
        raise Refusal("method", site)
    scheme, _, key = (request.header("authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not site.knows(key.strip()):
        raise Refusal("no_key", site)
    body = await request.body(MOST_SERVER)
    try:
        found = server.records(body, site, Channels(site.context), int(now * 1000))
    except Refusal as refusal:
        raise Refusal(refusal.reason, site) from None
    return await _spooled(site, found, 204)


async def hook(collector: Collector, request: Request, now: float) -> Answer:
    """{path}/hook/{site key}/{service}: a webhook, signed by its sender; GET is Meta's check of the address."""
    collector.limit(collector.address(request))
    (service,), site = _place(collector, request, 2)
    secrets = site.hooks.get(service)
    if service not in READERS:
        raise Refusal("not_found", site)
    if request.method == "GET" and secrets:
        return _challenged(secrets.get("verify_token", ""), request.query, site)
    if request.method != "POST":
        raise Refusal("method", site)
    body = await request.body(MOST_HOOK)
    found = _decoded(body, site)
    if service == "recruitee" and found.get("test") is True:
        return Answer(200, [("x-tl", "ok")])
    if not secrets or not secrets.get("secret"):
        raise Refusal("no_secret", site)
    if not CHECKS[service](secrets["secret"], body, found, request.header):
        raise Refusal("bad_signature", site)
    rows, gone = READERS[service](found, site.context)
    site.counts["erased_there"] += len(gone)
    received = int(now * 1000)
    records = [told(received, service, one) for one in rows] + ([Told(received, service, ERASURES, gone)] if gone else [])
    return await _spooled(site, records, 200)


def _place(collector: Collector, request: Request, depth: int) -> tuple[list[str], Site]:
    """The client of the key in the path, and what comes after it."""
    parts = request.path.removeprefix(collector.path).split("/")[2:]
    site = collector.sites.get(parts[0]) if parts else None
    if len(parts) != depth:
        raise Refusal("not_found")
    if site is None:
        raise Refusal("unknown_site")
    return parts[1:], site


def _decoded(body: bytes, site: Site) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Refusal("malformed", site) from None
    if not isinstance(found, dict) or _deep(found) > DEEPEST:
        raise Refusal("malformed", site)
    return found


def _deep(value: Any) -> int:
    """How many levels there are, without calling itself."""
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        depth += 1
        level = [inner for one in level if isinstance(one, dict | list)
                 for inner in (one.values() if isinstance(one, dict) else one)]
    return depth


def _challenged(expected: str, query: str, site: Site) -> Answer:
    """Meta asks whether the address is ours: the token that was agreed on is answered with what it sent."""
    asked = {name: values[0] for name, values in parse_qs(query, max_num_fields=20).items()}
    token, challenge = asked.get("hub.verify_token", ""), asked.get("hub.challenge", "")
    right = hmac.compare_digest(token.encode("utf-8", "replace"), expected.encode())
    if not expected or not right or not CHALLENGE.fullmatch(challenge):
        raise Refusal("bad_signature", site)
    return Answer(200, [("content-type", TEXT), ("x-tl", "ok")], challenge.encode())


async def _spooled(site: Site, found: Sequence[Record], status: int) -> Answer:
    if found and not all(await asyncio.gather(*(site.commits.add(encode(one)) for one in found))):
        raise Refusal("not_stored", site)
    site.counts["ok"] += len(found)
    return Answer(status, [("x-tl", "ok")])


ROUTES: Mapping[str, Route] = {"events": events, "hook": hook}
