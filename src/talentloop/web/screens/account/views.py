"""One's own account: what can be changed, and where."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse

from ....store.app.roles import Right
from ...access import Page


class Account(Page):
    needs = Right.SELF

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("account_page/me.html", second_step=is_mfa_enabled(request.user))
