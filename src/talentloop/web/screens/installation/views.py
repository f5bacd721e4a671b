"""Agencies and clients of this installation, added by whoever runs it; and who came in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....store.app.models import Agency, Client, Membership, User
from ....store.app.roles import Right, Role
from ... import audit
from ...access import Page
from ...clients import add_client
from ...reader import words
from .forms import AgencyForm, ClientForm

LAST = 40  # lines of the log


class Installation(Page):
    needs = Right.INSTALL

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown()

    def shown(self, status: int = 200, **more: Any) -> HttpResponse:
        w, log = words(self.request.lang), audit.log()
        last = list(log.entries())[-LAST:][::-1]
        names = {f"user:{pk}": email for pk, email in User.objects.values_list("pk", "email")}
        answer = self.show("installation/installation.html", **{
            "agencies": Agency.objects.annotate(many=Count("clients")).order_by("name"),
            "clients": Client.objects.select_related("agency"), "agency": AgencyForm(), "new": ClientForm(),
            "log": [(e, names.get(e.who, e.who), w(f"audited.{e.what}")) for e in last], "checked": log.check(), **more})
        answer.status_code = status
        return answer


class AgencyAdded(Installation):
    """Who adds an agency is its first admin, and can invite others."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AgencyForm(request.POST)
        if not form.is_valid():
            return self.shown(400, agency=form)
        with transaction.atomic():
            made = Agency.objects.create(name=form.cleaned_data["name"])
            Membership.objects.create(user=request.user, agency=made, role=Role.ADMIN.value)
        audit.note(request, "settings", did="agency added", agency=made.pk)
        messages.success(request, words(request.lang)("web.installation.added", name=made.name))
        return redirect("installation")


class ClientAdded(Installation):
    """A folder for the client, and somebody who can let people in: the agency's admins, else who adds it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ClientForm(request.POST)
        if not form.is_valid():
            return self.shown(400, new=form)
        made = add_client(request, form.cleaned_data["name"], form.cleaned_data["agency"], {})
        messages.success(request, words(request.lang)("web.installation.added", name=made.name))
        return redirect("loop", made.slug) if request.user.rights(made) else redirect("installation")
