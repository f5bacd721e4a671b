"""What exports of advertising platforms share: delivery per day, and reach for exactly the window that a row is about."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, ClassVar

from ...core.facts import Rows
from . import cells
from .columns import plain
from .table import SAMPLED, Block
from .tabular import EARLIEST, Run, TabularSource, Taker

HELD = 50_000  # rows told apart at a time, and rows in a block
DAY = timedelta(days=1)
SUMS = ("impressions", "clicks", "link_clicks", "reactions", "comments", "shares", "saves", "follows", "platform_leads",
        "spend_micros")
NAMES = ("account", "campaign_id", "campaign", "adset", "ad", "placement")
KEY = ("day", "network", *NAMES, "currency")
SCOPES = ("ad", "adset", "campaign")  # finest first; without any of them a row is about the account
NOT_REACHED = frozenset(("google_search",))  # networks that never say how many people they reached


class AdExport(TabularSource):
    """A platform's export. Columns are named as in `exposures`; `start`, `end`, `reach` and `split` have their own
    meaning: the row's window, people reached in it, and what the file is broken down by besides."""

    facts = ("exposures", "reach")
    adds = SUMS
    restated: ClassVar[int]  # days in which the platform may still change a figure
    splits: ClassVar[tuple[str, ...]] = ()  # headings of breakdowns that reach cannot be given for

    day_may_be_start: ClassVar[bool] = False  # does a report over a whole period carry its first day as the day?

    @abstractmethod
    def networks(self, block: Block, run: Run) -> list[str]:
        """The network of each row."""

    def prepare(self, block: Block) -> None:
        """Change what the file gives into the columns of `exposures`, where they differ."""

    def named(self, table: Any) -> Sequence[int]:
        return [table.places[n].index for n in (*NAMES, "day") if n in table.places]

    def taker(self, run: Run) -> Taker:
        return Delivery(self, run)


class Delivery(Taker):
    """Sums delivery per key, because a breakdown we do not keep (age, device, a custom one) splits a key over rows."""

    def __init__(self, source: AdExport, run: Run) -> None:
        self.source, self.run = source, run
        places = run.table.places
        self.scope = next((s for s in SCOPES if s in places or f"{s}_id" in places), "account")
        headings = {plain(h) for h in run.table.heading}
        self.split = next((s for s in source.splits if plain(s) in headings), None)
        self.whole = _only_day(run) if source.day_may_be_start else None
        self.store = Store(source.restated, self.scope)
        if run.stated:
            run.spans(*run.stated)

    def take(self, block: Block) -> Iterator[Rows]:
        self.source.prepare(block)
        windows = list(self._windows(block))
        for window in windows:
            if window:
                self.run.spans(*window)
        networks = self.source.networks(block, self.run)
        daily = [w is not None and w[0] == w[1] for w in windows]
        yield from self.store.deliver(self._daily(block, windows, networks).only(daily))
        if "reach" in block.values and not self.split:
            yield from self.store.reached(block, windows, networks)

    def _windows(self, block: Block) -> Iterator[tuple[date, date] | None]:
        """First and last day that each row is about; None when neither row nor file tells."""
        for line, day, start, end in zip(block.lines, block.column("day"), block.column("start"), block.column("end"),
                                         strict=True):
            if day and day != self.whole:
                yield day, day
            elif start and end:
                yield self._in_order(line, start, end)
            else:
                yield self.run.stated

    def _in_order(self, line: int, start: date, end: date) -> tuple[date, date] | None:
        if start <= end:
            return start, end
        self.run.problems.add("ends_before_start", line, found=f"{start} … {end}")
        return None

    def _daily(self, block: Block, windows: Sequence[Any], networks: list[str]) -> Block:
        """The block with every column of the key, and its sums kept for the check of totals."""
        values = dict(block.values)
        values["day"] = [w[0] if w else None for w in windows]
        values["network"] = networks
        for name in ("adset", "ad"):
            if name not in values and f"{name}_id" in values:
                values[name] = values[f"{name}_id"]
        if "spend_micros" in values:
            values["currency"] = [c or self.run.currency for c in block.column("currency")]
        for name in SUMS:
            if name in block.values:
                self.run.totals.add(name, values[name])
        return Block(block.lines, values)

    def rest(self) -> Iterator[Rows]:
        yield from self.store.rest()
        problems, store, table = self.run.problems, self.store, self.run.table
        if self.split and "reach" in table.places:
            problems.add("reach_split", column=self.split)
        if store.ambiguous:
            problems.add("reach_not_unique", found=store.ambiguous)
        if store.repeated:
            problems.add("row_twice", line=store.repeated[0], found=f"{len(store.repeated)} times")
        if self.run.rows and not store.delivered:
            problems.add("only_window" if store.has_reach else "no_days")


