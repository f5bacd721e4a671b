"""The form for another e-mail address: until its link is opened, the account keeps the one that it has."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm
from django.http import HttpRequest

from .entrance import vouch


class NewAddress(AddEmailForm):
    def save(self, request: HttpRequest) -> Any:
        """When a new one comes, the library drops addresses nobody confirmed; the account's own is none of them."""
        vouch(self.user)
        return super().save(request)
