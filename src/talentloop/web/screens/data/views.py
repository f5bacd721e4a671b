"""What each source has told; files brought, looked at, confirmed, taken; and batches taken back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....command.batches import batches, take_back
from ....command.freshness import breaks
from ....core.errors import TalentloopError
from ....report.filling import error_sentence
from ....store.app.models import UNDER_WAY, Job, Upload
from ....store.app.roles import Right
from ... import audit, figures, jobs, uploads
from ...access import ClientView
from ...reader import words
from .batch_rows import batch_rows
from .cards import Card, card_of
from .connected import connected
from .standing import advised, standings

SHOWN = 20  # batches at first sight
OPENED = 3  # files whose rows are shown at once; of more than these the rows are a click away


class DataPage(ClientView):
    """Sources with their freshness, what asks for attention, and every batch."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        w, came = words(request.lang, self.home.settings.currency), batches(self.home)
        names = dict(Upload.objects.filter(client=self.client, state="taken").values_list("batch", "name"))
        leaving = set(_leaving(self.client).values_list("said", flat=True))
        rows = batch_rows(w, came, names, leaving, self.home.settings.zone, None if "all" in request.GET else SHOWN)
        return self.show("data/data.html", sources=standings(w, self.home, came), rows=rows, more=len(came) - len(rows),
                         advice=advised(w, self.home, self.client.slug, request.rights),
                         breaks=breaks(w, figures.told_for(self.home), self.home.plan.loops),
                         connected=connected(w, self.home, self.client, came),
                         tables=bool(self.home.settings.files), leaving=bool(leaving),
                         waiting=len(_open(self.client)), any=bool(came),
                         most=uploads.MOST >> 20, files=uploads.FILES, hours=int(uploads.KEPT.total_seconds() // 3600))


class Bring(ClientView):
    """Files from the reader's own machine; nothing counts before it is confirmed."""

    needs = Right.DATA

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("data", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        w = words(request.lang)
        kept, refused = uploads.bring(self.client, request.user, request.FILES.getlist("files"))
        for name, why in refused:
            messages.error(request, w(f"web.data.refused.{why}", name=name, most=uploads.MOST >> 20, files=uploads.FILES))
        for upload in kept:
            jobs.look(upload.pk)
        if not kept and not refused:
            messages.error(request, w("web.data.refused.none"))
        return redirect("data_check" if kept else "data", self.client.slug)


class Check(ClientView):
    """Each file that was brought of late: what it is, what it would do, what is wrong with it."""

    needs = Right.DATA

    def get(self, request: HttpRequest) -> HttpResponse:
        cards = _cards(request, self)
        part = "data/cards.html" if request.htmx else "data/check.html"
        ready = [card.upload.pk for card in cards if card.ready]
        over = bool(cards) and all(card.turn == 2 for card in cards)
        return self.show(part, cards=cards, over=over, looped=bool(self.home.plan.loops), few=len(cards) <= OPENED,
                         busy=any(card.busy for card in cards), ready=ready,
                         hours=int(uploads.KEPT.total_seconds() // 3600))


class TakeFiles(ClientView):
    """Confirmed: what may be taken is taken, once."""

    needs = Right.DATA

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = [int(pk) for pk in request.POST.getlist("upload") if pk.isdigit()]
        for pk in uploads.confirm(self.client, request.user, asked):
            jobs.take(pk)
        return redirect("data_check", self.client.slug)


class Drop(ClientView):
    """Thought better of it: the file goes, and was never counted."""

    needs = Right.DATA

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if uploads.drop(self.client, pk):
            messages.success(request, words(request.lang)("web.data.dropped"))
        return redirect("data_check" if _open(self.client) else "data", self.client.slug)


class TakeBack(ClientView):
    """A batch taken back: at once when it was the last, else by a job that works out anew what was made of it."""

    needs = Right.DATA

    def post(self, request: HttpRequest) -> HttpResponse:
        w, batch = words(request.lang), request.POST.get("batch", "")
        known = {b.id: b for b in batches(self.home)}
        if batch not in known or known[batch].collected:
            messages.error(request, w("web.data.not_there"))
        elif known[batch].undoes:
            self._now(request, batch)
        else:
            self._later(request, batch)
        return redirect("data", self.client.slug)

    def _now(self, request: HttpRequest, batch: str) -> None:
        w = words(request.lang)
        try:
            take_back(self.home, batch)
        except TalentloopError as error:
            messages.error(request, error_sentence(w, error))
            return
        self._undone(batch)
        jobs.soon(self.client)
        messages.success(request, w("web.data.undone"))

    def _later(self, request: HttpRequest, batch: str) -> None:
        """Asked twice, it is done once."""
        if _leaving(self.client).filter(said=batch).exists():
            return
        job = Job.objects.create(client=self.client, kind="remove", said=batch)
        self._undone(batch)
        jobs.remove(self.client.pk, batch, audit.who(request), job.pk)
        messages.success(request, words(request.lang)("web.data.removing"))

    def _undone(self, batch: str) -> None:
        Upload.objects.filter(client=self.client, batch=batch, state="taken").update(state="undone")


def _leaving(client: object) -> QuerySet[Job]:
    """Jobs that take batches out."""
    return Job.objects.filter(client=client, kind="remove", state__in=UNDER_WAY)


def _open(client: object) -> list[int]:
    """Uploads that somebody still has to decide on, or that are being worked on."""
    return list(Upload.objects.filter(client=client, state__in=("waiting", "taking")).values_list("pk", flat=True))


def _cards(request: HttpRequest, view: ClientView) -> list[Card]:
    w = words(request.lang, view.home.settings.currency)
    told = {job.kind: job.said for job in Job.objects.filter(client=view.client, state="running")}
    last = next((b.id for b in batches(view.home)), "")
    found = [card_of(w, upload, told, last)
             for upload in Upload.objects.filter(client=view.client).exclude(state="dropped") if upload.found or
             upload.state in ("waiting", "taking")]
    return sorted(found, key=lambda card: card.turn)
