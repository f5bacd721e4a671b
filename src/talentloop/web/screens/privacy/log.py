"""The audit log on screen: newest first, page by page, of one kind of act when asked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from ....core.kpis import KPIS
from ....privacy.audit import ACTS, Entry
from ....report.words import Words
from ....store.app.models import User
from ....store.app.roles import Right
from ...access import ClientView
from ...reader import words

A_PAGE = 50
GROUPS = {"outcome": "outcome", "focus": "focus", "role": "role", "source": "source"}  # particulars that have words


class Log(ClientView):
    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        w, what = words(request.lang), request.GET.get("what", "")
        every = list(self.home.audit.entries())
        found = [e for e in reversed(every) if what not in ACTS or e.what == what]
        page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
        names = _names(page.object_list)
        rows = [(e, names.get(e.who, e.who), w(f"audited.{e.what}"), told(w, e)) for e in page.object_list]
        acts = sorted({e.what for e in every}, key=lambda act: w(f"audited.{act}"))
        return self.show("privacy/log.html", rows=rows, page=page, what=what, checked=self.home.audit.check(),
                         acts=[(act, w(f"audited.{act}")) for act in acts])


def told(w: Words, entry: Entry) -> str:
    """The particulars, each with its name; what the log keeps in code has a word of its own."""
    return " · ".join(_particular(w, name, value) for name, value in entry.facts.items() if value not in (None, ""))


def _particular(w: Words, name: str, value: str | int | float | bool | None) -> str:
    if name == "did":
        return w.of("web.log.did", str(value).replace(" ", "_"))
    said = w(f"web.log.{'yes' if value else 'no'}") if isinstance(value, bool) else _said(w, name, value)
    return f"{w.of('web.log.fact', name)}: {said}"


def _said(w: Words, name: str, value: str | int | float | None) -> str:
    if name == "kpi" and value in KPIS:
        return w.name(KPIS[str(value)])
    return w.of(GROUPS[name], value) if name in GROUPS else str(value)


def _names(entries: list[Entry]) -> dict[str, str]:
    """Who the numbers are, for those who still have an account; the log itself knows numbers only."""
    numbers = {int(e.who[5:]) for e in entries if e.who.startswith("user:") and e.who[5:].isdecimal()}
    return {f"user:{pk}": email for pk, email in User.objects.filter(pk__in=numbers).values_list("pk", "email")}
