"""Sources that are connected, as their reader sees them: how each stands, how far it is, and what a trial found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ....command.batches import Came
from ....command.connected import name_of, why
from ....core.connecting import Connection
from ....report.words import Words
from ....sources.api import Api
from ....store.app.models import Client, Job
from ....workspace import Workspace
from .cards import Found, found_of

LATE = timedelta(days=2)  # after which a source that is fetched every night is late


@dataclass(frozen=True)
class Connected:
    """One connection in words. `state` is one of draft, busy, paused, never, failed, good; `wrong` says what went wrong
    and what to do; `late` asks for attention, and so does `off`: the last answer differs from the source's own totals."""

    id: str
    name: str
    state: str
    pages: str
    wrong: str
    at: datetime | None
    late: bool
    until: date | None
    rows: str
    complete: str
    off: bool
    provisional: date | None
    undoes: str  # the batch that an undo takes back to how it was before
    windowed: bool
    lookback: int
    furthest: int


def connected(w: Words, home: Workspace, client: Client, came: Sequence[Came]) -> list[Connected]:
    """Every connection in use, the oldest first."""
    return [connected_of(w, home, client, one, came) for one in home.connections.all()]


def connected_of(w: Words, home: Workspace, client: Client, one: Connection, came: Sequence[Came]) -> Connected:
    api, good = home.connections.api(one), one.good
    job = Job.objects.filter(client=client, kind=f"fetch {one.id}").first()
    busy = job is not None and job.busy
    told = next((b for b in came if b.id.startswith(one.series)), None)
    wrong = "" if busy else why(w, one.last) if one.last and one.last.failed else _stopped(w, job)
    state = next((name for name, there in (("draft", one.draft), ("busy", busy), ("paused", one.paused),
                                           ("failed", wrong), ("good", good)) if there), "never")
    until = good.until - timedelta(days=1) if good and good.until else told.period.last if told and told.period else None
    return Connected(
        one.id, name_of(w, one), state, job.said if busy and job and job.said.isdigit() else "", wrong,
        good.at.replace(tzinfo=UTC).astimezone(home.settings.zone).replace(tzinfo=None) if good else None,
        _late(one), until, w.numbers.count(good.rows) if good else "", _complete(w, told), bool(told and told.off),
        _provisional(api, until), told.id if told and told.undoes else "", api.windowed, api.lookback, api.furthest)


def _stopped(w: Words, job: Job | None) -> str:
    """A job that was stopped says so itself: nothing else was written down."""
    found = _said(job) if job and job.state == "failed" else {}
    return found_of(w, found).error if found.get("error", {}).get("code", "").startswith("reading_") else ""


def _late(one: Connection) -> bool:
    now = datetime.now(UTC).replace(tzinfo=None)
    return not one.draft and not one.paused and now - (one.good.at if one.good else one.made) > LATE


def _complete(w: Words, told: Came | None) -> str:
    if told is None:
        return ""
    if told.off:
        return w.listed([w("take.check.differs", name=name, ours=ours, theirs=theirs)
                         for name, (ours, theirs) in told.off.items()])
    return w("web.data.totals.agree") if told.agrees else w("web.connect.totals.none")


def _provisional(api: Api, until: date | None) -> date | None:
    """The first day whose figures the source may still correct: the next night asks for all from here on."""
    return until - timedelta(days=api.lookback - 1) if api.windowed and api.lookback and until else None


# ---- trying ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """What came of asking once without taking anything: `fine` when it may be connected."""

    busy: bool
    fine: bool = False
    found: Found | None = None
    empty: bool = False


def trial_of(w: Words, client: Client, id: str) -> Trial | None:
    """The last time that this connection was tried, None when it never was (or long ago)."""
    job = Job.objects.filter(client=client, kind=f"probe {id}").first()
    if job is None:
        return None
    if job.busy:
        return Trial(True)
    found = _said(job)
    fine = found.get("outcome") in ("taken", "repeated")
    return Trial(False, fine, found_of(w, found) if found else None, fine and not any(found.get("rows", {}).values()))


def _said(job: Job) -> dict[str, Any]:
    try:
        found = json.loads(job.said)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
