"""A job is worked off: begun once, told how far it is, and in the end what came of it or what stood in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from ..command.apart import error_of, facts_of
from ..core.errors import TalentloopError
from ..store.app.models import Job
from ..workspace import Workspace
from .access import opened

Told = Callable[[int], None]  # hundredths that are done
Do = Callable[[Workspace, Told], tuple[str, bool]]  # what came of it, and whether facts changed


def worked_off(job: Job, do: Do, who: str = "") -> bool:
    """Do it, unless it was begun already. `said` counts hundredths, then holds what came of it or, as JSON, what stood in
    the way; nothing where it broke. True when facts changed."""
    assert job.client is not None
    mine = Job.objects.filter(pk=job.pk)
    if not mine.filter(state="waiting").update(state="running", begun=timezone.now()):
        return False

    def ended(state: str, said: str) -> None:
        mine.update(state=state, said=said, ended=timezone.now())

    try:
        home = opened(job.client)
        home.who = who or home.who
        said, changed = do(home, lambda hundredths: _tell(mine, hundredths))
    except TalentloopError as error:
        ended("failed", json.dumps(error_of(error)))
        return False
    except Exception:
        ended("failed", "")
        raise
    ended("done", said)
    return changed


def stood_in_the_way(job: Job) -> TalentloopError | None:
    """Why it failed; None where it was cut off without a word."""
    return facts_of(json.loads(job.said)) if job.said.startswith("{") else None


def _tell(mine: Any, hundredths: int) -> None:
    mine.update(said=str(hundredths))
