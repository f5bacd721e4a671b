"""The audit log on screen: newest first, page by page, of one kind of act when asked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from ....privacy.audit import ACTS, Entry
from ....store.app.models import User
from ....store.app.roles import Right
from ...access import ClientView
from ...reader import words

A_PAGE = 50


class Log(ClientView):
    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        w, what = words(request.lang), request.GET.get("what", "")
        every = list(self.home.audit.entries())
        found = [e for e in reversed(every) if what not in ACTS or e.what == what]
        page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
        names = _names(page.object_list)
        rows = [(e, names.get(e.who, e.who), w(f"audited.{e.what}"), told(e)) for e in page.object_list]
        acts = sorted({e.what for e in every}, key=lambda act: w(f"audited.{act}"))
        return self.show("privacy/log.html", rows=rows, page=page, what=what, checked=self.home.audit.check(),
                         acts=[(act, w(f"audited.{act}")) for act in acts])


def told(entry: Entry) -> str:
    """The particulars as they were written down."""
    return " · ".join(f"{name} {value}" for name, value in entry.facts.items() if value not in (None, ""))


def _names(entries: list[Entry]) -> dict[str, str]:
    """Who the numbers are, for those who still have an account; the log itself knows numbers only."""
    numbers = {int(e.who[5:]) for e in entries if e.who.startswith("user:") and e.who[5:].isdecimal()}
    return {f"user:{pk}": email for pk, email in User.objects.filter(pk__in=numbers).values_list("pk", "email")}
