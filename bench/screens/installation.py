"""An installation to look at: one agency with fifty clients, one of them large, and somebody who may see every page.

    python -m bench.screens.installation FOLDER HITS OTHERS        made where it is not there yet
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.screens.client import make
from talentloop.command.demonstrate import build
from talentloop.workspace import Workspace

LARGE = "large"
SMALL = 0.05  # of the demo's size
EMAIL = "bench@example.org"


def made(folder: Path, hits: int, others: int) -> None:
    """The clients' folders; a large one that is there already is taken as it is."""
    if not (folder / LARGE / "baseline.json").exists():
        shutil.rmtree(folder / LARGE, ignore_errors=True)
        make(folder / LARGE, hits)
    small = folder / "small"
    if not (small / "baseline.json").exists():
        build(small, scale=SMALL)
    without = shutil.ignore_patterns("exports", "*.html", "cache")
    for number in range(others):
        if not (folder / f"client-{number}").exists():
            shutil.copytree(small, folder / f"client-{number}", ignore=without)


def furnished(folder: Path, others: int) -> str:
    """The clients and their reader in the database of this installation; the key of a session of that reader."""
    from django.test import Client as Browser

    from talentloop.store.app.models import Agency, Client, Membership, User
    from talentloop.store.app.roles import Role

    agency, _ = Agency.objects.get_or_create(name="Bench")
    for slug in (LARGE, *(f"client-{n}" for n in range(others))):
        home = Workspace((folder / slug).resolve())
        Client.objects.get_or_create(slug=slug, defaults={
            "agency": agency, "name": f"{home.settings.name} {slug}", "folder": str(home.path)})
    user = User.objects.filter(email=EMAIL).first() or User.objects.create_superuser(EMAIL, None, language="nl")
    for role in (Role.ADMIN, Role.PRIVACY):
        Membership.objects.get_or_create(user=user, agency=agency, role=role.value)
    browser = Browser()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(browser.session.session_key)


if __name__ == "__main__":
    made(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
