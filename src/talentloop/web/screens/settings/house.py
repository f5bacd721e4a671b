"""House style: the colour and the logo that reports of this client wear, and such a report to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ....core.house import MOST_BYTES
from ....report.house import legible, picture
from ....report.theme import LIGHT
from ....store.app.roles import Right
from ....store.planfile import write_whole
from ....store.settings_change import change_settings
from ....workspace import SETTINGS
from ... import figures
from ...access import ClientView
from ...reader import words
from .forms import HouseForm
from .logo import PNG, NoLogo, cleaned

FILE = "house/logo"


class HousePage(ClientView):
    needs = Right.SETTINGS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(HouseForm(initial={"accent": self.home.settings.house.accent}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = HouseForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._shown(form, 400)
        changes: dict[str, Any] = {"house.accent": form.cleaned_data["accent"].upper() or None}
        try:
            if form.cleaned_data["without_logo"]:
                changes["house.logo"] = None
            elif form.cleaned_data["logo"]:
                changes["house.logo"] = self._kept(form.cleaned_data["logo"].read(MOST_BYTES + 1))
        except NoLogo as why:
            return self._shown(form, 400, refused=words(request.lang)(f"web.house.{why}"))
        change_settings(self.home.path / SETTINGS, changes, self.home.note)
        messages.success(request, words(request.lang)("web.settings.saved"))
        return redirect("settings_house", self.client.slug)

    def _kept(self, raw: bytes) -> str:
        """The picture and nothing else, in the client's folder; where it is, seen from there."""
        picture = cleaned(raw)
        name = f"{FILE}.{'png' if picture.startswith(PNG) else 'jpg'}"
        (self.home.path / name).parent.mkdir(exist_ok=True)
        write_whole(self.home.path / name, picture)
        return name

    def _shown(self, form: HouseForm, status: int = 200, refused: str = "") -> HttpResponse:
        house = self.home.settings.house
        tone = legible(house.accent, LIGHT["paper"]) if house.accent else ""
        answer = self.show("settings/house.html", form=form, logo=picture(house), refused=refused, ours=LIGHT["accent"],
                           tone=tone if tone != house.accent.upper() else "", loops=self.home.plan.loops)
        answer.status_code = status
        return answer


class HouseReport(ClientView):
    """The report of a loop as a file, in this house style; without a number of the last."""

    needs = Right.EXPORT

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        report = figures.report_for(self.home, number)
        self.home.note("export", of="report", loop=report.loop.number, form="html")
        name = f"{self.client.slug}-loop-{report.loop.number}.html"
        page = figures.house_report_for(self.home, report, request.lang)
        return HttpResponse(page, headers={"Content-Disposition": f'attachment; filename="{name}"'})
