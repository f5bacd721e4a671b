"""The overview of one's clients, the standing of one of them once it is known, and pins."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....store.app.models import Client, Pin
from ....store.app.roles import Right
from ... import jobs
from ...access import Page
from ...reader import words
from .rows import Row, only, ordered, row_of

SORTS = ("name", "due", "attention")
KINDS = ("all", "asks", "due", "running", "pinned")


class Home(Page):
    """All clients that the reader has a role for; somebody with one client only goes straight to it."""

    needs = Right.SELF

    def get(self, request: HttpRequest) -> HttpResponse:
        by, which = request.GET.get("by", "name"), request.GET.get("only", "all")
        asked = request.GET.get("q", "").strip()
        clients = list(request.user.clients())
        if len(clients) == 1 and "all" not in request.GET and not request.user.is_superuser:
            return redirect("loop", clients[0].slug)
        rows = self._rows([c for c in clients if asked.lower() in c.name.lower()])
        found = ordered(only(rows, which), by if by in SORTS else SORTS[0])
        part = "home/rows.html" if request.htmx else "home/home.html"
        export = {"export"} if any(Right.EXPORT in request.user.rights(c) for c in clients) else set()
        return self.show(part, rows=found, by=by, asked=asked, sorts=SORTS, many=len(clients), rights=export,
                         kinds=KINDS, which=which)

    def _rows(self, clients: list[Client]) -> list[Row]:
        w = words(self.request.lang)
        pinned = set(self.request.user.pins.values_list("client_id", flat=True))
        rows = [row_of(w, client, client.pk in pinned) for client in clients]
        for row in rows:
            if row.waiting:
                jobs.soon(row.client)
        return rows


class Mine(Page):
    """A page about one of the reader's own clients, by its name in the address; any other is 404."""

    needs = Right.SELF

    def mine(self, slug: str) -> Client:
        found = self.request.user.clients().filter(slug=slug).first()
        if found is None:
            raise Http404
        return found


class Standing(Mine):
    """One row again, asked for by the page itself while the figures are being worked out."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        client = self.mine(slug)
        pinned = request.user.pins.filter(client=client).exists()
        return self.show("home/row.html", row=row_of(words(request.lang), client, pinned))


class Pinned(Mine):
    """Pin a client, or take its pin away; nine fit under the keys."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        client = self.mine(slug)
        gone, _ = Pin.objects.filter(user=request.user, client=client).delete()
        if not gone and request.user.pins.count() < 9:
            last = request.user.pins.last()
            Pin.objects.create(user=request.user, client=client, place=last.place + 1 if last else 1)
        return redirect("home")
