"""Reads pages of Matomo's visits, one a line, into hits; a visit without a time is left out and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...core.facts import Rows
from ...core.intake import Context, Likeness, Reading, span
from ..answers import beginning, listed, records, word
from ..reader.problems import Problems, Refused
from ..refusals import refusal
from ..source import Sample
from .hits import COLUMNS, Hits

PIECE = 20_000
MARKS = ('"idVisit"', '"actionDetails"', '"visitorId"', '"referrerType"', '"idSite"')


class Matomo:
    """Answers of Live.getLastVisitsDetails as JSON. Addresses of the network and user ids are never kept; time between
    two pages is not time that was looked, so that engaged time stays empty. Goals and events count by the client's own
    [events]; without a word there they only tell that the visit was going on."""

    name = "matomo"
    title = "Matomo (API)"
    version = 1
    facts: tuple[str, ...] = ("web_hits",)

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        text = beginning(sample)
        seen = [mark.strip('"') for mark in MARKS if mark in text]
        sure = {"idVisit", "actionDetails"} <= set(seen)
        return Likeness(0.95 if sure else 0.1 * len(seen), "keys: " + ", ".join(seen) if seen else "no visits")

    def read(self, path: Path, context: Context) -> Reading:
        reading = Reading(self.name, path, iter(()))
        reading.rows = _rows(path, context, reading)
        return reading


SOURCE = Matomo()


def _rows(path: Path, context: Context, reading: Reading) -> Iterator[Rows]:
    problems, hits, held, visits, strange = Problems(path.name, reading.problems), Hits(context), [], 0, 0
    try:
        for visit in records(path):
            if not _is_visit(visit):
                strange += 1
                continue
            visits += 1
            held += hits.of(visit)
            if len(held) >= PIECE:
                yield _block(held)
                held = []
    except Refused as refused:
        problems.append(refused.problem)
    if held:
        yield _block(held)
    if hits.timeless:
        most = hits.timeless > hits.taken
        problems.append(refusal("most_events_out_of_range" if most else "event_time_out_of_range", path.name,
                                found=f"{hits.timeless} of {hits.timeless + hits.taken} events"))
    if strange:
        problems.append(refusal("not_a_record", path.name, found=f"{strange} records"))
    if not visits and not reading.blocked:
        problems.add("no_rows")
    problems.close()
    reading.window = span([d for d in (hits.first, hits.last) if d])


def _is_visit(record: Any) -> bool:
    return word(record, "idVisit") is not None and bool(listed(record, "actionDetails"))


def _block(rows: list[tuple[Any, ...]]) -> Rows:
    return Rows("web_hits", dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))
