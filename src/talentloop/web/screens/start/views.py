"""The first run: whoever has the link from the terminal makes the first account; after that the link is gone."""

from __future__ import annotations

import hmac

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....store.app.models import User
from ....store.app.roles import Right
from ... import audit
from ...access import Page
from ...let_in import let_in
from ...place import Place
from .forms import FirstAccount


class FirstRun(Page):
    """404 for every other token, and for everyone once somebody has an account."""

    needs = Right.ANYONE

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        self._check(token)
        return self.show("start/start.html", form=FirstAccount(initial={"language": request.lang}))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = FirstAccount(request.POST)
        with transaction.atomic():
            self._check(token)
            if not form.is_valid():
                return self.show("start/start.html", form=form)
            user = form.save()
        Place.here().setup_token.unlink(missing_ok=True)
        let_in(request, user)
        audit.note(request, "user", first=True)
        return redirect("home")

    def _check(self, token: str) -> None:
        file = Place.here().setup_token
        known = file.read_text("utf-8").strip() if file.exists() else ""
        if not known or not hmac.compare_digest(token.encode(), known.encode()) or User.objects.exists():
            raise Http404
