"""Sources that are connected: added, tried, asked and removed, and what came of it written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from ..connect.book import Book
from ..connect.pull import Clock, Pull, Tell
from ..core.connecting import Connection, Fetch
from ..core.errors import FetchTrouble
from ..core.period import Period
from ..core.taking import FileTaken, FileTried
from ..engine.told import told_by
from ..sources.api import Api
from ..taker import Taker
from .taking import Taking

USUAL = timedelta(days=396)  # how far back a new connection asks: thirteen months, so that last year is there
TRIAL = timedelta(days=7)
TRIAL_SECONDS = 60.0
LASTING = frozenset({"fetch_key", "fetch_key_gone", "fetch_gone", "fetch_refused", "fetch_moved", "fetch_elsewhere",
                     "fetch_inside", "fetch_not_https", "fetch_bad_address", "fetch_unknown_host"})


def silent(pages: int, size: int) -> None:
    """Nobody hears how far it is."""


class Connecting(Taking):
    """What a workspace can do with the sources that it asks by itself."""

    clock = Clock()

    @cached_property
    def connections(self) -> Book:
        return Book(self.path, self.keyring.folder)

    def connect(self, source: str, given: Mapping[str, str], since: date | None = None,
                draft: bool = False) -> Connection:
        """Keep a connection, its secrets in the key store. A draft is asked by itself only after `confirm`."""
        made = self.connections.add(source, given, since or self.today - USUAL, draft)
        self.note("connect", source=source, connection=made.id, draft=draft)
        return made

    def confirm(self, id: str) -> Connection:
        """A draft that was tried is a connection from now on; twice is once."""
        if not self.connections.get(id).draft:
            return self.connections.get(id)
        self.note("connect", connection=id, draft=False)
        return self.connections.change(id, draft=False)

    def disconnect(self, id: str) -> Connection:
        """Ask it no more. Its facts stay; its secrets are destroyed."""
        gone = self.connections.get(id)
        self.connections.remove(gone.id)
        self.note("disconnect", source=gone.source, connection=gone.id)
        return gone

    def pause(self, id: str, paused: bool = True) -> Connection:
        """Ask it by itself no more, or again."""
        found = self.connections.change(self.connections.get(id).id, paused=paused)
        self.note("connect", source=found.source, connection=found.id, paused=paused)
        return found

    def amend(self, id: str, given: Mapping[str, str]) -> Connection:
        """Other secrets or options; secrets that were there are destroyed."""
        found = self.connections.amend(id, given)
        self.note("connect", source=found.source, connection=found.id, amended=", ".join(sorted(given)))
        return found

    def restates(self, id: str, period: Period) -> dict[str, int]:
        """Rows per fact table that this connection told of a period: what makes way when it is asked for anew."""
        return told_by(self.lake, self.connections.get(id).series, period)

    def probe(self, id: str) -> FileTried:
        """What the first page of the last week would bring; nothing changes. Errors: FetchTrouble."""
        found = self.connections.get(id)
        api, given = self.connections.api(found), self.connections.given(found)
        window = Period(self.today - TRIAL, self.today) if api.windowed else Period(found.since, self.today)
        pull = Pull(api, given, TRIAL_SECONDS, pages_most=1, tries=2, clock=self.clock)
        with self.connections.asking(found.id), self.lake.aside() as folder:
            path = pull.into(folder, window)
            tried = Taker(self.lake, self.context).trial(path, name=api.source if api.paged else "")
        return replace(tried, would=replace(_in_pages(tried.would, api), checks=()))  # totals are of all pages

    def fetch(self, id: str, since: date | None = None, tell: Tell = silent, until: date | None = None) -> FileTaken:
        """Ask for what is new and what may still change (or all since a day, before another), and take it as one batch,
        whole or not at all. Errors: FetchTrouble; that too is written down."""
        found = self._as_it_is(self.connections.get(id))
        with self.connections.asking(found.id):
            api = self.connections.api(found)
            window = found.window(self.today, api.lookback, api.furthest, since, until)
            try:
                taken = self._fetched(found, api, window, tell)
            except FetchTrouble as error:
                facts = {name: str(value) for name, value in error.facts.items()}
                self._noted(found, Fetch(_now(), "failed", error.code, facts))
                raise
            wrong = next((asdict(p) for p in taken.problems if p.blocks), None)
            self._noted(found, Fetch(_now(), taken.outcome.value, problem=wrong, rows=sum(taken.rows.values()),
                                     batch=taken.batch or "", until=found.until(window) if api.windowed else None))
            return taken

    def _fetched(self, found: Connection, api: Api, window: Period, tell: Tell) -> FileTaken:
        with self.lake.aside() as folder:
            path = Pull(api, self.connections.given(found), tell=tell, clock=self.clock).into(folder, window)
            taken = Taker(self.lake, self.context).take_fetched(
                path, found.series, api.source if api.paged else "", window if api.windowed else None)
        return _in_pages(taken, api)

    def _as_it_is(self, found: Connection) -> Connection:
        """What came last and was taken back did not come: its days are asked for again."""
        there = not found.good or not found.good.batch or self.lake.catalog.has(found.good.batch)
        return found if there else replace(found, good=None)

    def _noted(self, found: Connection, came: Fetch) -> None:
        good = {} if came.failed else {"good": came}
        self.connections.change(found.id, last=came, **good)
        self.note("fetch", source=found.source, connection=found.id, outcome=came.outcome, code=came.code or None,
                  rows=came.rows, batch=came.batch or None)

    def due(self) -> list[Connection]:
        """Connections that were not asked well today: every day has something new, or something that may change. One
        that failed today for what only a person can mend is left alone until tomorrow."""
        today = self.today
        return [c for c in self.connections.all() if not c.paused and not (c.good and self._day(c.good.at) >= today)
                and not (c.last and c.last.code in LASTING and self._day(c.last.at) >= today)]

    def _day(self, moment: datetime) -> date:
        return moment.replace(tzinfo=UTC).astimezone(self.settings.zone).date()


def _in_pages(taken: FileTaken, api: Api) -> FileTaken:
    """Of what came in pages problems name the page."""
    if not api.paged:
        return taken
    return replace(taken, problems=tuple(replace(p, unit="page") for p in taken.problems))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)

