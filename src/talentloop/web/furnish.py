"""A demo furnished: one agency, the invented employer as its client, and an account with a password of this demo only."""

from __future__ import annotations

import secrets
from pathlib import Path

from ..store.app.models import Agency, Client, Membership, User
from ..store.app.roles import Role
from ..workspace import Workspace
from .serve import Login

EMAIL = "demo@example.org"


def demo(workspace: Path, lang: str) -> Login:
    """Into a fresh installation; the password is told once and kept as a digest."""
    home = Workspace(workspace.resolve())
    agency = Agency.objects.create(name="Demo")
    Client.objects.create(agency=agency, slug="demo", name=home.settings.name, folder=str(home.path))
    login = Login(EMAIL, secrets.token_urlsafe(9))
    user = User.objects.create_superuser(login.email, login.password, language=lang)
    for role in (Role.ADMIN, Role.PRIVACY):
        Membership.objects.create(user=user, agency=agency, role=role.value)
    return login
