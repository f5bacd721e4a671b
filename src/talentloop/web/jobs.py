"""Work that nobody waits for: figures worked out ahead, and whatever screens put in the queue."""

from __future__ import annotations

import logging
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone
from huey import SqliteHuey, crontab

from ..command.batches import take_back
from ..core.errors import TalentloopError
from ..store.app.models import Agency, Client, Job, Upload, User
from . import asking, erasing, figures, rekeying, retaining, showcase, uploads
from .access import opened
from .place import Place

log = logging.getLogger("talentloop.jobs")
SECOND = 60  # seconds until what is looked at less: whoever waits for a first page has the machine
queue = SqliteHuey("talentloop", filename=str(Place.here().jobs), journal_mode="wal")


def _fresh() -> None:
    """A thread that lives long leaves connections behind that have had their time; not in the midst of a transaction."""
    if not connection.in_atomic_block:
        close_old_connections()


@queue.task()
def prepare(client: int) -> None:
    """Figures of one client, worked out before anyone asks; after each taking of files, and each morning."""
    _fresh()
    found = Client.objects.filter(pk=client).first()
    if found is None:
        return
    try:
        home = opened(found)
        if home.lake.begun():
            home.rederive()
        languages = User.objects.values_list("language", flat=True).distinct()
        figures.prepare(home, found.slug, languages)
        prepare_next.schedule((client,), delay=SECOND)
    except TalentloopError as error:  # said on the client's own pages, to who can mend it
        log.info("not prepared: client %s, %s", client, error)


@queue.task(priority=-5)
def prepare_next(client: int) -> None:
    """What readers of that client come to after its first pages: earlier loops, other comparisons."""
    _fresh()
    try:
        if found := Client.objects.filter(pk=client).first():
            figures.prepare_next(opened(found))
    except TalentloopError as error:
        log.info("not prepared further: client %s, %s", client, error)


@queue.periodic_task(crontab(minute="7", hour="*"))
def prepare_all() -> None:
    """A new day has new figures, in each client's own zone; what is known already costs nothing."""
    for client in Client.objects.values_list("pk", flat=True):
        prepare(client)


@queue.periodic_task(crontab(minute="*"))
def notice() -> None:
    """Files that were taken in a terminal, events that were drained, a day that began: figures are worked out again."""
    _fresh()
    for client in Client.objects.all():
        try:
            if figures.known_report(opened(client)) is None:
                prepare(client.pk)
        except TalentloopError as error:
            log.info("not looked at: client %s, %s", client.pk, error)


@queue.task(priority=10)
def look(upload: int) -> None:
    """What would taking this file do?"""
    _fresh()
    if found := Upload.objects.select_related("client").filter(pk=upload).first():
        uploads.look(found)


@queue.task(priority=10)
def take(upload: int) -> None:
    """Take a file that was confirmed."""
    _fresh()
    found = Upload.objects.select_related("client").filter(pk=upload).first()
    if found and uploads.take(found):
        soon(found.client)


@queue.task(priority=5)
def ask(job: int, who: str, days: str = "") -> None:
    """Try a connection, or fetch from it."""
    _fresh()
    found = Job.objects.select_related("client").filter(pk=job).first()
    if found and found.client and asking.work(found, who, days):
        soon(found.client)


@queue.periodic_task(crontab(minute="41"))
def fetch_all() -> None:
    """Every night what is new and what may still change, from every source that is connected."""
    _fresh()
    for client in Client.objects.all():
        try:
            for connection in asking.due(opened(client), timezone.now()):
                if job := asking.ask(client, f"fetch {connection}"):
                    ask(job.pk, asking.BY_ITSELF)
        except TalentloopError as error:
            log.info("not fetched: client %s, %s", client.pk, error)


@queue.task(priority=5)
def remove(client: int, batch: str, who: str, job: int) -> None:
    """Take a batch back that is not the last: what is made of it is made anew, and that takes time."""
    _fresh()
    found, mine = Client.objects.get(pk=client), Job.objects.filter(pk=job)
    home = opened(found)
    home.who = who
    try:
        take_back(home, batch)
        mine.update(state="done")
    except TalentloopError as error:
        log.info("not removed: %s, %s", batch, error)
        mine.update(state="failed")
    soon(found)


@queue.task(priority=5)
def retain(job: int, who: str) -> None:
    """Let go of what has had its time: with years of events that takes minutes."""
    _fresh()
    found = Job.objects.select_related("client").filter(pk=job).first()
    if found and found.client and retaining.work(found, who):
        soon(found.client)


@queue.task(priority=5)
def rekey(job: int, who: str, confirmation: str = "") -> None:
    """Lay a new key over those in force, or destroy all: every code is written anew, or every file is searched."""
    _fresh()
    found = Job.objects.select_related("client").filter(pk=job).first()
    if found and found.client and rekeying.work(found, who, confirmation):
        soon(found.client)


@queue.task(priority=8)
def erase(job: int) -> None:
    """Take a person out: with years of events that takes minutes, and the proof as long again."""
    _fresh()
    found = Job.objects.select_related("client").filter(pk=job).first()
    if found and found.client and erasing.work(found):
        soon(found.client)


@queue.task(priority=5)
def demo(job: int, agency: int) -> None:
    """Make the demo employer, for this agency to look around in."""
    _fresh()
    showcase.beside(Job.objects.get(pk=job), Agency.objects.get(pk=agency))
    prepare_all()


@queue.periodic_task(crontab(minute="23"))
def sweep() -> None:
    """Files that nobody confirmed go; whoever asked to be erased and was not yet, is."""
    _fresh()
    uploads.sweep()
    erase_left()


def resume() -> None:
    """After a start: what was under way when the server stopped is taken up again; done twice it is done once."""
    looked, taken = uploads.under_way()
    for pk in looked:
        look(pk)
    for pk in taken:
        take(pk)
    erase_left()


def erase_left() -> None:
    """Erasures that were promised and that nobody works on."""
    for client in Client.objects.all():
        try:
            for job in erasing.left(client):
                erase(job.pk)
        except TalentloopError as error:
            log.info("not looked at: client %s, %s", client.pk, error)


def soon(client: Client) -> Any:
    """Put a client's figures in the queue; call it after everything that changes facts or plan."""
    return prepare(client.pk)
