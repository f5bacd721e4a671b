"""Retention: what has had its time, first told and then gone by a job, and the proof of every time before."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....report.filling import error_sentence
from ....report.words import Words
from ....store.app.models import Job
from ....store.app.roles import Right
from ... import asking, audit, figures, jobs, retaining
from ...access import ClientView
from ...reader import words
from ...working import stood_in_the_way

PROOF = ("retention", "detach")


class Retention(ClientView):
    """The page is a dry run; the button does it, and is refused when what it would do has not been looked at."""

    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.htmx:
            return self._shown()
        job = retaining.latest(self.client)
        if job and job.busy:
            return self.show("privacy/retaining.html", **_progress(job))
        _say(request, job)
        return HttpResponse(headers={"HX-Refresh": "true"})

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.POST.get("sure"):
            messages.error(request, words(request.lang)("web.privacy.sure.needed"))
            return self._shown(400)
        if job := asking.ask(self.client, retaining.KIND):
            jobs.retain(job.pk, audit.who(request))
            job.refresh_from_db()
            _say(request, job)
        return redirect("privacy_retention", self.client.slug)

    def _shown(self, status: int = 200) -> HttpResponse:
        w, job = words(self.request.lang), retaining.latest(self.client)
        past = [e for e in self.home.audit.entries() if e.what in PROOF]
        told = _progress(job) if job and job.busy else self._due(w) | {"wrong": _wrong(w, job)}
        answer = self.show("privacy/retention.html", past=past[::-1][:50], **told)
        answer.status_code = status
        return answer

    def _due(self, w: Words) -> dict[str, object]:
        found = figures.retention_for(self.home)
        return {"due": [(w(f"privacy.kind.{d.kind}"), d, [(w.of("kept", name), n) for name, n in d.rows.items()])
                        for d in found.due], "count": found.count}


def _progress(job: Job) -> dict[str, object]:
    return {"busy": True, "done": int(job.said) if job.said.isdigit() else 0}


def _say(request: HttpRequest, job: Job | None) -> None:
    """What came of it, once, to whoever waited; what went wrong stands on the page itself."""
    if job and job.state == "done":
        w, files = words(request.lang), int(job.said)
        messages.success(request, w("privacy.retention.done" if files else "privacy.retention.nothing",
                                    files=w.numbers.count(files)))


def _wrong(w: Words, job: Job | None) -> str:
    if job is None or job.state != "failed":
        return ""
    error = stood_in_the_way(job)
    return error_sentence(w, error) if error else w("web.privacy.due.stopped")
