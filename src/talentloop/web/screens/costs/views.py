"""Costs on screen: what the ledger holds, what a hire costs three ways, the year's return, and costs written by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ....core.errors import TalentloopError
from ....ledger import by_hand
from ....ledger.book import Book
from ....report.filling import error_sentence
from ....store.app.roles import Right
from ....store.planfile import plan_version
from ....store.settings_change import change_settings
from ....workspace import SETTINGS
from ... import figures, jobs, undoing
from ...access import ClientView
from ...reader import words
from .forms import MICROS, AssumptionsForm, CostForm, as_it_was, assumptions, fresh, to_correct
from .shown import HandRow, hand_rows, ledger_table, returned, ways


class CostsPage(ClientView):
    """Everything about money of the last twelve months."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("correct", "")
        found = self.of(asked)
        return self.costs(fresh()) if found is None else self.costs(to_correct(found, self.typed(found)), opened=True)

    def of(self, batch: str) -> by_hand.Written | None:
        """The cost of this batch, if it is there."""
        return next((x for x in self._written() if x.batch == batch), None) if batch else None

    def typed(self, found: by_hand.Written) -> str:
        """Its amount as the reader would type it."""
        return words(self.request.lang).numbers.count(found.cost.amount_micros / MICROS, 2)

    def costs(self, form: CostForm, status: int = 200, opened: bool = False,
              stated: AssumptionsForm | None = None) -> HttpResponse:
        """The page, with the forms as they were filled in."""
        w = words(self.request.lang, self.home.settings.currency)
        facts: dict[str, Any] = {"form": form, "opened": opened or bool(form.errors), "asking": stated is not None,
                                 "assumptions": stated or self._assumptions()}
        found = self._book()
        if found.known is not None:
            facts |= {"ledger": ledger_table(w, found), "ways": ways(w, self.home),
                      "hand": self._hand(), **returned(self.home, self.request.lang)}
        answer = self.show("costs/costs.html", book=found, currency=self.home.settings.currency, **facts)
        answer.status_code = status
        return answer

    def _assumptions(self) -> AssumptionsForm:
        written = words(self.request.lang).numbers.count
        return assumptions(self.home.settings.roi, plan_version(self.home.path / SETTINGS), written)

    def _book(self) -> Book:
        return figures.book_for(self.home)

    def _written(self) -> tuple[by_hand.Written, ...]:
        return figures.written_for(self.home)

    def _hand(self) -> list[HandRow]:
        w = words(self.request.lang, self.home.settings.currency)
        return hand_rows(w, self._written(), self.request.GET.get("just", ""))


class CostAdded(CostsPage):
    """A cost is written, or takes the place of an earlier one. A second click is the same cost."""

    needs = Right.COSTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("costs", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        form, w = CostForm(request.POST), words(request.lang)
        if not form.is_valid():
            return self.costs(form, 400)
        before = self.of(form.cleaned_data["instead"])
        try:
            batch = by_hand.add(self.home, form.cost(), form.cleaned_data["token"], form.cleaned_data["instead"])
        except TalentloopError as wrong:
            messages.error(request, error_sentence(w, wrong))
            return self.costs(form, 400, opened=True)
        jobs.soon(self.client)
        if before is None:
            undoing.said(request, w("web.costs.added"), reverse("costs_remove", args=(self.client.slug,)), batch=batch)
        else:
            undoing.said(request, w("web.costs.corrected"), reverse("costs_add", args=(self.client.slug,)),
                         **as_it_was(before, self.typed(before), batch))
        answer = redirect("costs", self.client.slug)
        answer["Location"] += f"?just={batch}#by-hand"
        return answer


class CostRemoved(CostsPage):
    """A cost written by hand is taken out again, with the button beside the message that puts it back."""

    needs = Right.COSTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("costs", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        w, batch = words(request.lang), request.POST.get("batch", "")
        before = self.of(batch)
        try:
            by_hand.remove(self.home, batch)
        except TalentloopError as wrong:
            messages.error(request, error_sentence(w, wrong))
            return redirect("costs", self.client.slug)
        jobs.soon(self.client)
        back = reverse("costs_add", args=(self.client.slug,)) if before else ""
        undoing.said(request, w("web.costs.removed"), back, **(as_it_was(before, self.typed(before)) if before else {}))
        return redirect("costs", self.client.slug)


class AssumptionsWritten(CostsPage):
    """The numbers behind the return, into client.toml, as a change of definition."""

    needs = Right.COSTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("costs", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        form, w = AssumptionsForm(request.POST), words(request.lang)
        if not form.is_valid():
            return self.costs(fresh(), 400, stated=form)
        try:
            change_settings(self.home.path / SETTINGS, form.changes(), self._note, form.cleaned_data["version"])
        except TalentloopError as wrong:
            messages.error(request, error_sentence(w, wrong))
            return self.costs(fresh(), 409, stated=form)
        messages.success(request, w("web.costs.assumed"))
        return redirect("costs", self.client.slug)

    def _note(self, what: str, **facts: Any) -> None:
        self.home.note("definition", **facts)
