"""archive.json: the verdicts of every closed loop as they were given, written once and never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from ..core.archive import Given, Kept
from ..core.errors import BadSettings
from ..core.verdict import Word
from .planfile import write_whole


def read_archive(path: Path) -> Mapping[int, Kept]:
    """Loop number → its verdicts as they were given; a file that is not there yet is an empty archive."""
    if not path.exists():
        return {}
    try:
        kept = [_kept(x) for x in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, KeyError, TypeError) as error:
        raise BadSettings("archive_unreadable", file=path.name, found=f"{type(error).__name__} {error}") from error
    return {x.number: x for x in kept}


def add_archived(path: Path, kept: Kept) -> None:
    """Keep the verdicts of one loop; what was kept of it before stays as it was."""
    known = read_archive(path)
    if kept.number in known:
        return
    write_whole(path, json.dumps([_as_json(x) for x in (*known.values(), kept)], ensure_ascii=False, indent=1).encode())


def _kept(raw: Mapping[str, Any]) -> Kept:
    verdicts = {id: Given(Word(v["word"]), v["because"], v["fact"], v["lift"], v["low"], v["high"], v["p"])
                for id, v in raw["verdicts"].items()}
    return Kept(raw["number"], date.fromisoformat(raw["as_of"]), raw["primary"], verdicts)


def _as_json(kept: Kept) -> dict[str, Any]:
    verdicts = {id: {"word": g.word.value, "because": g.because, "fact": _finite(g.fact), "lift": _finite(g.lift),
                     "low": _finite(g.low), "high": _finite(g.high), "p": _finite(g.p)}
                for id, g in kept.verdicts.items()}
    return {"number": kept.number, "as_of": kept.as_of.isoformat(), "primary": kept.primary, "verdicts": verdicts}


def _finite(value: float | None) -> float | None:
    """JSON knows no infinity: a change from nothing at all is kept as unknown."""
    return value if value is not None and isfinite(value) else None
