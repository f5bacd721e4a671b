"""A demo furnished: the invented employer as a client, of an agency and an account of this demo only or beside others."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.utils import timezone

from ..command.apart import apart
from ..store.app.models import Agency, Client, Job, Membership, User
from ..store.app.roles import Role
from ..workspace import Workspace
from .place import Place
from .serve import Login

EMAIL = "demo@example.org"
SLUG = "demo"
SECONDS = 900.0  # that building it may take


def demo(workspace: Path, lang: str) -> Login:
    """Into a fresh installation; the password is told once and kept as a digest."""
    home = Workspace(workspace.resolve())
    agency = Agency.objects.create(name="Demo")
    Client.objects.create(agency=agency, slug=SLUG, name=home.settings.name, folder=str(home.path))
    login = Login(EMAIL, secrets.token_urlsafe(9))
    user = User.objects.create_superuser(login.email, login.password, language=lang)
    for role in (Role.ADMIN, Role.PRIVACY):
        Membership.objects.create(user=user, agency=agency, role=role.value)
    return login


def beside(job: Job, agency: Agency) -> None:
    """The demo as one more client of an agency, made in a process of its own; there only once it is whole."""
    mine, folder = Job.objects.filter(pk=job.pk), Place.here().clients / SLUG
    mine.update(state="running", begun=timezone.now())

    def tell(hundredths: int) -> None:
        mine.update(said=str(hundredths))

    found = apart("demo", folder, "", SECONDS, tell)
    if "error" not in found and not Client.objects.filter(slug=SLUG).exists():
        home = Workspace(folder)
        Client.objects.create(agency=agency, slug=SLUG, name=home.settings.name, folder=str(home.path))
    mine.update(state="failed" if "error" in found else "done", ended=timezone.now())
