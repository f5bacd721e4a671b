"""The content library: rules with the pages they catch, pages that none catches, and a rule added or taken out."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....content.library import Caught, add_rule, remove_rule, would_catch
from ....core.errors import PlanMoved, TalentloopError
from ....report.filling import error_sentence
from ....report.words import Words
from ....store.app.roles import Right
from ....store.planfile import plan_version
from ....workspace import SETTINGS
from ... import figures, jobs
from ...access import ClientView
from ...reader import words
from .forms import PERSONAS, THEMES, RuleForm

SHOWN = 25
PLAIN = re.compile(r"(\^?)((?:\\.|[^\\^$.|?*+()\[\]{}])+)(/\?\$|\$)?")


class ContentPage(ClientView):
    """What was read, and which rule says what it is."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        start = {"how": "starts", "path": request.GET.get("path", ""), "version": self.version}
        if start["path"]:
            start["how"] = "is"
        return self.shown(RuleForm(initial=start), opened=bool(start["path"]))

    @property
    def version(self) -> str:
        return plan_version(self.home.path / SETTINGS)

    def shown(self, form: RuleForm, status: int = 200, opened: bool = False) -> HttpResponse:
        """The page, with the form as it was filled in."""
        w = words(self.request.lang)
        found = figures.library_for(self.home)
        known = {p.theme for p in found.pages if p.theme}
        meant = {p.persona for p in found.pages if p.persona}
        answer = self.show(
            "content/content.html", form=form, opened=opened or bool(form.errors), found=found, version=self.version,
            rules=[(n, told(w, c), c) for n, c in enumerate(found.rules)], unruled=found.unruled[:SHOWN],
            items=[p for p in found.pages if p.content][:SHOWN], smallest=self.home.settings.smallest_cell,
            themes=sorted(known | {w(f"evp.{name}") for name in THEMES}),
            personas=sorted(meant | {w(f"persona.{name}") for name in PERSONAS}))
        answer.status_code = status
        return answer


def told(w: Words, caught: Caught) -> str:
    """A rule's pattern as people would say it, where it can be said; else the pattern itself."""
    plain = PLAIN.fullmatch(caught.rule.pattern.pattern)
    if plain is None:
        return caught.rule.pattern.pattern
    how = ("is" if plain[3] else "starts") if plain[1] else "contains" if not plain[3] else ""
    return w(f"web.content.told.{how}", path=re.sub(r"\\(.)", r"\1", plain[2])) if how else plain[0]


class RuleCounted(ClientView):
    """How many pages a rule would catch, while it is typed."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        unsaid = {"theme": "", "persona": "", "name": ""}
        form = RuleForm({"how": "starts", "page_type": "other", **request.GET.dict(), **unsaid})
        pages: tuple[str, ...] = ()
        if form.is_valid():
            try:
                pages = would_catch(self.home, form.rule())
            except TalentloopError:
                pages = ()
        return self.show("content/count.html", n=len(pages), pages=pages[:3])


class RuleAdded(ContentPage):
    """A rule before all others. A second click finds the file moved on, and says so."""

    needs = Right.CONTENT

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("content", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        form, w = RuleForm(request.POST), words(request.lang)
        if not form.is_valid():
            return self.shown(form, 400)
        try:
            rule = form.rule()
            add_rule(self.home, rule, form.cleaned_data["version"])
        except TalentloopError as wrong:
            messages.error(request, error_sentence(w, wrong))
            return self.shown(form, 409 if isinstance(wrong, PlanMoved) else 400, opened=True)
        jobs.soon(self.client)
        messages.success(request, w("web.content.added", n=len(would_catch(self.home, rule))))
        return redirect("content", self.client.slug)


class RuleRemoved(ContentPage):
    """A rule is taken out, by its place in the file that was looked at."""

    needs = Right.CONTENT

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("content", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        w, number = words(request.lang), request.POST.get("number", "")
        try:
            remove_rule(self.home, int(number) if number.isdigit() else -1, request.POST.get("version", ""))
        except TalentloopError as wrong:
            messages.error(request, error_sentence(w, wrong))
            return redirect("content", self.client.slug)
        jobs.soon(self.client)
        messages.success(request, w("web.content.removed"))
        return redirect("content", self.client.slug)
