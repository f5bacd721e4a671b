"""An invitation's link: who has no account makes one, who has one signs in first, and once it was used it is over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....store.app import members
from ....store.app.models import Invitation, User
from ....store.app.roles import Right
from ... import audit
from ...access import Page, opened
from ...let_in import let_in
from .forms import NewAccount


class Accept(Page):
    """410 for a link that does not hold, whatever the reason: it says nothing of who was invited."""

    needs = Right.ANYONE

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        found = members.invitation(secret)
        return self._over() if found is None else self._asked(found)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        found = members.invitation(secret)
        if found is None:
            return self._over()
        known = User.objects.filter(email=found.email).exists()
        if known and not self._theirs(found):
            return self._asked(found)
        form = None if known else NewAccount(request.POST, email=found.email)
        if form is not None and not form.is_valid():
            return self._asked(found, form)
        given: dict[str, Any] = form.cleaned_data if form else {}
        user = members.accept(secret, request.user if known else None, **given)
        if user is None:
            return self._over()
        if not known:
            let_in(request, user)
        return self._welcome(found, user)

    def _theirs(self, found: Invitation) -> bool:
        """Is it the invited person who is signed in?"""
        user = self.request.user
        return bool(user.is_authenticated and user.email == found.email)

    def _asked(self, found: Invitation, form: NewAccount | None = None) -> HttpResponse:
        if self.request.user.is_authenticated:
            kind = "mine" if self._theirs(found) else "other"
        elif User.objects.filter(email=found.email).exists():
            return redirect_to_login(self.request.get_full_path())
        else:
            kind = "new"
        form = form or NewAccount(email=found.email, initial={"language": self.request.lang})
        return self.show("invitation/invitation.html", found=found, of=found.client or found.agency, kind=kind, form=form)

    def _over(self) -> HttpResponse:
        answer = self.show("invitation/over.html")
        answer.status_code = 410
        return answer

    def _welcome(self, found: Invitation, user: User) -> HttpResponse:
        """Written down where it counts: in the client's log, or for an agency in the installation's."""
        if found.client:
            self.request.home = opened(found.client)
            self.request.home.who = audit.who(self.request)
        audit.note(self.request, "role", did="accepted", invitation=found.pk, user=user.pk, role=found.role)
        return redirect("loop", found.client.slug) if found.client else redirect("home")
