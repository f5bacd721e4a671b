"""Retention: what has had its time, first told and then gone, and the proof of every time before."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....custody.retention import retain
from ....store.app.roles import Right
from ... import figures, jobs
from ...access import ClientView
from ...reader import words

PROOF = ("retention", "detach")


class Retention(ClientView):
    """The page is a dry run; the button does it, and is refused when what it would do has not been looked at."""

    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown()

    def post(self, request: HttpRequest) -> HttpResponse:
        w = words(request.lang)
        if not request.POST.get("sure"):
            messages.error(request, w("web.privacy.sure.needed"))
            return self._shown(400)
        done = retain(self.home, really=True)
        jobs.soon(self.client)
        messages.success(request, w("privacy.retention.done" if done.done else "privacy.retention.nothing",
                                    files=w.numbers.count(done.files)))
        return redirect("privacy_retention", self.client.slug)

    def _shown(self, status: int = 200) -> HttpResponse:
        w, found = words(self.request.lang), figures.retention_for(self.home)
        due = [(w(f"privacy.kind.{d.kind}"), d, [(w.of("fact", name), n) for name, n in d.rows.items()])
               for d in found.due]
        past = [e for e in self.home.audit.entries() if e.what in PROOF]
        answer = self.show("privacy/retention.html", due=due, count=found.count, past=past[::-1][:50])
        answer.status_code = status
        return answer
