"""After signing in anew: a page in which the tab shows what it kept, with a form to send it again. Nothing is kept here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....store.app.roles import Right
from ...access import Page


class Unsent(Page):
    needs = Right.SELF

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("unsent/unsent.html")
