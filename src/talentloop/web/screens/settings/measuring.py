"""How a client is measured: language, days, rhythm, own sites, target groups; the definitions behind every figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....core.errors import TalentloopError
from ....report.filling import error_sentence
from ....store.app.roles import Right
from ....store.planfile import plan_version
from ....store.settings import Settings
from ....store.settings_change import change_settings
from ....workspace import SETTINGS
from ... import figures, jobs, listening
from ...access import ClientView
from ...reader import words
from .forms import Measuring, TargetGroups


class MeasuringPage(ClientView):
    """A change is written down in the audit log, with what stood there before."""

    needs = Right.SETTINGS

    def get(self, request: HttpRequest) -> HttpResponse:
        now = self.home.settings
        band = (Decimal(str(now.band)) * 100).normalize() + 0
        form = Measuring(now=_rhythm(now), tellers=self.tellers, initial={
            "language": now.language, "timezone": now.zone.key, "rhythm": _rhythm(now), "band": band, "pools": now.pools,
            "own_hosts": "\n".join(now.own_hosts), "internal_addresses": "\n".join(now.internal_addresses),
            "record": {**self.home.lake.catalog.state().first_source, **now.record}.get("web_hits", "")})
        return self._shown(form, TargetGroups(prefix="g", initial=[
            {k: getattr(g, k) for k in ("name", "low", "high", "source", "date", "definition")}
            for g in now.target_groups]))

    @property
    def tellers(self) -> list[str]:
        """The sources of visits, where one of several has to be the one that counts."""
        found = [told.source for told in figures.told_for(self.home) if told.fact == "web_hits"]
        return found if len(found) > 1 else []

    def _shown(self, form: Measuring, groups: Any, status: int = 200) -> HttpResponse:
        answer = self.show("settings/measuring.html", form=form, groups=groups,
                           version=plan_version(self.home.path / SETTINGS))
        answer.status_code = status
        return answer

    def post(self, request: HttpRequest) -> HttpResponse:
        w, form = words(request.lang), Measuring(request.POST, now=_rhythm(self.home.settings), tellers=self.tellers)
        groups = TargetGroups(request.POST, prefix="g")
        if not (form.is_valid() and groups.is_valid()):
            return self._shown(form, groups, 400)
        aim = self.home.aim_elsewhere(form.cleaned_data["pools"])
        if aim is not None:
            loop, kpi = aim
            messages.error(request, w("web.measuring.pools.aimed", number=loop.number, name=w.name(kpi)))
            return self._shown(form, groups, 409)
        changes = {**form.changes(), "target_group": [row for g in groups if (row := g.row())]}
        try:
            change_settings(self.home.path / SETTINGS, changes, self.home.note, request.POST.get("version", ""))
        except TalentloopError as wrong:
            messages.error(request, error_sentence(w, wrong))
            return self._shown(form, groups, 409)
        if self.home.settings.collect:
            listening.join(self.home)
        jobs.soon(self.client)
        messages.success(request, w("web.settings.saved"))
        return redirect("settings", self.client.slug)


def _rhythm(settings: Settings) -> str:
    """As client.toml says it, and as the words are called."""
    rhythm = settings.rhythm
    n, unit = (rhythm.weeks, "week") if rhythm.weeks else (rhythm.months, "month")
    return f"{n} {unit}" + ("" if n == 1 else "s")
