"""The form for another e-mail address: until its link is opened, the account keeps the one that it has."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm
from django.http import HttpRequest

from .entrance import vouch


class NewAddress(AddEmailForm):
    def save(self, request: HttpRequest) -> Any:
        """The library drops addresses that nobody confirmed when a new one comes; the account's own is not one of them."""
        vouch(self.user)
        return super().save(request)
