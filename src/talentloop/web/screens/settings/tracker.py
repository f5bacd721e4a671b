"""The tracker of a client's site: its key, the lines to put in the page, and whether it arrives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....collect.spool import NotSeen
from ....collect.status import Status
from ....collect.verify import Verified, verify
from ....command import collected, collecting
from ....command.verified import expected
from ....fetch import Fetcher
from ....store.app.roles import Right
from ....website.urls import is_own
from ....workspace import Workspace
from ... import listening
from ...access import ClientView
from ...reader import words
from .forms import PageForm

SNIPPET = """<script>tl=function(){{tl.q.push(arguments)}};tl.q=[]</script>
<script async src="/tl.js" data-key="{key}"></script>"""
FETCHER = Fetcher()  # nothing inside our own network: an address typed into a page must not reach what we can reach


class Tracker(ClientView):
    needs = Right.KEYS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Looks at a page of the client's own site, as a visitor's browser would."""
        form = PageForm(request.POST)
        if not form.is_valid():
            return self._shown(400, form=form)
        url = form.cleaned_data["url"].strip()
        url = url if "://" in url else f"https://{url}"
        hosts = self.home.settings.own_hosts
        if not is_own(urlsplit(url).hostname or "", hosts):
            return self._shown(400, form=form, foreign=", ".join(hosts))
        now = datetime.now(UTC).replace(tzinfo=None)
        return self._shown(form=form, looked=self._told(verify(url, expected(self.home), now, FETCHER)))

    def _told(self, found: Verified) -> dict[str, Any]:
        w = words(self.request.lang)
        return {"says": w("verify.works" if found.works else "verify.works_not", url=found.url), "works": found.works,
                "checks": [(c.state.value, w(c.words, **c.facts)) for c in found.checks]}

    def _shown(self, status: int = 200, **more: Any) -> HttpResponse:
        told = self.home.settings.collect
        stands = collecting.stands(self.home) if told else None
        unseen = collected.cannot_say(stands, self.request.lang) if isinstance(stands, NotSeen) else ""
        refused = sorted(stands.refused.items(), key=lambda x: -x[1]) if isinstance(stands, Status) else []
        answer = self.show("settings/tracker.html", **{
            "key": told.key if told else "", "snippet": SNIPPET.format(key=told.key) if told else "",
            "stands": stands, "unseen": unseen, "refused": refused, "form": PageForm(),
            "hosts": self.home.settings.own_hosts, "foreign": None, **more})
        answer.status_code = status
        return answer


class KeyMade(Tracker):
    """A site key; events are taken from now on, without a restart. A second click finds the key that is there."""

    def post(self, request: HttpRequest) -> HttpResponse:
        collecting.set_up(self.home)
        heard = listening.join(Workspace(self.home.path))
        messages.success(request, words(request.lang)("web.tracker.made" if heard else "web.tracker.made.elsewhere"))
        return redirect("settings_tracker", self.client.slug)
