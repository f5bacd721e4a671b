"""The SQL that lays an export's nested events out flat: one row an event, one column for each thing that we keep."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ..bigquery import Shape

VALUE = "string_value VARCHAR, int_value VARCHAR, float_value VARCHAR, double_value VARCHAR"
PARAM = f"STRUCT(key VARCHAR, value STRUCT({VALUE}))"
MANUAL = "manual_source VARCHAR, manual_medium VARCHAR, manual_campaign_name VARCHAR, manual_campaign_id VARCHAR"
# JSON has no schema of its own: everything is read as text and cast with care afterwards.
JSON_COLUMNS: dict[str, str] = {
    "event_date": "VARCHAR", "event_timestamp": "VARCHAR", "event_name": "VARCHAR", "event_params": f"{PARAM}[]",
    "event_bundle_sequence_id": "VARCHAR", "batch_event_index": "VARCHAR", "batch_ordering_id": "VARCHAR",
    "batch_page_id": "VARCHAR", "user_pseudo_id": "VARCHAR", "privacy_info": "STRUCT(analytics_storage VARCHAR)",
    "device": "STRUCT(category VARCHAR, web_info STRUCT(hostname VARCHAR))",
    "collected_traffic_source": f"STRUCT({MANUAL}, gclid VARCHAR, dclid VARCHAR)",
    "session_traffic_source_last_click": "STRUCT(google_ads_campaign STRUCT(campaign_name VARCHAR))",
}
REQUIRED = ("event_timestamp", "event_name", "event_params", "user_pseudo_id")


def has_params(found: Shape) -> bool:
    """Are the parameters a list of key and value?"""
    return found.has("event_params[].key") and found.has("event_params[].value.string_value")


@dataclass(frozen=True)
class Survey:
    """Counts over the whole file: events, in debug mode, with a depth, with a depth other than 90 %, with a moment."""

    events: int
    debug: int
    scrolls: int
    other_depths: int
    timed: int


def survey(con: duckdb.DuckDBPyConnection, found: Shape) -> Survey:
    """One cheap pass that decides what holds for the whole file."""
    def with_key(key: str) -> str:
        return f"list_contains(list_transform(event_params, lambda p: p.key), '{key}')"

    row = con.execute(
        f"SELECT count(*), count(*) FILTER ({with_key('debug_mode')}), "
        f"count(*) FILTER (event_name = 'scroll' OR {with_key('percent_scrolled')}), "
        f"count(*) FILTER ({_number(found, 'percent_scrolled', keys=_keys())} <> 90), "
        f"count(try_cast(event_timestamp AS BIGINT)) FROM {found.table}").fetchone()
    assert row is not None
    return Survey(*row)


def _keys() -> str:
    return "list_transform(event_params, lambda p: p.key)"


def _value(key: str, keys: str = "keys") -> str:
    return f"event_params[list_position({keys}, '{key}')].value"


def _text(found: Shape, *names: str) -> str:
    """A parameter as text, whichever of its typed values is filled; the first of `names` that is there."""
    parts = [f"{_value(name)}.{leaf}::VARCHAR" for name in names for leaf in ("string_value", "int_value")
             if found.has(f"event_params[].value.{leaf}")]
    return f"coalesce({', '.join(parts)})"


def _number(found: Shape, name: str, keys: str = "keys") -> str:
    """A parameter as a whole number, whichever of its typed values is filled."""
    parts = [f"try_cast({_value(name, keys)}.{leaf} AS BIGINT)"
             for leaf in ("int_value", "double_value", "float_value", "string_value")
             if found.has(f"event_params[].value.{leaf}")]
    return f"coalesce({', '.join(parts)})"


def _field(found: Shape, *paths: str) -> str:
    """The first field that is filled of those that the file has, as text."""
    parts = [f"{p}::VARCHAR" for p in paths if found.has(p)]
    return f"coalesce({', '.join(parts)})" if parts else "NULL::VARCHAR"


def _first(*expressions: str) -> str:
    return f"coalesce({', '.join(expressions)})"


def columns(found: Shape) -> dict[str, str]:
    """Name and SQL of each flat column, in the order in which hits.py takes them."""
    return {
        "at": "try_cast(event_timestamp AS BIGINT)",
        "name": "event_name::VARCHAR",
        "browser": "nullif(user_pseudo_id::VARCHAR, '')",
        "date": _field(found, "event_date"),
        "storage": _field(found, "privacy_info.analytics_storage"),
        "device": _field(found, "device.category"),
        "location": _text(found, "page_location"),
        "hostname": _field(found, "device.web_info.hostname", "event_dimensions.hostname"),
        "referrer": _text(found, "page_referrer"),
        "ignore_referrer": _text(found, "ignore_referrer"),
        "source": _first(_field(found, "collected_traffic_source.manual_source"), _text(found, "source")),
        "medium": _first(_field(found, "collected_traffic_source.manual_medium"), _text(found, "medium")),
        "campaign": _first(_field(found, "collected_traffic_source.manual_campaign_name"), _text(found, "campaign"),
                           _field(found, "collected_traffic_source.manual_campaign_id")),
        "click": f"CASE WHEN {_field(found, 'collected_traffic_source.gclid')} IS NOT NULL OR {_text(found, 'gclid')} "
                 f"IS NOT NULL THEN 'gclid' WHEN {_field(found, 'collected_traffic_source.dclid')} IS NOT NULL OR "
                 f"{_text(found, 'dclid')} IS NOT NULL THEN 'dclid' END",
        "ads_campaign": _field(found, "session_traffic_source_last_click.google_ads_campaign.campaign_name"),
        "engaged": _number(found, "engagement_time_msec"),
        "depth": _number(found, "percent_scrolled"),
        "debug": f"{_text(found, 'debug_mode')} IS NOT NULL",
        "traffic": _text(found, "traffic_type"),
        "application": _text(found, "application_id", "transaction_id"),
        "vacancy": _text(found, "vacancy", "vacancy_id", "job_id", "item_id"),
        "link": _text(found, "link_url", "link_text"),
        "sequence": "concat_ws('|', " + ", ".join(
            _field(found, name) for name in ("event_bundle_sequence_id", "batch_page_id", "batch_ordering_id",
                                             "batch_event_index")) + ")",
    }


def flat(found: Shape) -> str:
    """The whole query; rows come in the file's order and are fetched piece by piece."""
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns(found).items())
    return f"SELECT {listed} FROM (SELECT *, {_keys()} AS keys FROM {found.table})"
