"""What is kept, why and how long; consent over time; the rules for it; and the papers, filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....core.errors import TalentloopError
from ....core.vocabulary import CONSENTS
from ....custody.documents import LANGUAGES, PAPERS, filled
from ....report.filling import error_sentence
from ....store.app.roles import Right
from ....store.planfile import plan_version
from ....store.settings import KEPT_DAYS, KEPT_MONTHS
from ....store.settings_change import change_settings
from ....workspace import SETTINGS
from ... import figures, jobs
from ...access import ClientView
from ...reader import words
from .forms import PARTIES, RulesForm
from .picture import consent_bars


class Overview(ClientView):
    """No person is in it: counts per kind of data, and shares of visits."""

    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        w, found = words(request.lang), figures.privacy_for(self.home)
        months = figures.consent_for(self.home)
        kinds = [(w(f"privacy.kind.{k.name}"), k, w(f"privacy.why.{k.name}"),
                  w(f"privacy.how_long.{k.name}", **found.kept)) for k in found.kinds]
        checked = self.home.audit.check()
        papers = [(paper, [(lang, f"{paper}.{lang}.md") for lang in LANGUAGES]) for paper in PAPERS]
        return self.show("privacy/privacy.html", found=found, kinds=kinds, papers=papers, checked=checked,
                         bars=consent_bars(w.numbers, months), table=_table(w, months))


def _table(w: Any, months: Any) -> list[tuple[str, str, list[str]]]:
    """The numbers behind the picture, the newest month first."""
    n = w.numbers
    return [(n.month(m.month, year=True), n.count(m.views),
             [n.percent(m.shares[s]) if m.shares else w("number.none") for s in CONSENTS])
            for m in reversed(months)]


class Rules(ClientView):
    """How long, from how many people on, and who is responsible. A change is written down in the audit log."""

    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(RulesForm.of(self.home.settings))

    def shown(self, form: RulesForm, status: int = 200) -> HttpResponse:
        file = self.home.path / SETTINGS
        answer = self.show("privacy/rules.html", form=form, version=plan_version(file), limits={
            **KEPT_MONTHS, **KEPT_DAYS}, kept=[(form[k], most) for k, (_, most) in {**KEPT_MONTHS, **KEPT_DAYS}.items()],
            parties=[form[k] for k in PARTIES])
        answer.status_code = status
        return answer

    def post(self, request: HttpRequest) -> HttpResponse:
        w, form = words(request.lang), RulesForm(request.POST)
        if not form.is_valid():
            return self.shown(form, 400)
        try:
            changes = form.changes(self.home.settings)
            change_settings(self.home.path / SETTINGS, changes, self.home.note, request.POST.get("version", ""))
        except TalentloopError as wrong:
            messages.error(request, error_sentence(w, wrong))
            return self.shown(form, 409)
        jobs.soon(self.client)
        messages.success(request, w("web.settings.saved"))
        return redirect("privacy", self.client.slug)


class PaperFile(ClientView):
    """One paper in one language as a file, with this client's own settings in it."""

    needs = Right.PRIVACY

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        paper, _, rest = name.partition(".")
        lang = rest.removesuffix(".md")
        if paper not in PAPERS or lang not in LANGUAGES:
            raise Http404
        checked = self.home.audit.check()  # grows with every export, and is told as it is at this moment
        found = replace(figures.privacy_for(self.home), audit_lines=checked.entries, audit_whole=checked.whole)
        text = filled(self.home, found, paper, lang)
        self.home.note("documents", files=1, paper=name)
        return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers={
            "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"})
