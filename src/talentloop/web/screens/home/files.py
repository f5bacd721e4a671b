"""The overview as a file: a row per client of which the reader may take figures along."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ....report.tables import Amount, Table, Value
from ....report.words import Words
from ....store.app.models import Client
from ....store.app.roles import Right
from ...access import Page, opened
from ...audit import who
from ...reader import words
from ...taken import filled, sent
from .rows import Row, ordered, row_of

NAMES = ("client", "loop", "focus", "day", "days", "verdict", "purity", "data", "due")


class HomeFile(Page):
    """Written in the audit log of each client that is in it."""

    needs = Right.SELF

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        mine = [c for c in request.user.clients() if Right.EXPORT in request.user.rights(c)]
        if not mine:
            raise PermissionDenied
        w = words(request.lang)
        rows = ordered([row_of(w, client, False) for client in mine], request.GET.get("by", ""))
        content = filled(form, lambda: [_table(w, rows)], request.lang)
        for row in rows:
            if not row.trouble:
                self._note(row.client, form)
        return sent(content, "clients", form)

    def _note(self, client: Client, form: str) -> None:
        home = opened(client)
        home.who = who(self.request)
        home.note("export", of="overview", form=form)


def _table(w: Words, rows: list[Row]) -> Table:
    headings = tuple(w(f"web.home.file.{name}") for name in NAMES)
    return Table("clients", w("web.home.title"), headings, tuple(_row(w, row) for row in rows))


def _row(w: Words, row: Row) -> tuple[Value, ...]:
    if row.loop is None:
        return row.client.name, None, None, None, None, row.trouble or w("web.home.no_loop"), None, None, None
    return (row.client.name, Amount(row.loop.number), w.of("focus", row.loop.focus), Amount(row.day), Amount(row.days),
            f"{row.word}. {row.says}" if row.word else row.says, row.purity, row.health, row.due)
