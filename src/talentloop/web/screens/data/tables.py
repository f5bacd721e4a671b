"""Tables of the client's own: said on screen which column holds what, taken out again, and both undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ....command.apart import apart, facts_of
from ....core.errors import BadInput, TalentloopError
from ....core.intake import Mapped
from ....report.filling import error_sentence, problem_sentence
from ....sources.mapping.mapped import MAPPABLE
from ....store.app.models import Upload
from ....store.app.roles import Right
from ....store.planfile import plan_version
from ....store.settings import mapped_table
from ....workspace import SETTINGS
from ....workspace.tables import as_toml, insert_table, put_table, table_for, take_out_table, wrong_in
from ... import jobs, undoing, uploads
from ...access import ClientView
from ...reader import words
from .columns import STYLES, choices, fits, guessed, label, meanings, said_of, unread

SECONDS = 60.0  # that looking for the words of a list may take
SALT = "a table of one's own"


class TablePage(ClientView):
    """What every page about tables knows."""

    needs = Right.DATA

    @property
    def version(self) -> str:
        return plan_version(self.home.path / SETTINGS)

    def told(self, error: TalentloopError) -> str:
        return error_sentence(words(self.request.lang), error)

    def done(self, what: str, **undo: Any) -> None:
        """Say so, beside the button that takes it back while client.toml stays as it now is."""
        sealed = signing.dumps(undo, salt=SALT)
        undoing.said(self.request, what, reverse("data_tables_undo", args=(self.client.slug,)), version=self.version,
                     deed=sealed)


class Columns(TablePage):
    """Of one file that was brought: what kind of table it is and which heading holds what."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = self._upload(pk)
        if upload is None:
            return redirect("data_check", self.client.slug)
        known, asked = table_for(self.home, upload.name), request.GET.get("fact", "")
        if asked in MAPPABLE and (known is None or asked != known.fact):
            known = guessed(asked, upload.found["sketch"], upload.name)
        return self._asked(upload, known or guessed(upload.found["sketch"]["best"], upload.found["sketch"], upload.name))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload, fact = self._upload(pk), request.POST.get("fact", "")
        if upload is None or fact not in MAPPABLE:
            return redirect("data_check", self.client.slug)
        mapped = said_of(request.POST, fact, self._headings(upload))
        wrong = self._wrong(mapped, upload)
        if wrong:
            return self._asked(upload, mapped, wrong)
        found = self._untold(mapped, upload)
        if "error" in found or found["words"]:
            error = [self.told(facts_of(found["error"]))] if "error" in found else []
            return self._asked(upload, mapped, error, found.get("words", {}))
        return self._put(upload, mapped)

    def _put(self, upload: Upload, mapped: Mapped) -> HttpResponse:
        before = {(m.match, m.fact): m for m in self.home.settings.files}.get((mapped.match, mapped.fact))
        try:
            place = put_table(self.home, mapped, self.request.POST.get("version", ""))
        except TalentloopError as error:
            return self._asked(upload, mapped, [self.told(error)])
        self.done(words(self.request.lang)("web.tables.put", match=mapped.match), place=place,
                  before=as_toml(before) if before else None)
        if uploads.look_again(self.client, upload.pk):
            jobs.look(upload.pk)
        return redirect("data_check", self.client.slug)

    def _upload(self, pk: int) -> Upload | None:
        found = Upload.objects.filter(client=self.client, pk=pk, state="waiting").first()
        return found if found and "sketch" in found.found else None

    def _headings(self, upload: Upload) -> list[str]:
        return [h["name"] for h in upload.found["sketch"]["headings"]]

    def _wrong(self, mapped: Mapped, upload: Upload) -> list[str]:
        w = words(self.request.lang)
        found = [problem_sentence(w, p) if p.code != "mapping_wrong" or not p.column else
                 w("web.tables.lacks", column=label(w, mapped.fact, p.column)) for p in wrong_in(mapped, upload.name)]
        return [*found, *([] if fits(mapped, upload.name) else [w("web.tables.match.wrong", name=upload.name)])]

    def _untold(self, mapped: Mapped, upload: Upload) -> dict[str, Any]:
        asked = json.dumps({"path": upload.path, "table": as_toml(mapped)})
        return apart("words", self.client.folder, asked, SECONDS)

    def _asked(self, upload: Upload, mapped: Mapped, wrong: list[str] | None = None,
               untold: Mapping[str, list[str]] | None = None) -> HttpResponse:
        w = words(self.request.lang)
        first, more = choices(w, mapped)
        left, never = unread(mapped, self._headings(upload))
        answer = self.show(
            "data/columns.html", upload=upload, mapped=mapped, facts=MAPPABLE, first=first, more=more, left=left,
            never=never, headings=[(h["name"], h["kind"]) for h in upload.found["sketch"]["headings"]], wrong=wrong or [],
            meanings=meanings(w, mapped, untold or {}), asking=bool(untold), version=self.version,
            styles=[(name, allowed, mapped.constants.get(name, "")) for name, allowed in STYLES.items()])
        answer.status_code = 400 if wrong else 200
        return answer


class Tables(TablePage):
    """Every table of the client's own: which files it speaks for and what is read of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        w = words(request.lang)
        rows = [(n, m, [(heading, label(w, m.fact, column)) for column, heading in m.columns.items()])
                for n, m in enumerate(self.home.settings.files)]
        return self.show("data/tables.html", rows=rows, version=self.version)

    def post(self, request: HttpRequest) -> HttpResponse:
        place = request.POST.get("place", "")
        try:
            gone = take_out_table(self.home, int(place) if place.isdigit() else -1, request.POST.get("version", ""))
        except TalentloopError as error:
            messages.error(request, self.told(error))
        else:
            self.done(words(request.lang)("web.tables.gone", match=gone.match), place=int(place), gone=as_toml(gone))
        return redirect("data_tables", self.client.slug)


class TableUndone(TablePage):
    """The button beside the message brought it, signed: what was put goes or is as it was; what went comes back."""

    def post(self, request: HttpRequest) -> HttpResponse:
        version = request.POST.get("version", "")
        try:
            deed = signing.loads(request.POST.get("deed", ""), salt=SALT)
            self._undo(deed, version)
        except signing.BadSignature:
            messages.error(request, self.told(BadInput("table_gone")))
        except TalentloopError as error:
            messages.error(request, self.told(error))
        else:
            messages.success(request, words(request.lang)("web.tables.undone"))
        return redirect("data_tables", self.client.slug)

    def _undo(self, deed: Mapping[str, Any], version: str) -> None:
        if "gone" in deed:
            insert_table(self.home, mapped_table(deed["gone"]), deed["place"], version)
        elif deed["before"]:
            put_table(self.home, mapped_table(deed["before"]), version)
        else:
            take_out_table(self.home, deed["place"], version)
