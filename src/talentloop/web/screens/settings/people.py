"""People of a client: who may do what, invitations that are open, roles changed and withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ....store.app import members
from ....store.app.models import Client, Invitation, Membership
from ....store.app.roles import Right, Role
from ...access import ClientView
from ...mail import invited
from ...reader import words
from .forms import ForWhom, Invited


class Gathered(ClientView):
    """Everyone with a role, of the client's own and through its agency."""

    needs = Right.PEOPLE

    def shown(self, status: int = 200, **more: Any) -> HttpResponse:
        agency = self.client.agency
        ours = agency is not None and members.governs(self.request.user, agency)
        found = Membership.objects.filter(self._here()).select_related("user", "agency").order_by("user__email", "role")
        rows = [(m, m.agency_id is None or ours, members.last_admin(m)) for m in found]
        open_ = Invitation.objects.filter(self._here(), accepted=None, until__gt=timezone.now()).order_by("email")
        asked = self.request.GET.get("role", "")
        role = asked if asked in {r.value for r in Role} else Role.VIEWER.value
        context = {"invite": Invited(initial={"role": role}), "unguarded": not members.has_officer(self.client), **more}
        answer = self.show("settings/people.html", rows=rows, open=open_, agency=agency if ours else None,
                           roles=[role.value for role in Role], **context)
        answer.status_code = status
        return answer

    def _here(self) -> Q:
        """What belongs to this client, or to the agency that it is of."""
        return Q(client=self.client) | Q(agency_id=self.client.agency_id, agency__isnull=False)

    def may_change(self, found: Membership | Invitation) -> None:
        """The agency's own people are for the agency to change."""
        if found.agency is not None and not members.governs(self.request.user, found.agency):
            raise PermissionDenied

    def of(self, form: ForWhom) -> Any:
        """What the role is for: this client, or with the right to it the whole agency."""
        agency = self.client.agency
        if form.cleaned_data["of"] != "agency" or agency is None:
            return self.client
        if not members.governs(self.request.user, agency):
            raise PermissionDenied
        return agency


class Invite(Gathered):
    """Makes the link; mailed when mail is set up, else shown once to hand over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("settings_people", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Invited(request.POST)
        if not form.is_valid():
            return self.shown(400, invite=form)
        role, of = Role(form.cleaned_data["role"]), self.of(form)
        made, secret = members.invite(form.cleaned_data["email"], of, role, request.user)
        self.home.note("role", did="invited", invitation=made.pk, role=role.value, of=kind(of))
        link = request.build_absolute_uri(f"/invitation/{secret}")
        if invited(request, made, link):
            messages.success(request, words(request.lang)("web.people.mailed", email=made.email))
            return redirect("settings_people", self.client.slug)
        return self.shown(link=link, made=made)


class People(Gathered):
    """The page of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown()


class InvitationWithdrawn(Gathered):
    """A link that holds no longer."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        found = Invitation.objects.filter(self._here(), pk=number, accepted=None).first()
        if found is not None:
            self.may_change(found)
            found.delete()
            self.home.note("role", did="invitation withdrawn", invitation=number)
        messages.success(request, words(request.lang)("web.people.invitation.gone"))
        return redirect("settings_people", self.client.slug)


class RoleChanged(Gathered):
    """Another role, or none any more."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        found = Membership.objects.filter(self._here(), pk=number).select_related("user", "client", "agency").first()
        if found is None:
            raise Http404
        self.may_change(found)
        w, role = words(request.lang), request.POST.get("role", "")
        leaves = "withdraw" in request.POST
        if not leaves and role not in {r.value for r in Role}:
            raise Http404
        done = members.withdraw(found) if leaves else members.change(found, Role(role))
        if not done:
            messages.error(request, w("web.people.last_admin"))
        else:
            self.home.note("role", did="withdrawn" if leaves else "changed", user=found.user_id,
                           role=found.role if leaves else role, of="agency" if found.agency_id else "client")
            said = "web.people.withdrawn" if leaves else "web.people.changed"
            messages.success(request, w(said, email=found.user.email))
        still = request.user.rights(self.client)
        return redirect("settings_people", self.client.slug) if Right.PEOPLE in still else redirect("home")


def kind(of: members.Of) -> str:
    return "client" if isinstance(of, Client) else "agency"
