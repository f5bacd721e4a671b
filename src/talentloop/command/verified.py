"""Whether the tracker works on a page, as text and as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from ..collect.spool import NotSeen
from ..collect.status import Status
from ..collect.verify import Expected, Verified, verify
from ..core.errors import NoWorkspace
from ..fetch import Fetcher
from ..workspace import Workspace
from . import collected
from .collecting import stands as standing
from .speak import words

MARKS = {"good": "✓", "look": "!", "wrong": "✗", "unknown": "?"}


def looked(url: str, workspace: Workspace | None) -> Verified:
    """What a look at the page shows; with a workspace also whether it is that client's."""
    return verify(url, expected(workspace), datetime.now(UTC).replace(tzinfo=None), Fetcher(inside=True))


def expected(workspace: Workspace | None) -> Expected:
    """The site's key and the last event, where a workspace says them."""
    told = workspace.settings.collect if workspace else None
    if workspace is None or told is None:
        return Expected()
    stands = standing(workspace)
    return Expected(told.key) if isinstance(stands, NotSeen) else Expected(told.key, stands.seen, known=True)


def home_or_none() -> Workspace | None:
    try:
        return Workspace.find()
    except NoWorkspace:
        return None


def told(found: Verified, stands: Status | NotSeen | None, lang: str) -> None:
    w, out = words(lang), Console(highlight=False)
    out.print(w("verify.works" if found.works else "verify.works_not", url=found.url), markup=False)
    for check in found.checks:
        out.print(f"  {MARKS[check.state.value]} {w(check.words, **check.facts)}", markup=False)
    if stands:
        collected.status(stands, lang)


def as_json(found: Verified, stands: Status | NotSeen | None, lang: str) -> dict[str, Any]:
    w = words(lang)
    return {"url": found.url, "works": found.works, "checks": [
        {"step": c.step, "code": c.code, "state": c.state.value, "facts": dict(c.facts), "says": w(c.words, **c.facts)}
        for c in found.checks], "collector": collected.as_json(stands) if stands else None}
