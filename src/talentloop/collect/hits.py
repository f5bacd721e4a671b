"""Records of the spool become rows of facts: page, channel and vacancy by the same rules as every other source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from ..core.facts import LEADS, Rows
from ..core.intake import Context
from ..core.moments import EPOCH, Days
from ..website.channels import ARRIVAL, Channels, Said
from ..website.pages import ABOUT, UNMARKED, Marked, Pages
from .record import Hits, Kept

COLUMNS = (
    "event", "at", "day", "visitor", "identity", "consent", "traffic_class", "kind", *ABOUT, *ARRIVAL,
    "device", "engaged_ms", "scroll_pct", "scroll_90",
    "application", "person", "provenance",
)
LEAD_COLUMNS = ("lead", "person", "day", "kind", "channel", "network", "campaign", "test", "provenance")
LEAD_KINDS = LEADS.column("kind").allowed
RELOADED_MS = 5000  # a page that is loaded again so soon was looked at once
PIECE = 20_000


class Reader:
    """Makes rows of the records of one range; an event that comes twice in it is taken once."""

    def __init__(self, context: Context, leads: bool = True) -> None:
        self.context, self.counts_leads = context, leads
        self.days = Days(context.zone, context.today)
        self.pages, self.channels = Pages(context), Channels(context)
        self.known: set[str] = set()
        self.viewed: dict[tuple[int | None, str], int] = {}
        self.leads: list[tuple] = []

    def rows(self, records: Iterable[Hits]) -> Iterator[Rows]:
        """Blocks of web_hits, then of the leads that some of them are."""
        hits: list[tuple] = []
        for record in records:
            hits += filter(None, (self._hit(record, kept) for kept in record.kept))
            if len(hits) >= PIECE:
                yield _block("web_hits", COLUMNS, hits)
                hits = []
        if hits:
            yield _block("web_hits", COLUMNS, hits)
        if self.leads:
            yield _block("leads", LEAD_COLUMNS, self.leads)

    def _hit(self, record: Hits, kept: Kept) -> tuple | None:
        day = self.days.of(kept.at * 1000)
        if day is None or kept.id in self.known:
            return None
        self.known.add(kept.id)
        page = self.pages.of(kept.path, _marked(kept))
        arrived = self.channels.columns(
            Said(kept.source, kept.medium, kept.campaign, kept.click_id, kept.referrer, kept.host))
        kind = self._kind(kept)
        if kind == "lead_submit" and self.counts_leads:
            self.leads.append((self.context.pseudonym("lead", f"tracker {kept.id}"), kept.person, day, _lead(kept.lead),
                               *arrived[:3], record.traffic_class != "human", "measured"))
        return (
            self.context.pseudonym("event", f"tracker {kept.id}"), EPOCH + timedelta(milliseconds=kept.at), day,
            kept.visitor, kept.identity, record.consent, record.traffic_class, kind, *page.about, *arrived,
            record.device, kept.engaged_ms, kept.scroll_pct,
            None if kept.scroll_pct is None else int(kept.scroll_pct >= 90), kept.application, kept.person, "measured")

    def _kind(self, kept: Kept) -> str:
        """What happened; the same page loaded again within five seconds is no second view of it."""
        if kept.kind != "page_view":
            return kept.kind
        last = self.viewed.get((kept.visitor, kept.path))
        self.viewed[kept.visitor, kept.path] = kept.at
        again = kept.reload and last is not None and 0 <= kept.at - last < RELOADED_MS
        return "other" if again else "page_view"


def _marked(kept: Kept) -> Marked:
    if kept.page_type or kept.content or kept.evp_theme or kept.vacancy:
        return Marked(kept.page_type, kept.content, kept.evp_theme, kept.vacancy)
    return UNMARKED


def _lead(said: str | None) -> str:
    """Kind of a lead as the page names it; a form that says nothing is a contact form."""
    if said is None:
        return "contact"
    return said if said in LEAD_KINDS else "other"


def _block(fact: str, columns: tuple[str, ...], rows: list[tuple]) -> Rows:
    return Rows(fact, dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))