def _only_day(run: Run) -> date | None:
    """The day that every row carries when it is but the first day of a longer stated period: no day at all, but a report
    over the whole period."""
    stated, place = run.stated, run.table.places.get("day")
    if not stated or not place or stated[0] == stated[1]:
        return None
    parse = cells.day(cells.Reading(run.style, run.context.zone, EARLIEST, run.context.today + DAY))
    seen = set()
    for number, (_, row) in enumerate(islice(run.table.rows(), SAMPLED + 1)):
        seen.add(_quiet(parse, row[place.index]) if place.index < len(row) else None)
        if number == SAMPLED or len(seen - {None}) > 1:
            return None
    return stated[0] if seen - {None} == {stated[0]} else None


def _quiet(parse: cells.Parser, cell: Any) -> Any:
    try:
        return parse(cell)
    except cells.Unreadable:
        return None


class Store:
    """Exposures and reach on their way out, told apart by key. At most HELD keys are held: rows of one key that lie
    further apart in the file come out as two rows, whose sum is the same."""

    def __init__(self, restated: int, scope: str) -> None:
        self.restated, self.scope = timedelta(days=restated), scope
        self.exposures: dict[tuple[Any, ...], list[int | None]] = {}
        self.reach: dict[tuple[Any, ...], tuple[int, int | None] | None] = {}
        self.delivered = self.has_reach = False
        self.ambiguous: str | None = None
        self.repeated: list[int] = []
        self._rows: set[int] = set()
        self._sums: tuple[str, ...] = ()

    def deliver(self, block: Block) -> Iterator[Rows]:
        self._sums = tuple(n for n in SUMS if n in block.values)
        keys = zip(*(block.column(n) for n in KEY), strict=True)
        figures = zip(*(block.column(n) for n in self._sums), strict=True) if self._sums else iter([()] * len(block))
        for line, key, row in zip(block.lines, keys, figures, strict=True):
            held = self.exposures.get(key)
            if held is None:
                self.exposures[key] = list(row)
            else:
                self._add(line, held, row)
            if len(self.exposures) >= HELD:
                yield self._exposures()
        self.delivered = self.delivered or len(block) > 0

    def _add(self, line: int, held: list[int | None], row: Sequence[int | None]) -> None:
        if held == list(row) and any(row) and len(self.repeated) < 1000:
            self.repeated.append(line)
        for i, value in enumerate(row):
            if value is not None:
                held[i] = value + (held[i] or 0)

    def _exposures(self) -> Rows:
        columns: dict[str, list[Any]] = dict(zip(KEY, map(list, zip(*self.exposures, strict=True)), strict=True))
        sums = zip(*self.exposures.values(), strict=True) if self._sums else ()
        columns.update(zip(self._sums, map(list, sums), strict=True))
        size = len(self.exposures)
        columns["paid"] = ["paid"] * size
        columns["provenance"] = ["measured"] * size
        columns["provisional_until"] = [day + self.restated for day in columns["day"]]
        self.exposures = {}
        return Rows("exposures", columns)

    def reached(self, block: Block, windows: Sequence[tuple[date, date] | None],
                networks: Sequence[str]) -> Iterator[Rows]:
        names = [n or i for n, i in zip(block.column(self.scope), block.column(f"{self.scope}_id"), strict=True)] \
            if self.scope != "account" else [None] * len(block)
        for network, account, name, window, reach, shown in zip(
                networks, block.column("account"), names, windows, block.column("reach"), block.column("impressions"),
                strict=True):
            if reach is None or window is None or network in NOT_REACHED or (self.scope != "account" and not name):
                continue
            key = (network, account, self.scope, name, window[0], window[1] + DAY)
            if key in self.reach and self.reach[key] != (reach, shown):
                self.ambiguous = self.ambiguous or name or "account"
                self.reach[key] = None
            else:
                self.reach.setdefault(key, (reach, shown))
            if len(self.reach) >= HELD:
                yield self._reach()

    def _reach(self) -> Rows:
        kept = {k: v for k, v in self.reach.items() if v is not None}
        names = ("network", "account", "scope", "scope_name", "window_start", "window_end")
        columns: dict[str, list[Any]] = {n: [k[i] for k in kept] for i, n in enumerate(names)}
        columns["reach"] = [v[0] for v in kept.values()]
        columns["impressions"] = [v[1] for v in kept.values()]
        columns["provenance"] = ["platform_estimate"] * len(kept)
        columns["provisional_until"] = [end - DAY + self.restated for end in columns["window_end"]]
        self.has_reach = self.has_reach or bool(kept)
        self.reach = {}
        return Rows("reach", columns)

    def rest(self) -> Iterator[Rows]:
        if self.exposures:
            yield self._exposures()
        if self.reach:
            yield self._reach()


def by_word(words: Mapping[str, str], text: object, otherwise: str) -> str:
    """The value of the first word that stands in the text."""
    bare = str(text or "").casefold()
    return next((value for word, value in words.items() if word in bare), otherwise)
