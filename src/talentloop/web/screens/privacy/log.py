"""The audit log on screen: newest first, page by page, of one kind of act when asked."""

from __future__ import annotations

import re
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from ....core.kpis import KPIS
from ....core.period import Period
from ....privacy.audit import ACTS, Entry
from ....report.words import Words
from ....store.app.models import User
from ....store.app.roles import Right
from ....workspace import Workspace
from ...access import ClientView
from ...reader import words

A_PAGE = 50
SPAN = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")  # its end is the day after
# Particulars that have words.
COUNTS = ("rows", "replaced", "visits", "files", "searched_files")
GROUPS = {"outcome": "outcome", "focus": "focus", "role": "role", "source": "source"}


class Log(ClientView):
    needs = Right.PRIVACY

    def get(self, request: HttpRequest) -> HttpResponse:
        w, what = words(request.lang), request.GET.get("what", "")
        every = entries(self.home)
        page = Paginator(of_kind(every, what), A_PAGE).get_page(request.GET.get("page"))
        names = named(w, page.object_list)
        rows = [(e, names.get(e.who, e.who), w(f"audited.{e.what}"), told(w, e)) for e in page.object_list]
        acts = sorted({e.what for e in every}, key=lambda act: w(f"audited.{act}"))
        return self.show("privacy/log.html", rows=rows, page=page, what=what, checked=self.home.audit.check(),
                         acts=[(act, w(f"audited.{act}")) for act in acts])


def entries(home: Workspace) -> list[Entry]:
    """Newest first."""
    return list(home.audit.entries())[::-1]


def of_kind(found: list[Entry], what: str) -> list[Entry]:
    """Those of one kind of act; all when there is no such kind."""
    return [e for e in found if what not in ACTS or e.what == what]


def told(w: Words, entry: Entry) -> str:
    """The particulars, each with its name; what the log keeps in code has a word of its own."""
    return " · ".join(_particular(w, name, value) for name, value in entry.facts.items() if _says_something(name, value))


def _says_something(name: str, value: str | int | float | bool | None) -> bool:
    """Nothing replaced and the usual outcome go without saying, as does a code that names no file."""
    if (name, value) in (("replaced", 0), ("outcome", "taken")):
        return False
    return value not in (None, "") and not (name == "batch" and str(value).endswith(":-"))


def _particular(w: Words, name: str, value: str | int | float | bool | None) -> str:
    if name == "did":
        return w.of("web.log.did", str(value).replace(" ", "_"))
    said = w(f"web.log.{'yes' if value else 'no'}") if isinstance(value, bool) else _said(w, name, value)
    return f"{w.of('web.log.fact', name)}: {said}"


def _said(w: Words, name: str, value: str | int | float | None) -> str:
    if name == "kpi" and value in KPIS:
        return w.name(KPIS[str(value)])
    if name == "of":
        return _taken(w, *str(value).split("-"))
    if name == "period" and (days := SPAN.fullmatch(str(value))):
        return w.numbers.period(Period(*map(date.fromisoformat, days.groups())))
    if isinstance(value, int) and name in COUNTS:
        return w.numbers.count(value)
    return w.of(GROUPS[name], value) if name in GROUPS else str(value)


def _taken(w: Words, what: str, *parts: str) -> str:
    """What went along: loop-5-visits is a KPI of a loop, loop-5-network its parts."""
    told = (w.name(KPIS[part]) if part in KPIS else w.of("dimension", part) for part in parts)
    return " ".join((w.of("web.log.of", what), *told))


def named(w: Words, found: list[Entry]) -> dict[str, str]:
    """Who the numbers are, for those who still have an account; the log itself knows numbers only. Who worked in the
    terminal, and what the installation did by itself, have words."""
    numbers = {int(e.who[5:]) for e in found if e.who.startswith("user:") and e.who[5:].isdecimal()}
    terminal = {e.who: w("web.log.terminal", account=e.who[4:]) for e in found if e.who.startswith("cli:")}
    people = User.objects.filter(pk__in=numbers).values_list("pk", "email")
    return {**terminal, **{f"user:{pk}": email for pk, email in people}}
