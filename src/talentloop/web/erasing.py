"""A person is erased by a job that tells how far it is and what came of it; whom it is about is in no queue or table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..custody import ordered
from ..custody.requests import Erased
from ..store.app.models import UNDER_WAY, Client, Job
from ..workspace import Workspace
from . import listening
from .access import opened
from .working import Told, worked_off

KIND = "erase"
# What was typed, by the number of the erasure: in memory alone and until it is done, so that the proof looks for it too.
# After a restart it looks for the ids.
_typed: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Came:
    """What came of an erasure: counts, and the files that still held something. Nothing of the person."""

    rows: dict[str, int]
    files: int
    bytes: int
    found: tuple[str, ...]
    ever: bool  # nothing comes back of later days either

    @classmethod
    def of(cls, done: Erased) -> Came:
        return cls(done.rows, done.proof.files, done.proof.bytes, done.proof.found, done.until is None)


def ask(client: Client, home: Workspace, contacts: list[str], browsers: list[str], objects: bool, behalf: str) -> Job:
    """A job for it. From now on nothing of this person comes in any more."""
    number = ordered.order(home, contacts, browsers, objects, behalf)
    _typed[number] = (*contacts, *browsers)
    return _job(client, number)


def left(client: Client) -> list[Job]:
    """Jobs for erasures that nobody works on: a server that stopped, or a store that was away, is no reason not to."""
    busy = set(_of(client).filter(state__in=UNDER_WAY).values_list("kind", flat=True))
    return [_job(client, number) for number in ordered.waiting(opened(client)) if _kind(number) not in busy]


def latest(client: Client) -> list[Job]:
    """The jobs of the last day, the newest first."""
    return list(_of(client))


def work(job: Job) -> bool:
    """Do it. What came of it is told as JSON. True when facts changed."""
    number = job.kind.split(" ")[1]

    def do(home: Workspace, told: Told) -> tuple[str, bool]:
        listening.bring_in(home)
        done = ordered.fulfil(home, number, _typed.get(number, ()), told)
        _typed.pop(number, None)
        return json.dumps(Came.of(done).__dict__) if done else "", done is not None
    return worked_off(job, do)


def came(job: Job) -> Came | None:
    """What came of a job that is done; None where another one had done it."""
    if job.state != "done" or not job.said:
        return None
    told = json.loads(job.said)
    return Came(**{**told, "found": tuple(told["found"])})


def _of(client: Client) -> Any:
    return Job.objects.filter(client=client, kind__startswith=f"{KIND} ")


def _kind(number: str) -> str:
    return f"{KIND} {number}"


def _job(client: Client, number: str) -> Job:
    return Job.objects.create(client=client, kind=_kind(number))
