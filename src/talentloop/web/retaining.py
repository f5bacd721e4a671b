"""What has had its time goes by a job: one at a time, told how far it is and what came of it."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from ..command.apart import error_of, facts_of
from ..core.errors import TalentloopError
from ..custody.retention import retain
from ..store.app.models import Client, Job
from .access import opened

KIND = "retain"


def latest(client: Client) -> Job | None:
    """The last time that it was asked for, until how long jobs are kept."""
    return Job.objects.filter(client=client, kind=KIND).first()


def work(job: Job, who: str) -> bool:
    """Let it go. `said` counts hundredths, then tells how many files left the disk or, as JSON, what stood in the way.
    True when facts changed."""
    assert job.client is not None
    mine = Job.objects.filter(pk=job.pk)
    if not mine.filter(state="waiting").update(state="running", begun=timezone.now()):
        return False
    try:
        home = opened(job.client)
        home.who = who
        done = retain(home, really=True, told=lambda hundredths: mine.update(said=str(hundredths)))
    except TalentloopError as error:
        return ended(mine, "failed", json.dumps(error_of(error)))
    except Exception:
        ended(mine, "failed", "")
        raise
    ended(mine, "done", str(done.files))
    return done.done


def ended(mine: Any, state: str, said: str) -> bool:
    mine.update(state=state, said=said, ended=timezone.now())
    return False


def stood_in_the_way(job: Job) -> TalentloopError | None:
    """Why it failed; None where it was cut off without a word."""
    return facts_of(json.loads(job.said)) if job.said.startswith("{") else None
