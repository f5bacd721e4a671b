"""What has had its time goes by a job: one at a time, told how far it is and what came of it."""

from __future__ import annotations

from ..custody.retention import retain
from ..store.app.models import Client, Job
from ..workspace import Workspace
from .working import Told, worked_off

KIND = "retain"


def latest(client: Client) -> Job | None:
    """The last time that it was asked for, until how long jobs are kept."""
    return Job.objects.filter(client=client, kind=KIND).first()


def work(job: Job, who: str) -> bool:
    """Let it go. What came of it is how many files left the disk. True when facts changed."""
    def do(home: Workspace, told: Told) -> tuple[str, bool]:
        done = retain(home, really=True, told=told)
        return str(done.files), done.done
    return worked_off(job, do, who)
