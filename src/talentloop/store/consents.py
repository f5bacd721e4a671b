"""consent.json: every version of the text by which visitors are asked for consent, with its day; none ever changes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from ..core.consenting import ConsentText
from ..core.errors import BadSettings
from .planfile import alone, write_whole

CONSENT = "consent.json"


def read_texts(path: Path) -> tuple[ConsentText, ...]:
    """All versions, the first one first."""
    if not path.exists():
        return ()
    try:
        return tuple(ConsentText(x["version"], date.fromisoformat(x["start"]), x["nl"], x["en"])
                     for x in json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise BadSettings("settings_unreadable", file=path.name, found=f"{type(error).__name__} {error}") from error


def add_text(path: Path, start: date, nl: str, en: str) -> ConsentText:
    """One more version, from a day on that is not before the last one's; texts that are in force already stay whole.

    Errors: BadSettings when a text is empty or the day lies before the last version's.
    """
    with alone(path):
        known = read_texts(path)
        if not nl.strip() or not en.strip():
            raise BadSettings("settings_needed", key="nl, en", where=path.name)
        if known and start < known[-1].start:
            raise BadSettings("settings_not_allowed", key="start", where=path.name, found=start,
                              near=f"≥ {known[-1].start}")
        fresh = ConsentText(len(known) + 1, start, nl.strip(), en.strip())
        told = [{"version": t.version, "start": t.start.isoformat(), "nl": t.nl, "en": t.en} for t in (*known, fresh)]
        write_whole(path, json.dumps(told, ensure_ascii=False, indent=1).encode())
        return fresh
