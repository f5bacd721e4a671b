"""Where one is signed in, and signing out there."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....store.app.roles import Right
from ... import audit
from ...access import Page
from ...reader import words


class Sessions(Page):
    """One's own only: a session of somebody else does not exist."""

    needs = Right.SELF

    def get(self, request: HttpRequest) -> HttpResponse:
        found = UserSession.objects.purge_and_list(request.user)
        last = sorted(found, key=lambda s: s.created_at, reverse=True)
        rows = [(s, s.is_current(), browser_of(s.user_agent)) for s in last]
        return self.show("account_page/sessions.html", rows=rows, others=len(rows) > 1)


class SessionEnded(Page):
    """Signs out in one place, or with 0 everywhere else; one's own only."""

    needs = Right.SELF

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        own = [s for s in UserSession.objects.filter(user=request.user) if not s.is_current()]
        asked = [s for s in own if number in (0, s.pk)]
        if number and not asked:
            raise Http404
        for session in asked:
            session.end()
        audit.note(request, "logout", elsewhere=len(asked))
        messages.success(request, words(request.lang)("web.sessions.ended"))
        return redirect("sessions")


def browser_of(agent: str) -> str:
    """Its name as people know it; the whole text says more than anybody wants to read."""
    names = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
               ("Mac OS", "macOS"), ("Linux", "Linux"))
    found = [next((name for mark, name in of if mark in agent), "") for of in (names, systems)]
    return " · ".join(filter(None, found)) or "?"
