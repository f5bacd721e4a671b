"""A form of the plan on a page of its own: what was typed stays, whatever is wrong with it or changed meanwhile."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ....core.errors import PlanMoved, TalentloopError
from ....report.filling import error_sentence
from ....report.words import Words
from ....store.app.roles import Right
from ... import jobs, undoing
from ...access import ClientView
from ...reader import words
from .moved import told, trace


class Written(ClientView):
    """`template` shows the form; `write` does what it asks and says what was done."""

    needs = Right.PLAN
    template = ""

    @property
    def w(self) -> Words:
        return words(self.request.lang, self.home.settings.currency)

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, 400)
        try:
            with self.home.editing(request.POST.get("version", "")):
                said = self.write(form)
        except PlanMoved:
            return self.page(form, 409, moved=told(self.w, request.POST.get("trace", ""), self.home.plan))
        except TalentloopError as wrong:
            messages.error(request, error_sentence(self.w, wrong))
            return self.page(form, 400)
        jobs.soon(self.client)
        undoing.said(request, said, self.undo(), version=self.home.plan_version, back=self.onward())
        return redirect(self.onward())

    def page(self, form: Form, status: int = 200, **more: Any) -> HttpResponse:
        """The form as it is filled in, with the plan that it is about."""
        answer = self.show(self.template, form=form, version=self.home.plan_version, trace=trace(self.home.plan),
                           back=self.back(), **{**self.beside(form), **more})
        answer.status_code = status
        return answer

    def form(self, given: Any = None) -> Form:
        """Filled in as was asked, or as it begins."""
        raise NotImplementedError

    def write(self, form: Any) -> str:
        """Do it; what to say of it, in words."""
        raise NotImplementedError

    def beside(self, form: Any) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {}

    def back(self) -> str:
        """Where the reader came from, when that is a page of ours; else the plan."""
        asked = self.request.POST.get("back") or self.request.GET.get("back") or ""
        ours = url_has_allowed_host_and_scheme(asked, {self.request.get_host()})
        return asked if ours else reverse("plan", args=(self.client.slug,))

    def undo(self) -> str:
        """The address that takes it back; "" for what stays."""
        return reverse("plan_undo", args=(self.client.slug,))

    def onward(self) -> str:
        """Where it goes on after it was done."""
        return self.back()


def day_of(text: str) -> date | None:
    """A day as forms and addresses write it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
