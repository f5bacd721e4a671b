"""What is written down of what people do here: in the client's own audit log, or in the installation's."""

from __future__ import annotations

from django.http import HttpRequest

from ..privacy.audit import AuditLog
from ..privacy.keys import open_key
from .place import Place


def note(request: HttpRequest, what: str, **facts: str | int | float | bool | None) -> None:
    """One line: who (a number, never a name) and what; for a client when the page is one of a client's."""
    home = getattr(request, "home", None)
    if home is not None:
        home.note(what, **facts)
    else:
        log().write(who(request), what, "", **facts)


def who(request: HttpRequest) -> str:
    """Whoever is signed in, as the audit log writes it."""
    user = getattr(request, "user", None)
    return f"user:{user.pk if user is not None and user.is_authenticated else 0}"


def log() -> AuditLog:
    """The installation's own log, beside its database."""
    place = Place.here()
    keys = place.root / "keys"
    return AuditLog(place.root / "audit.jsonl", open_key(keys / "audit.key"), keys / "audit.head")
