"""The door of the store: free text that still holds an address loses it, whichever source brought it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from talentloop.core.facts import FACTS, Rows
from talentloop.core.intake import Batch
from talentloop.engine.connection import connect
from talentloop.engine.lake import Lake


def test_an_address_in_any_free_text_never_lands(tmp_path: Path) -> None:
    rows = Rows("web_metrics", {
        "window_start": [date(2026, 9, 1)] * 2, "window_end": [date(2026, 9, 2)] * 2, "tool": ["x", None],
        "metric": ["users", "a.jansen@example.org"], "value_of": ["/bedankt/a.jansen%40example.org", "NL"],
        "value": [1, 2], "scale": [0, 0], "provenance": ["measured"] * 2})
    lake = Lake(tmp_path / "facts")
    lake.take(Batch("one", "mapping", datetime(2026, 9, 2), iter([rows])))
    told = connect(tmp_path / "spill").execute(
        f"SELECT metric, value_of FROM {lake.now().source(FACTS['web_metrics'])} ORDER BY value").fetchall()
    assert told == [("users", "/bedankt/-"), ("-", "NL")]
    assert b"jansen" not in b"".join(p.read_bytes() for p in (tmp_path / "facts").rglob("*") if p.is_file())
