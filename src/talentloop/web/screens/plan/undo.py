"""The last change to the plan taken back, as long as nobody changed it since."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....core.errors import TalentloopError
from ....report.filling import error_sentence
from ... import jobs, undoing
from .writing import Written


class UndoPage(Written):
    """Only a button leads here: what was changed is as it was, and can be made so again."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return redirect("plan", self.client.slug)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        try:
            with self.home.editing(request.POST.get("version", "")):
                self.home.undo_plan()
        except TalentloopError as wrong:
            messages.error(request, error_sentence(self.w, wrong))
            return redirect(self.back())
        jobs.soon(self.client)
        undoing.said(request, self.w("web.plan.undone"), self.undo(), version=self.home.plan_version, back=self.back())
        return redirect(self.back())
