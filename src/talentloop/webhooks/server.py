"""Events that a server of the client's sends: an application that was really saved, a lead, a contact at an event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..collect.record import Hits, Kept, Record, told
from ..collect.refusal import Refusal
from ..collect.site import Site
from ..core.facts import INTERACTIONS, LEADS, Rows
from ..core.moments import EPOCH, local_day
from ..core.scrub import scrub
from ..core.vocabulary import CHANNELS, HIT_KINDS
from ..website.channels import Channels, Said

OLDEST, NEWEST = timedelta(days=400), timedelta(minutes=5)
Word = Annotated[str, Meta(max_length=200)]
Id = Annotated[str, Meta(min_length=1, max_length=100)]
At = Annotated[datetime, Meta(tz=True)]


class Hit(msgspec.Struct, tag="hit", forbid_unknown_fields=True):
    """Something that happened on the careers site, as its server knows it."""

    id: Id
    at: At
    kind: Literal[HIT_KINDS]  # type: ignore[valid-type]
    url: Annotated[str, Meta(max_length=1000)]
    visitor: Annotated[str, Meta(min_length=22, max_length=22)] | None = None
    email: Word | None = None
    application: Word | None = None
    lead: Word | None = None


class Lead(msgspec.Struct, tag="lead", forbid_unknown_fields=True):
    id: Id
    at: At
    kind: Literal[LEADS.column("kind").allowed]  # type: ignore[valid-type]
    email: Word | None = None
    source: Word | None = None
    medium: Word | None = None
    campaign: Word | None = None
    confirmed: bool | None = None
    test: bool = False


class Interaction(msgspec.Struct, tag="interaction", forbid_unknown_fields=True):
    id: Id
    at: At
    kind: Literal[INTERACTIONS.column("kind").allowed]  # type: ignore[valid-type]
    email: Word | None = None
    phone: Word | None = None
    channel: Literal[CHANNELS] | None = None  # type: ignore[valid-type]
    topic: Word | None = None


class Told(msgspec.Struct, forbid_unknown_fields=True):
    events: Annotated[list[Hit | Lead | Interaction], Meta(min_length=1, max_length=100)]


decode = msgspec.json.Decoder(Told).decode


def records(body: bytes, site: Site, channels: Channels, received: int) -> list[Record]:
    """What to spool of a body. Raises Refusal; then nothing of it is taken."""
    try:
        found = decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Refusal("malformed") from None
    return [_record(one, site, channels, received) for one in found.events]


def _record(one: Hit | Lead | Interaction, site: Site, channels: Channels, received: int) -> Record:
    now = EPOCH + timedelta(milliseconds=received)
    try:
        at = one.at.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first or last hours of the calendar
        raise Refusal("malformed") from None
    if at < now - OLDEST or at > now + NEWEST:
        raise Refusal("too_old" if at < now else "future")
    if isinstance(one, Hit):
        return _hit(one, site, at, received)
    day = local_day(at, site.context.zone)
    pseudonym = site.context.pseudonym
    if isinstance(one, Lead):
        came = channels.of(Said(one.source, one.medium, one.campaign))
        row: dict[str, object] = {
            "lead": pseudonym("lead", f"server {one.id}"), "day": day, "kind": one.kind,
            "person": person(site, one.email),
            "channel": came and came.channel, "network": came and came.network, "campaign": came and came.campaign,
            "confirmed": one.confirmed, "test": one.test}
    else:
        row = {"interaction": pseudonym("interaction", f"server {one.id}"), "at": at, "day": day, "kind": one.kind,
               "person": person(site, one.email or one.phone), "channel": one.channel,
               "topic": scrub(one.topic) if one.topic else None}
    fact = "leads" if isinstance(one, Lead) else "interactions"
    return told(received, "server", Rows(fact, {n: [v] for n, v in {**row, "provenance": "measured"}.items()}))


def _hit(one: Hit, site: Site, at: datetime, received: int) -> Hits:
    where, pseudonym = site.where(one.url), site.context.pseudonym
    visitor = site.browser(one.visitor) if one.visitor else None
    kept = Kept(
        f"server {one.id}", one.kind, (at - EPOCH) // timedelta(milliseconds=1), visitor,
        "persistent" if visitor is not None else "none", where.host, where.path, where.source, where.medium,
        where.campaign, where.click_id, "", None, None, None, None, None, None,
        pseudonym("application", one.application) if one.application else None, person(site, one.email), one.lead, False)
    return Hits(received, "full" if visitor is not None else "unknown", "human", None, [kept])


def person(site: Site, address: str | None) -> int | None:
    """Pseudonym of an e-mail address or telephone number, spelled as everywhere."""
    text = (address or "").strip().lower()
    if "@" not in text:
        digits = "".join(c for c in text if c.isdecimal())
        text = f"+{digits}" if len(digits) >= 9 else ""
    return site.context.pseudonym("person", text) if text else None
