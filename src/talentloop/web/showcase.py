"""The demo employer beside one's own clients, made in a process of its own and there only once it is whole."""

from __future__ import annotations

from django.utils import timezone

from ..command.apart import apart
from ..store.app.models import Agency, Client, Job
from ..workspace import Workspace
from .place import Place

SLUG = "demo"
SECONDS = 900.0  # that building it may take


def beside(job: Job, agency: Agency) -> None:
    """Make it, as one more client of an agency; the job tells how far it is, in hundredths."""
    mine, folder = Job.objects.filter(pk=job.pk), Place.here().clients / SLUG
    mine.update(state="running", begun=timezone.now())

    def tell(hundredths: int) -> None:
        mine.update(said=str(hundredths))

    found = apart("demo", folder, "", SECONDS, tell)
    if "error" not in found and not Client.objects.filter(slug=SLUG).exists():
        home = Workspace(folder)
        Client.objects.create(agency=agency, slug=SLUG, name=home.settings.name, folder=str(home.path))
    mine.update(state="failed" if "error" in found else "done", ended=timezone.now())
