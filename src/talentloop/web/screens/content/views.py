"""The content library: rules with the pages they catch, pages that none catches, and a rule added or taken out."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ....content.library import Caught, add_rule, as_toml, move_rule, remove_rule, would_catch
from ....core.errors import BadInput, PlanMoved, TalentloopError
from ....report.filling import error_sentence
from ....report.words import Words
from ....store.app.roles import Right
from ....store.planfile import plan_version
from ....store.settings import page_rule
from ....workspace import SETTINGS
from ... import figures, jobs, undoing
from ...access import ClientView
from ...reader import words
from .forms import PERSONAS, THEMES, RuleForm

SHOWN = 25
SALT = "a rule taken out"
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


class RuleChanged(ContentPage):
    """Only a form leads here: a rule comes, goes or comes back, and the message has the button that undoes it."""

    needs = Right.CONTENT

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("content", self.client.slug)

    def done(self, what: str, undo: str, **fields: Any) -> HttpResponse:
        """Say so, beside the button to the address `undo` with these fields, while client.toml stays as it now is."""
        jobs.soon(self.client)
        undoing.said(self.request, what, reverse(undo, args=(self.client.slug,)), version=self.version, **fields)
        return redirect("content", self.client.slug)

    def wrong(self, wrong: TalentloopError) -> HttpResponse:
        messages.error(self.request, error_sentence(words(self.request.lang), wrong))
        return redirect("content", self.client.slug)


class RuleAdded(RuleChanged):
    """A rule before all others. A second click finds the file moved on, and says so."""

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
        return self.done(w("web.content.added", n=len(would_catch(self.home, rule))), "content_remove", number="0")


class RuleRemoved(RuleChanged):
    """A rule is taken out, by its place in the file that was looked at."""

    def post(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("number", "")
        try:
            gone = remove_rule(self.home, int(number) if number.isdigit() else -1, request.POST.get("version", ""))
        except TalentloopError as wrong:
            return self.wrong(wrong)
        sealed = signing.dumps({"rule": as_toml(gone), "number": int(number)}, salt=SALT)
        return self.done(words(request.lang)("web.content.removed"), "content_back", rule=sealed)


class RuleMoved(RuleChanged):
    """A rule on another place; the button in the message puts it back."""

    def post(self, request: HttpRequest) -> HttpResponse:
        number, to = (int(x) if (x := request.POST.get(name, "")).isdigit() else -1 for name in ("number", "to"))
        try:
            move_rule(self.home, number, to, request.POST.get("version", ""))
        except TalentloopError as wrong:
            return self.wrong(wrong)
        return self.done(words(request.lang)("web.content.moved"), "content_move", number=str(to), to=str(number))


class RuleBack(RuleChanged):
    """A rule that was taken out stands where it stood; the button brought it, signed: patterns are not typed here."""

    def post(self, request: HttpRequest) -> HttpResponse:
        w = words(request.lang)
        try:
            found = signing.loads(request.POST.get("rule", ""), salt=SALT)
            rule, number = page_rule(found["rule"]), found["number"]
            add_rule(self.home, rule, request.POST.get("version", ""), number)
        except signing.BadSignature:
            return self.wrong(BadInput("rule_incomplete"))
        except TalentloopError as wrong:
            return self.wrong(wrong)
        return self.done(w("web.content.back", n=len(would_catch(self.home, rule))), "content_remove", number=str(number))
