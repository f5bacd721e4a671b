"""Who may come in: people with an invitation or the one-time link; nobody signs up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from . import audit
from .reader import words


class ByInvitation(DefaultAccountAdapter):
    """E-mail and password or passkey; the account was made when the invitation was taken up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter in the words of whoever asks for it."""
        super().send_mail(template_prefix, email, {**context, "w": words(getattr(self.request, "lang", "nl"))})

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        audit.note(request, "login")

    def logout(self, request: HttpRequest) -> None:
        audit.note(request, "logout")
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        audit.note(request, "login_failed")
        super().authentication_failed(request, **credentials)


class KnownPeople(DefaultSocialAccountAdapter):
    """One's own identity provider opens the account of that address; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
