"""Keys of the pseudonyms: which is in use since when, a new one laid over it, and all of them destroyed for good."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....report.filling import error_sentence
from ....report.words import Words
from ....store.app.models import Job
from ....store.app.roles import Right
from ... import audit, jobs, rekeying
from ...access import ClientView
from ...reader import words
from ...working import stood_in_the_way


class Keyring(ClientView):
    """A new key is asked for with a tick, destruction with the client's name typed out; both are done by a job."""

    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.htmx:
            return self._shown()
        job = rekeying.latest(self.client)
        if job and job.busy:
            return self.show("privacy/rekeying.html")
        return HttpResponse(headers={"HX-Refresh": "true"})

    def post(self, request: HttpRequest) -> HttpResponse:
        w, typed = words(request.lang), request.POST.get("confirm", "").strip()
        kind = rekeying.DESTROY if request.POST.get("do") == rekeying.DESTROY else rekeying.ROTATE
        if kind == rekeying.ROTATE and not request.POST.get("sure"):
            return self._refused(w("web.privacy.sure.needed"))
        if kind == rekeying.DESTROY and typed != self.home.settings.name:
            return self._refused(w("web.privacy.destroy.mistyped", name=self.home.settings.name))
        if job := rekeying.ask(self.client, kind):
            jobs.rekey(job.pk, audit.who(request), typed)
        return redirect("privacy_keys", self.client.slug)

    def _refused(self, why: str) -> HttpResponse:
        messages.error(self.request, why)
        return self._shown(400)

    def _shown(self, status: int = 200) -> HttpResponse:
        w, job, keyring = words(self.request.lang), rekeying.latest(self.client), self.home.keyring
        in_force = self.home.lake.catalog.state().keys
        answer = self.show("privacy/keys.html", keys=keyring.known()[:in_force][::-1], destroyed=keyring.destroyed,
                           name=self.home.settings.name, busy=bool(job and job.busy), came=_came(w, job),
                           wrong=_wrong(w, job))
        answer.status_code = status
        return answer


def _came(w: Words, job: Job | None) -> list[str]:
    """What came of the last time, as sentences."""
    if job is None or job.state != "done":
        return []
    told, n = json.loads(job.said), w.numbers.count
    if job.kind == rekeying.ROTATE:
        return [w("privacy.key.rotated", number=told["number"], key=told["key"], rows=n(told["rows"])),
                w("web.privacy.key.links", before=n(told["before"]), after=n(told["after"]))]
    return [w("web.privacy.destroy.found", where=", ".join(told["found"])) if told["found"] else
            w("web.privacy.destroy.searched", files=n(told["files"]))]


def _wrong(w: Words, job: Job | None) -> str:
    if job is None or job.state != "failed":
        return ""
    error = stood_in_the_way(job)
    return error_sentence(w, error) if error else w("web.privacy.key.stopped")
