"""Who is one person in a figure, and how long they are known again: in words, and as plain data."""

from __future__ import annotations

from typing import Any

from ..core.identity import Identity
from .words import Words


def one_person(w: Words, known: Identity) -> str:
    return w("page.identity.visitors" if known.person == "browser" else "page.identity.pools")


def shortly(w: Words, known: Identity) -> str:
    """For a cell of a table."""
    return w(f"export.identity.{known.person}", days=known.window_days)


def as_json(w: Words, known: Identity | None) -> dict[str, Any] | None:
    """null where nobody is known again; docs/reference/json.md tells what each name holds."""
    if known is None:
        return None
    return {"person": known.person, "id_days": known.id_days, "window_days": known.window_days,
            "sentence": one_person(w, known)}
