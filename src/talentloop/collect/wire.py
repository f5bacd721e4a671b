"""What the tracker sends, decoded strictly: anything else is refused with a reason before it is looked at."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..core.vocabulary import HIT_KINDS

MOST_BYTES = 16 * 1024
MOST_EVENTS = 20
DAY_MS = 86_400_000
Moment = Annotated[int, Meta(ge=0, le=1 << 53)]  # milliseconds since 1970 by the browser's clock
Word = Annotated[str, Meta(max_length=2000)]  # cut to 200 here, so that a long title costs nothing else
Link = Annotated[str, Meta(max_length=4000)]
Id = Annotated[str, Meta(min_length=22, max_length=22)]


class Event(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """One thing that happened on a page; the letters are explained in docs/reference/collector.md."""

    i: Id
    n: Literal[HIT_KINDS]  # type: ignore[valid-type]
    t: Moment
    u: Link
    r: Link = ""
    ms: Annotated[int, Meta(ge=0, le=DAY_MS)] | None = None
    sc: Annotated[int, Meta(ge=0, le=100)] | None = None
    pt: Word | None = None
    ct: Word | None = None
    th: Word | None = None
    va: Word | None = None
    x: Annotated[dict[Annotated[str, Meta(max_length=20)], Word | int | float | bool | None], Meta(max_length=12)] = {}

    def ends(self) -> str | None:
        """The id of which consent was just taken back, when that is what this tells: no hit, and the one time that an id
        comes without consent."""
        id = self.x.get("id") if self.x and self.n == "engage" else None
        return id if isinstance(id, str) and re.fullmatch("[A-Za-z0-9_-]{22}", id) else None


class Sent(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """One request of the tracker: up to twenty events of one browser."""

    v: Literal[1]
    k: Annotated[str, Meta(max_length=64)]
    c: Literal["f", "l"]
    at: Moment
    e: Annotated[list[Event], Meta(min_length=1, max_length=MOST_EVENTS)]
    id: Id | None = None
    d: Literal[0, 1] = 0
    o: Word | None = None


class NewId(msgspec.Struct, forbid_unknown_fields=True):
    """A browser's new id, to be set as a cookie by the server (f); or the end of one: its cookie went (l), opted out (o).
    `w` is the version of the consent text that was shown."""

    v: Literal[1]
    k: Annotated[str, Meta(max_length=64)]
    c: Literal["f", "l", "o"]
    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{22}$")]
    d: Annotated[str, Meta(max_length=253, pattern=r"^\.?[a-z0-9-]+(\.[a-z0-9-]+)+$")] | None = None
    w: Annotated[int, Meta(ge=1, le=100_000)] | None = None


sent = msgspec.json.Decoder(Sent).decode
new_id = msgspec.json.Decoder(NewId).decode
