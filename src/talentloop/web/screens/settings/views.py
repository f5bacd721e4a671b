"""The way into the settings: what the reader may see or change, each with how it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....store.app.roles import Right
from ...access import ClientView
from ...steps import unguarded

# Pages of the settings, in the order in which one needs them, with the right that each asks for.
PARTS = (("measuring", Right.SETTINGS), ("people", Right.PEOPLE), ("tracker", Right.KEYS), ("house", Right.SETTINGS),
         ("keys", Right.KEYS), ("trust", Right.SEE))


class Overview(ClientView):
    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("settings/settings.html", others=Right.SETTINGS not in request.rights,
                         unguarded=unguarded(self.client, request.rights), parts=[
            {"id": name, "url": f"settings_{name}"} for name, right in PARTS if right in request.rights])
