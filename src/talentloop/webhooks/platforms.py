"""Webhooks of Meta: WhatsApp messages become interactions, lead ads become leads; no text, name or number is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ..core.facts import Rows
from ..core.intake import Context
from ..core.moments import local_day
from ..sources.answers import listed, part, word
from .ats import Found

NO_CONTACT = frozenset(("reaction", "system", "unsupported"))  # nobody says anything


def whatsapp(body: dict[str, Any], context: Context) -> Found:
    """One interaction per message that a person sent; one that answers a message is a reply."""
    rows = [row for value in _values(body, "messages") for message in listed(value, "messages")
            if (row := _message(message, context))]
    return _block("interactions", rows), []


def _message(message: Any, context: Context) -> dict[str, object] | None:
    number, sender, at = word(message, "id"), word(message, "from"), _seconds(word(message, "timestamp"))
    if not number or not sender or at is None or word(message, "type") in NO_CONTACT:
        return None
    return {"interaction": context.pseudonym("interaction", f"whatsapp {number}"),
            "person": context.pseudonym("person", "+" + sender.lstrip("+")), "at": at,
            "day": local_day(at, context.zone), "kind": "reply" if word(message, "context", "id") else "chat",
            "channel": "whatsapp_chat", "provenance": "measured"}


def lead_ads(body: dict[str, Any], context: Context) -> Found:
    """Lead ads tell numbers only; who it is stays with Meta, so that these leads are counted and not linked."""
    rows = [row for value in _values(body, "leadgen") if (row := _lead(value, context))]
    return _block("leads", rows), []


def _lead(value: Any, context: Context) -> dict[str, object] | None:
    number, at = word(value, "leadgen_id"), _seconds(word(value, "created_time"))
    if not number or at is None:
        return None
    return {"lead": context.pseudonym("lead", f"meta {number}"), "day": local_day(at, context.zone), "kind": "lead_ad",
            "channel": "paid_social" if word(value, "ad_id") else "organic_social", "network": "meta", "test": False,
            "provenance": "measured"}


def _values(body: dict[str, Any], field: str) -> Iterator[Any]:
    for entry in listed(body, "entry"):
        for change in listed(entry, "changes"):
            if word(change, "field") == field:
                yield part(change, "value")


def _block(fact: str, rows: list[dict[str, object]]) -> list[Rows]:
    return [Rows(fact, {name: [row[name] for row in rows] for name in rows[0]})] if rows else []


def _seconds(text: str | None) -> datetime | None:
    if text is None or not text.isdecimal() or len(text) > 10:
        return None
    return datetime.fromtimestamp(int(text), UTC).replace(tzinfo=None)
