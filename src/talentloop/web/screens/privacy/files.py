"""What the privacy officer sees, as files: what is kept with consent by month, and the audit log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....core.kpi import Unit
from ....core.vocabulary import CONSENTS
from ....report.tables import Amount, Table
from ....report.words import Words
from ....store.app.roles import Right
from ... import figures
from ...reader import words
from ...taken import Taken
from .log import entries, named, of_kind, told


class PrivacyFile(Taken):
    needs = Right.PRIVACY

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        w = words(request.lang)
        return self.file("privacy", form, lambda: [self._kept(w), self._consent(w)])

    def _kept(self, w: Words) -> Table:
        found = figures.privacy_for(self.home)
        headings = (w("privacy.report.kind"), w("privacy.report.rows"), w("export.start"), w("export.last"),
                    w("privacy.report.why"), w("privacy.report.how_long"))
        rows = tuple((w(f"privacy.kind.{k.name}"), Amount(k.rows), k.first, k.last, w(f"privacy.why.{k.name}"),
                      w(f"privacy.how_long.{k.name}", **found.kept)) for k in found.kinds)
        return Table("kept", w("web.privacy.kept"), headings, rows)

    def _consent(self, w: Words) -> Table:
        headings = (w("web.privacy.month"), w("web.privacy.views"), *(w.of("consent", s) for s in CONSENTS))
        rows = tuple((f"{m.month:%Y-%m}", Amount(m.views),
                      *(Amount(m.shares[s], Unit.PERCENT) if m.shares else None for s in CONSENTS))
                     for m in figures.consent_for(self.home))
        return Table("consent", w("web.privacy.consent"), headings, rows)


class LogFile(Taken):
    """Every line, of one kind of act when asked; each with its moment in UTC."""

    needs = Right.PRIVACY

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        w, what = words(request.lang), request.GET.get("what", "")
        return self.file("log", form, lambda: [self._log(w, what)])

    def _log(self, w: Words, what: str) -> Table:
        found = of_kind(entries(self.home), what)
        names = named(w, found)
        headings = (*(w(f"web.log.{name}") for name in ("when", "who")), w("web.privacy.behalf"), w("web.log.what"),
                    w("web.log.more"))
        rows = tuple((f"{e.at:%Y-%m-%d %H:%M:%S}", names.get(e.who, e.who), e.behalf, w(f"audited.{e.what}"), told(w, e))
                     for e in found)
        return Table("log", w("web.privacy.log"), headings, rows)
