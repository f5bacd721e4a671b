"""Requests of people: what is kept of one person, as a file for that person, and its erasure with proof."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ....command.guarded import access_json
from ....custody import requests
from ....report.filling import error_sentence
from ....store.app.roles import Right
from ... import erasing, jobs, listening
from ...access import ClientView
from ...reader import words
from ...working import stood_in_the_way
from .forms import Asked


@method_decorator((sensitive_post_parameters(), never_cache), name="dispatch")
class Requests(ClientView):
    """Who is asked about is typed into a form and stands in no address, log, session or queue: it comes with the form,
    goes to a keyed hash, and returns in the hidden fields of the answer only. An erasure is a job, and the page its
    progress."""

    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.htmx:
            return self.show("privacy/erasing.html", **self._erasures())
        return self._shown(form=Asked(), **self._erasures())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Asked(request.POST)
        if not form.is_valid():
            return self._shown(400, form=form)
        does = request.POST.get("do", "find")
        if does == "erase" and not request.POST.get("sure"):
            return self._found(form, unsure=True)
        if does == "erase":
            return self._erased(form)
        listening.bring_in(self.home)
        return self._file(form) if does == "file" else self._found(form)

    def _shown(self, status: int = 200, **context: Any) -> HttpResponse:
        answer = self.show("privacy/requests.html", **context)
        answer.status_code = status
        return answer

    def _access(self, form: Asked) -> requests.Access:
        return requests.access(self.home, form.contacts, form.browsers, form.cleaned_data["behalf"])

    def _found(self, form: Asked, unsure: bool = False) -> HttpResponse:
        """Every row of this person, for whoever answers the request; each look is written down."""
        found = self._access(form)
        rows = [(name, len(rows), json.dumps(rows, ensure_ascii=False, indent=1)) for name, rows in found.rows.items()]
        return self._shown(400 if unsure else 200, form=form, found=found, rows=rows, unsure=unsure)

    def _file(self, form: Asked) -> HttpResponse:
        text = json.dumps(access_json(self._access(form)), ensure_ascii=False, indent=2)
        return HttpResponse(text, content_type="application/json", headers={
            "Content-Disposition": f'attachment; filename="inzage-{self.home.today}.json"'})

    def _erased(self, form: Asked) -> HttpResponse:
        """By a job: rewriting and searching years of events takes minutes."""
        objects = bool(self.request.POST.get("objects"))
        job = erasing.ask(self.client, self.home, form.contacts, form.browsers, objects, form.cleaned_data["behalf"])
        jobs.erase(job.pk)
        return redirect("privacy_requests", self.client.slug)

    def _erasures(self) -> dict[str, Any]:
        """How far those under way are; else what came of the last one."""
        w, known = words(self.request.lang), erasing.latest(self.client)
        busy = [job for job in known if job.busy]
        if busy:
            return {"busy": len(busy), "percent": max(int(job.said) if job.said.isdigit() else 0 for job in busy)}
        last = known[0] if known else None
        if last and last.state == "failed":
            error = stood_in_the_way(last)
            return {"wrong": error_sentence(w, error) if error else w("web.privacy.erase.stopped")}
        done = erasing.came(last) if last else None
        if last is None or done is None:
            return {}
        rows = [(w.of("kept", name), count) for name, count in done.rows.items()]
        return {"done": done, "at": last.ended, "rows": rows, "where": ", ".join(done.found)}
