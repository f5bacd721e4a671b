"""Signing in whoever proved by a link who they are: in a session that they can see, and end from elsewhere."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from ..store.app.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def let_in(request: HttpRequest, user: User) -> None:
    """Django's own signing in keeps no list of sessions; allauth's does so for who comes in by its login alone."""
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
