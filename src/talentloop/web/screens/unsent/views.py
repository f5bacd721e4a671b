"""After signing in anew: the tab shows here what it kept, with a form to send it again; nothing is kept by us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....store.app.roles import Right
from ...access import Page


class Unsent(Page):
    needs = Right.SELF

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("unsent/unsent.html")
