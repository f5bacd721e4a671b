"""What the collector's commands say: how it stands, what was drained, and the lines to put into client.toml."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from ..collect.spool import NotSeen
from ..collect.status import Status
from ..drainer import Drained
from .speak import words


def _say(text: str) -> None:
    Console(highlight=False).print(text, markup=False, soft_wrap=True)


def set_up(key: str, lang: str) -> None:
    _say(words(lang)("collect.set_up", key=key))


def key(made: str, kept: str, lang: str) -> None:
    _say(words(lang)("collect.key", made=made, kept=kept))


def drained(found: Drained, lang: str) -> None:
    w = words(lang)
    _say(w("collect.drained", records=found.records, hits=found.rows.get("web_hits", 0), unreadable=found.unreadable))


def status(found: Status | NotSeen, lang: str) -> None:
    """Does it run, when the last event came, what waits, and each refusal with what it means; or why nobody can say."""
    w = words(lang)
    if isinstance(found, NotSeen):
        return _say(cannot_say(found, lang))
    _say(w("collect.running" if found.running else "collect.stopped"))
    seen = w("collect.never") if found.seen is None else w("collect.seen", at=f"{found.seen:%Y-%m-%d %H:%M:%S}")
    _say(seen)
    _say(w("collect.waiting", records=found.waiting, events=found.answers.get("ok", 0)))
    _say(w("collect.spool", mb=w.numbers.count(found.spool_bytes / 1e6, 1)))
    for reason, n in sorted(found.refused.items(), key=lambda x: -x[1]):
        _say(f"  {n:>8}  {reason}: {w.of('refused', reason)}")
    for path in found.aside:
        _say(w("collect.aside", path=str(path)))


def cannot_say(found: NotSeen, lang: str) -> str:
    return words(lang)(f"collect.not_seen.{found.reason}", where=str(found.where), found=found.found)


def as_json(found: Status | NotSeen) -> dict[str, Any]:
    if isinstance(found, NotSeen):
        told = {"reason": found.reason, "where": str(found.where), "found": found.found}
        return dict.fromkeys(as_json(Status())) | {"cannot_say": told}
    return {"running": found.running, "last_event": found.seen.isoformat() + "Z" if found.seen else None,
            "waiting": found.waiting, "unreadable": found.unreadable, "spool_bytes": found.spool_bytes,
            "answers": dict(found.answers), "set_aside": [str(p) for p in found.aside], "cannot_say": None}
