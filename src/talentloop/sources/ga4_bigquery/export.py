"""Reads one export of Google Analytics 4 events from BigQuery, in pieces, into web hits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from ...core.facts import Rows
from ...core.intake import CheckSum, Context, Likeness, Reading, span
from .. import bigquery
from ..bigquery import Shape
from ..refusals import refusal
from ..source import Sample
from . import flatten
from .hits import COLUMNS, Hits

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
        return bigquery.likeness(sample, flatten.REQUIRED, "events_")

    def read(self, path: Path, context: Context) -> Reading:
        reading = Reading(self.name, path, iter(()))
        reading.rows = bigquery.opened(reading, flatten.JSON_COLUMNS,
                                       lambda con, found: _rows(con, found, context, reading))
        return reading


def _rows(con: duckdb.DuckDBPyConnection, found: Shape, context: Context, reading: Reading) -> Iterator[Rows]:
    if _refused(found, reading):
        return
    survey = flatten.survey(con, found)
    if not survey.timed:
        code = "no_event_time" if survey.events else "no_rows"
        reading.problems.append(refusal(code, reading.path.name, column="event_timestamp",
                                        found=f"{survey.events} events"))
        return
    hits = Hits(context, survey)
    for piece in bigquery.pieces(con, flatten.flat(found)):
        rows = hits.rows(piece)
        if rows:
            yield Rows("web_hits", dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))
    _conclude(reading, survey, hits)


def _refused(found: Shape, reading: Reading) -> bool:
    file = reading.path.name
    for name in found.missing(flatten.REQUIRED):
        reading.problems.append(refusal("column_missing", file, column=name))
    if not reading.problems and not flatten.has_params(found):
        reading.problems.append(refusal("column_type", file, column="event_params", found="no list of key and value"))
    return reading.blocked


def _conclude(reading: Reading, survey: flatten.Survey, hits: Hits) -> None:
    """What only the end of the file tells: counts, window and everything odd."""
    def tell(code: str, column: str, count: int) -> None:
        reading.problems.append(refusal(code, reading.path.name, column=column,
                                        found=f"{count} of {survey.events} events"))

    if hits.out_of_range:
        most = hits.out_of_range > TOLERATED * survey.events
        tell("most_events_out_of_range" if most else "event_time_out_of_range", "event_timestamp", hits.out_of_range)
    if hits.untold_engagement:
        tell("engagement_out_of_range", "engagement_time_msec", hits.untold_engagement)
    if hits.other_days > ZONE_SHARE * survey.events:
        tell("property_time_zone", "event_date", hits.other_days)
    if survey.debug and not hits.debug_is_test:
        tell("debug_mode_everywhere", "debug_mode", survey.debug)
    reading.checks.append(CheckSum("events", hits.taken + hits.out_of_range, survey.events))
    reading.window = span([d for d in (hits.first, hits.last) if d])
    reading.notes["scroll"] = "every depth" if hits.depths else "90 % only" if hits.scrolls else "not measured"
