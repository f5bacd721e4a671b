"""A change logged: before it is saved, what it does to the comparison, and whether a new loop is the better way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ....core.errors import UnknownName
from ....core.kpis import headline
from ....core.loop import Loop
from ....core.purity import Advice, Consequence, consequence
from ....report.words import Words
from .forms import ChangeForm
from .writing import Written, day_of


@dataclass(frozen=True)
class Effect:
    """What logging does, in words. `seen` goes back with the form: it was shown, so it may be saved."""

    seen: str
    says: str
    names: str = ""
    new_loop: bool = False


class ChangePage(Written):
    """Anything that is different from a day on; what it does to the comparison is shown first, and then saved."""

    template = "plan/change.html"

    def form(self, given: Any = None) -> ChangeForm:
        return ChangeForm(given, initial={"day": day_of(self.request.GET.get("day", "")) or self._nearest()})

    def _nearest(self) -> date:
        """Today, or the last day of the last loop when that is over: a change belongs to a loop."""
        begun = [x.period for x in self.home.plan.loops if x.period.start <= self.home.today and not x.closed]
        return min(self.home.today, begun[-1].last) if begun else self.home.today

    def beside(self, form: ChangeForm) -> dict[str, Any]:
        return {"effect": self.effect(form), "loops": [x for x in self.home.plan.loops if not x.closed]}

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        """The page, or only its form for the dialog of another page."""
        if getattr(request, "htmx", False):
            self.template = "plan/change_form.html"
        return super().get(request, **place)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = self.form(request.POST)
        effect = self.effect(form)
        if form.is_valid() and effect and request.POST.get("then") == "new_loop" and effect.new_loop:
            asked = {"cut": "on", "start": form.cleaned_data["day"].isoformat(), "what": form.cleaned_data["what"],
                     "kind": form.cleaned_data["kind"]}
            return redirect(f"{reverse('plan_start', args=(self.client.slug,))}?{urlencode(asked)}")
        if form.is_valid() and effect and effect.seen != request.POST.get("seen"):
            return self.page(form, asked=True)
        return super().post(request, **place)

    def write(self, form: ChangeForm) -> str:
        change = form.change()
        holding = self.holding(change.day)
        if holding is None:
            raise UnknownName("unknown_loop", name=change.day.isoformat(),
                              near=", ".join(str(x.number) for x in self.home.plan.loops))
        self.home.log_change(change, holding.number)
        found = consequence(change, holding, headline(self.home.settings.pools))
        return self.w(f"web.plan.logged.{found.because}", number=holding.number)

    def holding(self, day: date) -> Loop | None:
        """The loop of that day."""
        return next((x for x in self.home.plan.loops if day in x.period), None)

    def effect(self, form: ChangeForm) -> Effect | None:
        """None as long as the day or the kind is not known."""
        if form.is_bound:
            form.is_valid()
            given = form.cleaned_data
        else:
            given = {"day": form["day"].value(), "kind": form["kind"].value(), "planned": False}
        if not given.get("day") or not given.get("kind"):
            return None
        change = _asked(given).change()
        loop = self.holding(change.day)
        return _told(self.w, loop, consequence(change, loop, headline(self.home.settings.pools)) if loop else None)


class ChangeEffect(ChangePage):
    """Only what the change would do, while the form is being filled in."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self.show("plan/effect.html", effect=self.effect(self.form(request.GET)))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        return redirect("plan_change", self.client.slug)


def _asked(given: dict[str, Any]) -> ChangeForm:
    """The form that holds just this, whatever else was not filled in yet."""
    form = ChangeForm({**given, "what": given.get("what") or "…"})
    form.is_valid()
    return form


def _told(w: Words, loop: Loop | None, found: Consequence | None) -> Effect:
    if loop is None or found is None:
        return Effect("outside", w("web.plan.effect.outside"))
    if loop.closed:
        return Effect("closed", w("web.plan.effect.closed", number=loop.number))
    names = w.listed([w.inside(w.short(kpi)) for kpi in found.kpis], most=5)
    can_cut = found.advice is Advice.NEW_LOOP
    return Effect(f"{loop.number} {found.because}", w(f"web.plan.effect.{found.because}", number=loop.number),
                  w("web.plan.effect.kpis", names=names) if names else "", can_cut)
