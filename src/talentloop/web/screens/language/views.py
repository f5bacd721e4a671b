"""The language switch: for the account when signed in, for this browser in any case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from ....locale import LANGUAGES
from ....store.app.roles import Right
from ...access import Page
from ...reader import COOKIE


class Switch(Page):
    needs = Right.ANYONE

    def post(self, request: HttpRequest) -> HttpResponse:
        lang, back = request.POST.get("lang", ""), request.POST.get("back", "/")
        answer = redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")
        if lang in LANGUAGES:
            if request.user.is_authenticated:
                request.user.language = lang
                request.user.save(update_fields=["language"])
            answer.set_cookie(COOKIE, lang, max_age=31_536_000, samesite="Lax", httponly=True, secure=request.is_secure())
        return answer
