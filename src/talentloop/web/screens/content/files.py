"""Content and campaign links as files: every page that was read with what it is, the rules, and links that go wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....command.reading_content import noticed_said
from ....content.library import Caught, Read
from ....report.tables import Amount, Table, Value
from ....report.words import Words
from ....website.campaigns import noticed
from ... import figures
from ...reader import words
from ...taken import Taken
from .views import told


class ContentFile(Taken):
    """Every page, where the screen shows the most read ones."""

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        w = words(request.lang)
        return self.file("content", form, lambda: [self._pages(w), self._rules(w)])

    def _pages(self, w: Words) -> Table:
        smallest = self.home.settings.smallest_cell
        names = ("page", "type", "name", "theme", "persona.short", "views")
        return Table("pages", w("web.content.pages"), tuple(w(f"web.content.{name}") for name in names),
                     tuple(_page(w, p, smallest) for p in figures.library_for(self.home).pages))

    def _rules(self, w: Words) -> Table:
        smallest = self.home.settings.smallest_cell
        names = ("which", "type", "name", "theme", "persona.short", "pages", "views")
        return Table("rules", w("web.content.rules"), tuple(w(f"web.content.{name}") for name in names),
                     tuple(_rule(w, c, smallest) for c in figures.library_for(self.home).rules))


def _page(w: Words, p: Read, smallest: int) -> tuple[Value, ...]:
    return p.path, w.of("page_type", p.page_type), p.content, p.theme, p.persona, _views(w, p.views, smallest)


def _rule(w: Words, c: Caught, smallest: int) -> tuple[Value, ...]:
    rule = c.rule
    return (told(w, c), w.of("page_type", rule.page_type) if rule.page_type else None, rule.content, rule.evp_theme,
            rule.persona, Amount(c.pages), _views(w, c.views, smallest))


def _views(w: Words, views: int, smallest: int) -> Value:
    return Amount(views) if not views or views >= smallest else w("web.content.few")


class LinksFile(Taken):
    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        w = words(request.lang)
        return self.file("links", form, lambda: [self._links(w)])

    def _links(self, w: Words) -> Table:
        found, _ = noticed(figures.campaigns_for(self.home), self.home.settings.smallest_cell)
        headings = (w("links.part"), *(w(f"links.{name}") for name in ("written", "amiss", "todo", "visits")))
        return Table("links", w("links.seen"), headings, tuple((*noticed_said(w, x), Amount(x.visits)) for x in found))
