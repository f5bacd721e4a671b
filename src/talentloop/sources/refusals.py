"""What can be wrong in event exports, logs and answers of an ATS, beside what reader.problems knows of tables."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.errors import Problem
from .reader.problems import CODES, SHOWN, Code

EVENT_CODES: Mapping[str, Code] = {
    "file_damaged": Code("a complete, readable file", "it is damaged or cut off: download or export it again"),
    "column_type": Code("a column of the documented type", "export the table unchanged, without casting its columns"),
    "no_event_time": Code("event_timestamp in microseconds since 1970", "export the table unchanged"),
    "event_time_out_of_range": Code("a moment between 1995 and now", "these events were left out: a clock was wrong",
                                    False),
    "most_events_out_of_range": Code("moments between 1995 and now",
                                     "check the clock, and that event_timestamp is in microseconds"),
    "engagement_out_of_range": Code("engaged time of at most a day per event", "these times were left out", False),
    "property_time_zone": Code("event_date in the client's time zone",
                               "days were cut in the client's zone; set the property to the same zone", False),
    "debug_mode_everywhere": Code("debug_mode on test devices only",
                                  "most events carry it, so they were counted as visits; take it out of the site's tag",
                                  False),
    "log_format_unknown": Code("common or combined log format, with or without host in front",
                               "have the server log in combined format, or convert the log"),
    "log_line_unreadable": Code("a line of the same format as the others", "the line was left out", False),
    "log_without_agent": Code("user agents in the log", "robots cannot be told from people: log in combined format",
                              False),
    "log_without_pages": Code("pages that were fetched", "nothing in the log is a page view", False),
    "application_without_received": Code("applied_at of the application",
                                         "put the body of its creation in the same file, or export applications", False),
    "must_be_erased": Code("no data of people who were deleted or anonymised",
                           "erase this candidate: talentloop erase", False),
    "hired_day_estimated": Code("the day on which the offer was accepted",
                                "the day of last activity was taken; add offers or webhooks to know it", False),
    "applications_without_body": Code("applications with their own data",
                                      "export job-applications, or candidates with include=job-applications", False),
    "nothing_for_us": Code("applications, candidates or jobs", "this answer of the API holds nothing that is counted"),
    "not_a_record": Code("a record with an id", "the record was left out", False),
}


def refusal(code: str, file: str, line: int | None = None, column: str | None = None, found: object = None) -> Problem:
    """A problem of either table, with the words that belong to its code."""
    entry = EVENT_CODES.get(code) or CODES[code]
    shown = None if found is None else str(found)[:SHOWN]
    return Problem(code, file, line, column, shown, entry.expected, entry.todo, "error" if entry.blocks else "warning")
