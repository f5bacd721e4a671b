"""Costs written by hand: each is a batch of its own in the facts, that says who wrote it and can be taken out again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ..core.errors import BadInput, UnknownName
from ..core.facts import FACTS, Rows
from ..core.intake import Batch
from ..core.period import Period
from ..core.scrub import scrub
from ..engine.connection import quoted
from ..people import DERIVATIONS
from ..workspace import Workspace

SOURCE = "by_hand"
COSTS = FACTS["costs"]
KINDS, SIDES = COSTS.column("kind").allowed, COSTS.column("side").allowed
OWN = frozenset({"recruiter_time", "manager_time", "referral_bonus"})  # paid to nobody outside
LONGEST = 3 * 366  # days over which one amount may be spread, as in a file
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True)
class Cost:
    """An amount excluding VAT for the days of a period; `side` says whether it was paid to others or is own time."""

    period: Period
    line: str
    kind: str
    side: str
    amount_micros: int


@dataclass(frozen=True)
class Written:
    """A cost as it stands in the facts, with the batch that holds it, who wrote it and when (UTC)."""

    batch: str
    cost: Cost
    who: str
    at: datetime


def side_of(kind: str) -> str:
    """Who is usually paid for this kind."""
    return "internal" if kind in OWN else "external"


def add(home: Workspace, cost: Cost, token: str, instead: str = "") -> str:
    """Write a cost, or put it in the place of an earlier one; returns its batch. The same token again changes nothing.

    Errors: BadInput when it is no cost, or when the ledger has such a line on these days; UnknownName when there is
    nothing (any more) that it could take the place of.
    """
    _check(cost, token)
    batch = f"{SOURCE}:{home.who}:{token}"
    with home.editing():
        if home.lake.catalog.has(batch):
            return batch
        if instead and instead not in {w.batch for w in written(home)}:
            raise UnknownName("no_such_cost", name=instead)
        _refuse_doubles(home, cost, instead)
        rows = _rows(cost, home.settings.currency)
        moment = datetime.now(UTC).replace(tzinfo=None)
        home.lake.take(Batch(batch, SOURCE, moment, iter([rows]), lambda: cost.period), DERIVATIONS, instead)
        home.note("import", source=SOURCE, batch=batch, kind=cost.kind, instead=instead or None)
    return batch


def remove(home: Workspace, batch: str) -> None:
    """Take a cost out again; one that is gone stays gone. Errors: UnknownName for what was not written by hand."""
    if not batch.startswith(f"{SOURCE}:"):
        raise UnknownName("no_such_cost", name=batch)
    with home.editing():
        if batch not in {w.batch for w in written(home)}:
            return
        home.lake.remove(batch, DERIVATIONS)
        home.note("undo", batch=batch)


def written(home: Workspace) -> tuple[Written, ...]:
    """Every cost that was written by hand, the latest first."""
    with home.lake.asking() as (ask, now):
        rows = ask("SELECT batch, line, kind, side, min(day), max(day), CAST(sum(amount_micros) AS BIGINT), "
                   f"max(fetched_at) FROM {now.source(COSTS)} WHERE source = '{SOURCE}' "
                   "GROUP BY batch, line, kind, side ORDER BY max(day) DESC, batch").fetchall()
    return tuple(Written(batch, Cost(Period(first, last + timedelta(days=1)), line, kind, side, amount),
                         batch.split(":", 1)[1].rpartition(":")[0], at)
                 for batch, line, kind, side, first, last, amount, at in rows)


def _check(cost: Cost, token: str) -> None:
    """What a file would be refused for, said of one cost."""
    if not TOKEN.fullmatch(token) or cost.kind not in KINDS or cost.side not in SIDES:
        raise BadInput("cost_unknown_kind", found=cost.kind)
    if not cost.line.strip() or cost.amount_micros <= 0:
        raise BadInput("cost_incomplete")
    if scrub(cost.line) != cost.line:
        raise BadInput("cost_names_a_person")
    if not 0 < cost.period.days <= LONGEST:
        raise BadInput("cost_too_long", days=LONGEST)


def _refuse_doubles(home: Workspace, cost: Cost, instead: str) -> None:
    """A line of that name and kind on one of these days would make way for this one unseen: that is refused."""
    with home.lake.asking() as (ask, now):
        same = ask(f"SELECT min(day) FROM {now.source(COSTS)} WHERE line = {quoted(cost.line)} AND kind = "
                   f"'{cost.kind}' AND day >= DATE '{cost.period.start}' AND day < DATE '{cost.period.end}' "
                   f"AND batch <> {quoted(instead)}").fetchall()[0][0]
    if same is not None:
        raise BadInput("cost_there_already", line=cost.line, day=same)


def _rows(cost: Cost, currency: str) -> Rows:
    """Equal whole micros per day; what is left over goes, a micro each, to the first days."""
    days, n = list(cost.period), cost.period.days
    share, left = divmod(cost.amount_micros, n)
    return Rows("costs", {"day": days, "line": [cost.line] * n, "kind": [cost.kind] * n, "side": [cost.side] * n,
                          "amount_micros": [share + (i < left) for i in range(n)], "currency": [currency] * n,
                          "provenance": ["manual"] * n})


def spread_over(start: date, last: date | None) -> Period:
    """From one day to another, both included; one day without another. Errors: BadInput when it ends before it starts."""
    if last is not None and last < start:
        raise BadInput("cost_ends_before_start", start=start, last=last)
    return Period(start, (last or start) + timedelta(days=1))
