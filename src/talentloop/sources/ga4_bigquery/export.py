"""Reads one export of Google Analytics 4 events from BigQuery, in pieces, into web hits."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from ...core.facts import Rows
from ...core.intake import CheckSum, Context, Likeness, Reading, span
from ..reader.files import GZIP
from ..refusals import refusal
from ..source import Sample
from . import flatten
from .hits import COLUMNS, Hits

PARQUET = b"PAR1"
PIECE = 20_000  # events that are in memory as Python values at once
LINE = re.compile(r"line (\d+)", re.I)
TOLERATED = 0.01  # share of events with an impossible moment that is left out rather than refused
ZONE_SHARE = 0.005  # share of events on another day than event_date from which the zones must differ


class Ga4BigQuery:
    """Events as Google Analytics 4 exports them to BigQuery (events_YYYYMMDD, also intraday).

    Every event becomes one hit. `user_pseudo_id` is the browser, kept as a pseudonym only; `user_id`, titles, places
    and every other parameter are dropped. `traffic_source` is how the *user* first came, ever, and is not used.
    Source of the columns: Google's documentation of the BigQuery export schema.
    """

    name = "ga4_bigquery"
    title = "Google Analytics 4 (BigQuery-export)"
    version = 1
    facts: tuple[str, ...] = ("web_hits",)

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        try:
            if sample.head.startswith(PARQUET):
                return _parquet_likeness(sample.path)
            head = _head(sample)
        except (OSError, EOFError, duckdb.Error):
            return Likeness(0.0, "cannot be opened")
        seen = [name for name in flatten.REQUIRED if f'"{name}"'.encode() in head]
        starts = head.lstrip(b"\xef\xbb\xbf \r\n\t[").startswith(b"{")
        if starts and {"event_timestamp", "event_name"} <= set(seen):
            return Likeness(len(seen) / len(flatten.REQUIRED), f"JSON with {', '.join(seen)}")
        return Likeness(0.0, "no GA4 events")

    def read(self, path: Path, context: Context) -> Reading:
        reading = Reading(self.name, path, iter(()))
        reading.rows = _rows(path, context, reading)
        return reading


def _parquet_likeness(path: Path) -> Likeness:
    """By its columns; a cut Parquet file has lost them, so its name must do."""
    with flatten.connect() as con:
        try:
            missing = flatten.missing(flatten.shape(con, path, parquet=True))
        except duckdb.Error:
            named = path.name.startswith("events_")
            return Likeness(0.5 if named else 0.0, "a damaged Parquet file")
    why = f"Parquet without {', '.join(missing)}" if missing else "Parquet with events"
    return Likeness(1 - len(missing) / len(flatten.REQUIRED), why)


def _head(sample: Sample) -> bytes:
    if sample.head.startswith(GZIP):
        with gzip.open(sample.path) as file:
            return file.read(65_536)
    return sample.head


def _rows(path: Path, context: Context, reading: Reading) -> Iterator[Rows]:
    """Everything that duckdb cannot read ends here as a problem; what was read before it is not taken."""
    with flatten.connect() as con:
        try:
            with path.open("rb") as file:
                start = file.read(4)
            if not start.strip():
                reading.problems.append(refusal("empty_file", path.name, found=f"{path.stat().st_size} bytes"))
                return
            found = flatten.shape(con, path, start == PARQUET, start.startswith(GZIP))
            if _refused(found, path, reading):
                return
            yield from _hits(con, found, context, reading)
        except (duckdb.Error, OSError, EOFError) as error:
            line = LINE.search(str(error))
            reading.problems.append(refusal("file_damaged", path.name, int(line.group(1)) if line else None,
                                            found=str(error).splitlines()[0].replace(str(path), path.name)))


def _refused(found: flatten.Shape, path: Path, reading: Reading) -> bool:
    for name in flatten.missing(found):
        reading.problems.append(refusal("column_missing", path.name, column=name))
    if not reading.problems and not found.params:
        reading.problems.append(refusal("column_type", path.name, column="event_params",
                                        found="no list of key and value"))
    return reading.blocked


def _hits(con: duckdb.DuckDBPyConnection, found: flatten.Shape, context: Context, reading: Reading) -> Iterator[Rows]:
    survey = flatten.survey(con, found)
    file = reading.path.name
    if not survey.timed:
        code = "no_event_time" if survey.events else "no_rows"
        reading.problems.append(refusal(code, file, column="event_timestamp", found=f"{survey.events} events"))
        return
    hits = Hits(context, survey)
    con.execute(flatten.flat(found))
    while piece := con.fetchmany(PIECE):
        rows = hits.rows(piece)
        if rows:
            yield Rows("web_hits", dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))
    _conclude(reading, survey, hits)


def _conclude(reading: Reading, survey: flatten.Survey, hits: Hits) -> None:
    """What only the end of the file tells: counts, window and everything odd."""
    file = reading.path.name
    if hits.out_of_range:
        most = hits.out_of_range > TOLERATED * survey.events
        reading.problems.append(refusal("most_events_out_of_range" if most else "event_time_out_of_range", file,
                                        column="event_timestamp", found=f"{hits.out_of_range} of {survey.events} events"))
    if hits.untold_engagement:
        reading.problems.append(refusal("engagement_out_of_range", file, column="engagement_time_msec",
                                        found=f"{hits.untold_engagement} events"))
    if hits.other_days > ZONE_SHARE * survey.events:
        reading.problems.append(refusal("property_time_zone", file, column="event_date",
                                        found=f"{hits.other_days} of {survey.events} events on another day"))
    if survey.debug and not hits.debug_is_test:
        reading.problems.append(refusal("debug_mode_everywhere", file, column="debug_mode",
                                        found=f"{survey.debug} of {survey.events} events"))
    reading.checks.append(CheckSum("events", hits.taken + hits.out_of_range, survey.events))
    reading.window = span([d for d in (hits.first, hits.last) if d])
    reading.notes["scroll"] = "every depth" if hits.depths else "90 % only" if hits.scrolls else "not measured"
