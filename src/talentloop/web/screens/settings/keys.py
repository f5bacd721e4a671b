"""Keys for programs: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from ....store.app import keys
from ....store.app.roles import Right, Role
from ...access import ClientView
from ...reader import words
from .forms import KeyForm


@method_decorator(never_cache, name="dispatch")
class Keys(ClientView):
    """The secret is in the answer to the form that made it and nowhere else; its first letters tell keys apart."""

    needs = Right.KEYS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = KeyForm(request.POST)
        if not form.is_valid():
            return self._shown(400, form=form)
        name, role = form.cleaned_data["name"], Role(form.cleaned_data["role"])
        made, secret = keys.make(self.client, name, role, request.user)
        self.home.note("key_made", of="api", key=made.pk, role=role.value)
        return self._shown(secret=secret, made=made)

    def _shown(self, status: int = 200, **more: Any) -> HttpResponse:
        found = list(keys.of_client(self.client).order_by("-made"))
        answer = self.show("settings/keys.html", **{"form": KeyForm(), "keys": found,
                                                   "address": self.request.build_absolute_uri("/api/v1/clients"), **more})
        answer.status_code = status
        return answer


class KeyRevoked(ClientView):
    """From now on nobody comes in with it. Keys of the agency are the agency's to revoke."""

    needs = Right.KEYS

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        found = keys.of_client(self.client).filter(pk=number, client=self.client).first()
        if found is None:
            raise Http404
        if found.revoked is None:
            keys.revoke(found)
            self.home.note("settings", did="API key revoked", key=found.pk)
        messages.success(request, words(request.lang)("web.keys.revoked"))
        return redirect("settings_keys", self.client.slug)
