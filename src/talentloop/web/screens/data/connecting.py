"""Connecting a source: chosen, given its key, tried, and then asked by itself; paused, asked anew, disconnected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from ....command.batches import batches
from ....command.connected import name_of
from ....core.connecting import Connection
from ....core.errors import BadInput, UnknownName
from ....report.words import Words
from ....sources import apis
from ....sources.api import Api
from ....store.app.roles import Right
from ... import asking, audit, jobs
from ...access import ClientView
from ...reader import words
from .cards import counted
from .connected import connected_of, trial_of
from .forms import ConnectForm, DaysForm


class Choose(ClientView):
    """The sources that can be connected, each with what it gives and what it needs."""

    needs = Right.DATA

    def get(self, request: HttpRequest) -> HttpResponse:
        w = words(request.lang)
        return self.show("data/choose.html", choices=[
            (api.source, [w(f"connect.{api.source}.{f.name}") for f in api.fields if f.needed and not f.usual])
            for api in apis().values()])


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ConnectSource(ClientView):
    """The key of one source, and where to find it. What is given is tried at once and counts only when confirmed."""

    needs = Right.DATA

    def get(self, request: HttpRequest, source: str) -> HttpResponse:
        return self._shown(ConnectForm(words(request.lang), _api(source)))

    def post(self, request: HttpRequest, source: str) -> HttpResponse:
        form = ConnectForm(words(request.lang), _api(source), request.POST)
        if form.is_valid():
            try:
                made = self.home.connect(source, form.given(), draft=True)
            except BadInput as error:
                form.refuse(error)
            else:
                _ask(self, request, "probe", made.id)
                return redirect("data_connection", self.client.slug, made.id)
        return self._shown(form, 400)

    def _shown(self, form: ConnectForm, status: int = 200) -> HttpResponse:
        answer = self.show("data/connect.html", form=form, source=form.api.source)
        answer.status_code = status
        return answer


class ConnectionView(ClientView):
    """Something about one connection of this client, which is there."""

    needs = Right.DATA

    def found(self, id: str) -> tuple[Connection, Api]:
        one = next((c for c in self.home.connections.all(drafts=True) if c.id == id), None)
        if one is None:
            raise Http404
        return one, self.home.connections.api(one)

    def page(self, one: Connection, api: Api, form: ConnectForm | None = None,
             days: DaysForm | None = None) -> HttpResponse:
        w: Words = words(self.request.lang)
        trial = trial_of(w, self.client, one.id)
        days = days or DaysForm(w, self.home.today, api.furthest)
        asked = days.is_bound and days.is_valid()
        answer = self.show("data/progress.html" if self.request.htmx else "data/connection.html", **{
            "one": connected_of(w, self.home, self.client, one, batches(self.home)), "trial": trial,
            "source": api.source, "days": days, "since": one.since,
            "form": form or ConnectForm(w, api, None, one.options, only_secrets=not one.draft),
            "period": days.period if asked else None, "says": w.numbers.period(days.period) if asked else "",
            "replaces": _rows(w, self.home.restates(one.id, days.period)) if asked else ""})
        answer.status_code = 400 if (form and form.errors) or (days.is_bound and days.errors) else 200
        return answer


class ConnectionPage(ConnectionView):
    """How one connection stands, and all that can be done with it; with days, what fetching them anew would replace."""

    def get(self, request: HttpRequest, connection: str) -> HttpResponse:
        one, api = self.found(connection)
        asked = request.GET if {"first", "last"} & set(request.GET) and api.windowed else None
        return self.page(one, api, days=DaysForm(words(request.lang), self.home.today, api.furthest, asked))


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Amend(ConnectionView):
    """Another key, tried at once."""

    def post(self, request: HttpRequest, connection: str) -> HttpResponse:
        one, api = self.found(connection)
        form = ConnectForm(words(request.lang), api, request.POST, one.options, only_secrets=not one.draft)
        if form.is_valid():
            try:
                self.home.amend(one.id, form.given())
            except BadInput as error:
                form.refuse(error)
            else:
                _ask(self, request, "probe", one.id)
                return redirect("data_connection", self.client.slug, one.id)
        return self.page(one, api, form)


class Try(ConnectionView):
    """Ask once, take nothing."""

    def post(self, request: HttpRequest, connection: str) -> HttpResponse:
        one, _ = self.found(connection)
        _ask(self, request, "probe", one.id)
        return redirect("data_connection", self.client.slug, one.id)


class Confirm(ConnectionView):
    """What was tried and went well is connected, and fetched for the first time."""

    def post(self, request: HttpRequest, connection: str) -> HttpResponse:
        one, _ = self.found(connection)
        w, trial = words(request.lang), trial_of(words(request.lang), self.client, one.id)
        if one.draft and not (trial and trial.fine):
            messages.error(request, w("web.connect.try.first"))
        elif one.draft:
            self.home.confirm(one.id)
            _ask(self, request, "fetch", one.id)
            messages.success(request, w("web.connect.made", name=name_of(w, one)))
        return redirect("data_connection", self.client.slug, one.id)


class FetchNow(ConnectionView):
    """Fetch what is new; with days, those anew."""

    def post(self, request: HttpRequest, connection: str) -> HttpResponse:
        one, api = self.found(connection)
        days = DaysForm(words(request.lang), self.home.today, api.furthest, request.POST)
        if one.draft:
            messages.error(request, words(request.lang)("web.connect.try.first"))
        elif api.windowed and "first" in request.POST:
            if not days.is_valid():
                return self.page(one, api, days=days)
            _ask(self, request, "fetch", one.id, f"{days.period.start} {days.period.end}")
        else:
            _ask(self, request, "fetch", one.id)
        return redirect("data_connection", self.client.slug, one.id)


class Pause(ConnectionView):
    """Ask it by itself no more, or again."""

    def post(self, request: HttpRequest, connection: str) -> HttpResponse:
        one, _ = self.found(connection)
        paused = request.POST.get("paused") == "yes"
        self.home.pause(one.id, paused)
        messages.success(request, words(request.lang)(f"web.connect.{'paused' if paused else 'resumed'}"))
        return redirect("data_connection", self.client.slug, one.id)


class Disconnect(ConnectionView):
    """It goes with its key; what it told stays."""

    def post(self, request: HttpRequest, connection: str) -> HttpResponse:
        w = words(request.lang)
        one, _ = self.found(connection)
        try:
            self.home.disconnect(one.id)
        except UnknownName as error:  # a second click
            raise Http404 from error
        messages.success(request, w("web.connect.thrown" if one.draft else "web.connect.removed", name=name_of(w, one)))
        return redirect("data", self.client.slug)


def _api(source: str) -> Api:
    if source not in apis():
        raise Http404
    return apis()[source]


def _ask(view: ClientView, request: HttpRequest, verb: str, id: str, days: str = "") -> None:
    """Put it in the queue; what is under way already is not asked twice."""
    if job := asking.ask(view.client, f"{verb} {id}"):
        jobs.ask(job.pk, audit.who(request), days)


def _rows(w: Words, told: dict[str, Any]) -> str:
    return counted(w, told)
