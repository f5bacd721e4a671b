"""Keys are changed or destroyed by a job: one at a time, while nothing comes in, told what came of it."""

from __future__ import annotations

import json
from typing import Any

from ..custody import keys
from ..store.app.models import UNDER_WAY, Client, Job
from ..workspace import Workspace
from . import listening
from .working import Told, worked_off

ROTATE, DESTROY = "rotate", "destroy"
KINDS = (ROTATE, DESTROY)


def latest(client: Client) -> Job | None:
    """The last time that either was asked for, until how long jobs are kept."""
    return Job.objects.filter(client=client, kind__in=KINDS).first()


def ask(client: Client, kind: str) -> Job | None:
    """A job for it; None where one of the two is under way."""
    if Job.objects.filter(client=client, kind__in=KINDS, state__in=UNDER_WAY).exists():
        return None
    return Job.objects.create(client=client, kind=kind)


def work(job: Job, who: str, confirmation: str) -> bool:
    """Do it. What came of it is told as JSON. True when facts changed."""
    def do(home: Workspace, told: Told) -> tuple[str, bool]:
        with listening.still(home):
            came = _rotated(home) if job.kind == ROTATE else _destroyed(home, confirmation)
        return json.dumps(came), True
    return worked_off(job, do, who)


def _rotated(home: Workspace) -> dict[str, Any]:
    done = keys.rotate(home)
    return {"number": done.key.number, "key": done.key.id, "rows": sum(done.rows.values()), "before": done.links[0],
            "after": done.links[1]}


def _destroyed(home: Workspace, confirmation: str) -> dict[str, Any]:
    done = keys.destroy(home, confirmation)
    return {"keys": len(done.keys), "files": done.proof.files, "found": list(done.proof.found)}
