"""What stands in the spool: hits without anything that names anybody, and rows of other facts as they will be taken."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ..core.facts import FACTS, Rows, Type

Cell = bool | int | str | None  # days and moments as ISO 8601


class Kept(msgspec.Struct, array_like=True, gc=False):
    """What is kept of one event. Addresses are taken apart, ids are pseudonyms, `at` is the server's time in ms."""

    id: str
    kind: str
    at: int
    visitor: int | None
    identity: str
    host: str
    path: str
    source: str | None
    medium: str | None
    campaign: str | None
    click_id: str | None  # the name of the parameter, never its value
    referrer: str  # host only
    engaged_ms: int | None
    scroll_pct: int | None
    page_type: str | None
    content: str | None
    evp_theme: str | None
    vacancy: str | None
    application: int | None
    person: int | None
    lead: str | None
    reload: bool


class Hits(msgspec.Struct, array_like=True, tag="hits", gc=False):
    """The events of one request, and what is the same for all of them."""

    received: int  # ms since 1970
    consent: str
    traffic_class: str
    device: str | None
    kept: list[Kept]


ERASURES = "erasures"  # in place of a fact: who was deleted by who told it, by the ids that the facts know them by


class Told(msgspec.Struct, array_like=True, tag="told", gc=False):
    """Rows of a fact that a server or a webhook told, ready to be taken; `source` is who told them."""

    received: int
    source: str
    fact: str
    rows: list[dict[str, Cell]]


def told(received: int, source: str, rows: Rows) -> Told:
    """Rows as they come from a reader, made fit for the spool."""
    cells = {name: [_plain(v) for v in values] for name, values in rows.columns.items()}
    each = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    return Told(received, source, rows.fact, each)


def typed(fact: str, rows: list[dict[str, Cell]]) -> Rows:
    """Rows of the spool as the facts want them."""
    names = sorted({name for row in rows for name in row})
    table = FACTS[fact]
    return Rows(fact, {name: [_typed(table.column(name).type, row.get(name)) for row in rows] for name in names})


def _plain(value: object) -> Cell:
    return value.isoformat() if isinstance(value, date) else value  # type: ignore[return-value]


def _typed(kind: Type, value: Cell) -> object:
    if not isinstance(value, str) or kind not in (Type.DAY, Type.INSTANT):
        return value
    return date.fromisoformat(value) if kind is Type.DAY else datetime.fromisoformat(value)


Record = Hits | Told
encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(list[Record]).decode  # the records of one group
