"""Who looks after personal data, where nobody does: an admin says that they do, in so many words and on record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....store.app import members
from ...reader import words
from .forms import ForWhom
from .people import Gathered, kind


class OfficerSaid(Gathered):
    """The role comes beside the others that they have; withdrawn like any other."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("settings_people", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        form, w = ForWhom(request.POST), words(request.lang)
        if not form.is_valid():
            return self.shown(400)
        of = self.of(form)
        if members.become_officer(request.user, self.client, of):
            self.home.note("role", did="taken on", user=request.user.pk, role="privacy", of=kind(of))
            messages.success(request, w("web.officer.taken"))
        else:
            messages.error(request, w("web.officer.there"))
        return redirect("settings_people", self.client.slug)
