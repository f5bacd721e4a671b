"""Sources that are asked in the background: tried before they count, fetched when somebody asks, and every night."""

from __future__ import annotations

import json
from datetime import datetime

from django.utils import timezone

from ..command.apart import apart
from ..store.app.models import UNDER_WAY, Client, Job
from ..workspace import Workspace

SECONDS = 2400.0  # that a process may take; asking itself is bounded before that
NIGHT = range(1, 7)  # hours of the client's own clock in which is fetched; who was busy is asked again within them
BY_ITSELF = "job:fetch"


def ask(client: Client, kind: str) -> Job | None:
    """A job of this kind (`probe` or `fetch` with the connection's id behind it), None where one is under way: asked
    twice, it is done once."""
    if Job.objects.filter(client=client, kind=kind, state__in=UNDER_WAY).exists():
        return None
    return Job.objects.create(client=client, kind=kind)


def work(job: Job, who: str, days: str = "") -> bool:
    """Do it in a process of its own, from and until certain `days` if they are told. Of a trial the job says what was
    found, as JSON. True when facts changed."""
    assert job.client is not None
    mine, (verb, connection) = Job.objects.filter(pk=job.pk), job.kind.split(" ")
    if not mine.filter(state="waiting").update(state="running", begun=timezone.now()):
        return False

    def tell(pages: int) -> None:
        mine.update(said=str(pages))

    found = apart(verb, job.client.folder, f"{connection} {days}".strip(), SECONDS, tell, who)
    failed = "error" in found
    mine.update(state="failed" if failed else "done", ended=timezone.now(), said=json.dumps(found))
    return verb == "fetch" and not failed and found["outcome"] == "taken"


def due(home: Workspace, now: datetime) -> list[str]:
    """Connections to ask at this moment: at night only, those not asked well today. What was removed goes meanwhile."""
    home.connections.sweep()
    if now.astimezone(home.settings.zone).hour not in NIGHT:
        return []
    return [c.id for c in home.due()]
