"""Consent at the drain: who began to be known, and what no longer counts as theirs once they took it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import duckdb
import msgspec
from arro3.core import Array, DataType, Table

from ..collect.record import Cell, Hits, Kept, Told
from ..core.consenting import ConsentText, text_on, walked
from ..core.facts import CONSENT_LOG, FACTS, Rows
from ..core.intake import Context
from ..core.moments import EPOCH, Days
from ..engine.erasure import empty, keep_ids, remove
from ..engine.kept_moves import MovesKept
from ..engine.lake import Lake
from ..engine.snapshot import Snapshot
from ..engine.work import Work
from ..people import DERIVATIONS
from ..people.links import COMPLETIONS, LINKS

ENDS = ("declined", "withdrawn", "opted_out")
# Made anew when a browser is no longer known to be somebody's: tables in which ids of several meet.
OF_SEVERAL = tuple(d for d in DERIVATIONS if d.table.name in ("merges", "touches", "counted_applications", "evidence"))
COLUMNS = ("decision", "at", "day", "about", "act", "text", "visitor", "provenance")
NOBODYS: dict[str, object] = {"visitor": None, "identity": "none", "person": None, "application": None,
                              "click_id": None}
Decision = tuple[int, str]  # moment in ms, act


class Consents:
    """The decisions of the browsers in one range of the spool: those that the log has, and those told in the range."""

    def __init__(self, snapshot: Snapshot, hits: Sequence[Hits], told: Sequence[Told]) -> None:
        self.first: dict[int, int] = {}
        for record in hits:
            for kept in record.kept:
                if record.consent == "full" and kept.visitor is not None:
                    self.first[kept.visitor] = min(kept.at, self.first.get(kept.visitor, kept.at))
        self.of = _logged(snapshot, self.first)
        for row in (row for record in told if record.fact == CONSENT_LOG.name for row in record.rows):
            if isinstance(visitor := row.get("visitor"), int):
                self.of.setdefault(visitor, []).append((_ms(row["at"]), str(row["act"])))
        self.began = sorted(v for v in self.first if not any(act == "granted" for _, act in self.of.get(v, ())))
        for visitor in self.began:
            self.of.setdefault(visitor, []).append((self.first[visitor], "granted"))

    def honoured(self, hits: Iterable[Hits]) -> list[Hits]:
        """The hits as far as they may be kept: nothing after an opt-out, nobody's after consent was taken back."""
        return [one for record in hits for one in self._honoured(record)]

    def _honoured(self, record: Hits) -> list[Hits]:
        if record.consent != "full" or not any(self._ended(k.visitor) for k in record.kept):
            return [record]
        states = [(self._state(k), k) for k in record.kept]
        full = [k for state, k in states if state == "full"]
        nobodys = [msgspec.structs.replace(k, **NOBODYS) for state, k in states if state in ("limited", "unknown")]
        return [msgspec.structs.replace(record, consent=consent, kept=kept)
                for consent, kept in (("full", full), ("limited", nobodys)) if kept]

    def _ended(self, visitor: int | None) -> bool:
        return any(act in ENDS for _, act in self.of.get(visitor or 0, ()))

    def _state(self, kept: Kept) -> str:
        if not self._ended(kept.visitor):
            return "full"
        before = sorted(d for d in self.of[kept.visitor or 0] if d[0] <= kept.at)
        return [step.now for step in walked(act for _, act in before)][-1] if before else "unknown"

    def rows(self, context: Context, texts: Sequence[ConsentText]) -> Rows | None:
        """A row for every browser of which nobody told that it began to be known; the moment is its first hit's."""
        days = Days(context.zone, context.today)
        dated = [(v, self.first[v], day) for v in self.began if (day := days.of(self.first[v] * 1000))]
        rows = [(context.pseudonym("decision", f"measuring {v}"), EPOCH + timedelta(milliseconds=at), day, "measuring",
                 "granted", text_on(texts, day), v, "measured") for v, at, day in dated]
        if not rows:
            return None
        return Rows(CONSENT_LOG.name, dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))


def _logged(snapshot: Snapshot, visitors: Iterable[int]) -> dict[int, list[Decision]]:
    wanted, found = list(visitors), dict[int, list[Decision]]()
    if not wanted or not snapshot.rows(CONSENT_LOG):
        return found
    with duckdb.connect() as con:
        con.register("wanted", Table.from_pydict({"id": Array(wanted, type=DataType.int64())}))
        rows = con.execute('SELECT visitor, epoch_ms(coalesce("at", CAST(day AS TIMESTAMP))), act FROM '
                           f"{snapshot.source(CONSENT_LOG)} "
                           "WHERE about = 'measuring' AND visitor IN (SELECT id FROM wanted)")
        for visitor, at, act in rows.fetchall():
            found.setdefault(visitor, []).append((at, act))
    return found


def _ms(moment: Cell) -> int:
    return (datetime.fromisoformat(str(moment)) - EPOCH) // timedelta(milliseconds=1)


def unlink(lake: Lake, told: Sequence[Told], kept: MovesKept) -> int:
    """Let browsers whose consent was taken back lead to nobody any more; how many rows lost what led to a person.

    Their hits stay counted as hits. Verdicts of closed loops stay as they were given, and so do the pools, by `kept`.
    """
    gone = {v for record in told if record.fact == CONSENT_LOG.name for row in record.rows
            if row["act"] in ENDS and isinstance(v := row.get("visitor"), int)}
    if not gone:
        return 0
    with lake.asking() as (ask, now):
        listed = ", ".join(map(str, sorted(gone)))
        linked = ask(f"SELECT 1 FROM {now.source(FACTS['web_hits'])} WHERE visitor IN ({listed}) "
                     "AND coalesce(person, application) IS NOT NULL LIMIT 1").fetchall()
    if not linked:
        return 0
    return sum(lake.change("unlink", "unlink", kept.around(lambda work: _unlink(work, gone)), OF_SEVERAL, anew=True,
                           last=kept.keep).values())


def _unlink(work: Work, visitors: Iterable[int]) -> dict[str, int]:
    keep_ids(work, "withdrawn", visitors)
    theirs = "e.visitor IN (SELECT id FROM withdrawn)"
    return {"web_hits": empty(work, FACTS["web_hits"], ["person", "application"],
                              f"({theirs} AND coalesce(e.person, e.application) IS NOT NULL)"),
            **{t.name: remove(work, t, theirs) for t in (LINKS, COMPLETIONS)}}


Texts = Callable[[], Sequence[ConsentText]]
