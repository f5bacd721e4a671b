"""How far verdicts may be trusted, from this client's own past: the very page of `talentloop trust`, part by part."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from ....command.trusted import as_json
from ....report.tables import trust_tables
from ....report.trust_page import lead, trust_sections
from ....store.app.roles import Right
from ... import figures
from ...access import ClientView
from ...reader import words
from ...taken import Taken


class TrustPage(ClientView):
    """Working it out takes a while the first time: the page comes at once and fetches it; without a script by a link."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        if not (request.htmx or "now" in request.GET) or not self.home.lake.begun():
            return self.show("settings/trust.html", some=self.home.lake.begun())
        found = figures.trust_for(self.home)
        w = words(request.lang, found.currency)
        part = "settings/trust_told.html" if request.htmx else "settings/trust.html"
        return self.show(part, lead=list(lead(w, found)), some=True, sections=[
            {"id": s.id, "title": s.title, "sub": s.sub, "lines": s.lines, "headings": s.headings, "rows": s.rows,
             "cells": [list(zip(s.headings, row, strict=True)) for row in s.rows]} for s in trust_sections(w, found)])


class TrustFile(Taken):
    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        if not self.home.lake.begun():
            raise Http404
        found = figures.trust_for(self.home)
        return self.file("trust", form, lambda: trust_tables(found, request.lang), found.currency, lambda: as_json(found))
