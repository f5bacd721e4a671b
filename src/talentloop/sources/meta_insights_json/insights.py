"""Rows of insights to exposures and reach; numbers are strings, and actions overlap, so they are never summed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import msgspec

from ...core.facts import Rows
from ...core.intake import Context, Likeness, Reading
from ...core.period import Period
from ..reader import cells
from ..reader.delivery import SUMS, Store, by_word
from ..reader.files import HEAD, nature, open_bytes, open_text
from ..reader.problems import Problems, Refused, problem
from ..reader.style import Style
from ..reader.table import Block
from ..reader.tabular import EARLIEST
from ..source import Sample

WHOLE_MOST = 256 << 20  # bytes of a file that is one JSON value; a page a line may be as long as it likes
RESTATED = 28  # days after which figures freeze
TEXTS = {"account": ("account_name", "account_id"), "campaign_id": ("campaign_id",), "campaign": ("campaign_name",),
         "adset": ("adset_name", "adset_id"), "ad": ("ad_name", "ad_id"), "currency": ("account_currency",)}
FIGURES = {"impressions": "impressions", "clicks": "clicks", "reach": "reach"}
# One action type per column: `lead` already holds the pixel's leads, `post_engagement` holds all of these.
ACTIONS = {"reactions": "post_reaction", "comments": "comment", "shares": "post",
           "saves": "onsite_conversion.post_save", "follows": "like", "platform_leads": "lead",
           "link_clicks": "link_click"}
NETWORKS = {"instagram": "instagram", "facebook": "facebook"}
SCOPES = ("ad", "adset", "campaign")
SPLITS = ("age", "gender", "country", "region", "dma", "device_platform", "impression_device", "platform_position",
          "hourly_stats_aggregated_by_advertiser_time_zone", "hourly_stats_aggregated_by_audience_time_zone",
          "product_id", "frequency_value")
MARKS = (b'"date_start"', b'"date_stop"', b'"impressions"', b'"account_id"', b'"paging"')
DAY = timedelta(days=1)
Row = Mapping[str, Any]


class MetaInsightsJson:
    """Figures freeze after 28 days. A row of one day gives delivery; every row gives reach for its own window."""

    name = "meta_insights_json"
    title = "Meta insights (API)"
    version = 1
    facts = ("exposures", "reach")

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        try:
            if nature(sample.path).kind != "text":
                return Likeness(0.0, "no text")
            with open_bytes(sample.path) as file:
                head = file.read(HEAD)
        except (Refused, EOFError, OSError):
            return Likeness(0.0, "cannot be read")
        if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"{", b"["):
            return Likeness(0.0, "no JSON")
        seen = [key for key in MARKS if key in head]
        score = 0.95 if len(seen) >= 3 and seen[:2] == list(MARKS[:2]) else 0.1 * len(seen)
        return Likeness(score, "keys: " + ", ".join(k.decode().strip('"') for k in seen))

    def read(self, path: Path, context: Context) -> Reading:
        problems = Problems(path.name)
        reading = Reading(self.name, path, iter(()), problems.found)
        reading.rows = Insights(context, problems).rows(path, reading)
        return reading


SOURCE = MetaInsightsJson()


def pages(path: Path) -> Iterator[tuple[int, list[Row]]]:
    """Line number and rows of each page. Raises Refused for what is no insights or breaks off."""
    encoding = nature(path).encoding
    with open_text(path, encoding or "utf-8") as file:
        first = file.readline()
    if _whole_line(first):
        yield from _page_a_line(path, encoding)
        return
    if path.stat().st_size > WHOLE_MOST:
        raise Refused(problem("too_large", path.name, found=f"{path.stat().st_size >> 20} MB"))
    with open_bytes(path) as packed:
        text = packed.read(WHOLE_MOST + 1).decode(encoding or "utf-8", "replace")
    yield 1, _rows_in(_decoded(text, path.name, None), path.name, 1)


def _whole_line(line: str) -> bool:
    """Whether the first line is a JSON value by itself."""
    try:
        return isinstance(msgspec.json.decode(line.strip()), dict)
    except msgspec.DecodeError:
        return False


def _page_a_line(path: Path, encoding: str) -> Iterator[tuple[int, list[Row]]]:
    with open_text(path, encoding) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, _rows_in(_decoded(line.strip(), path.name, number), path.name, number)


def _decoded(text: str, file: str, line: int | None) -> Any:
    try:
        return msgspec.json.decode(text.lstrip("\ufeff"))
    except msgspec.DecodeError as error:
        cut = "truncated" in str(error)
        raise Refused(problem("file_cut" if cut else "json_broken", file, line, found=error)) from None


def _rows_in(value: Any, file: str, line: int) -> list[Row]:
    """Rows of a page, of a list of pages, or a row by itself."""
    if isinstance(value, Mapping) and isinstance(value.get("data"), list):
        return _rows_in(value["data"], file, line)
    if isinstance(value, Mapping) and "date_start" in value:
        return [value]
    if isinstance(value, list):
        return [row for each in value for row in _rows_in(each, file, line)]
    if isinstance(value, Mapping) and "error" in value:
        raise Refused(problem("json_broken", file, line, found=f"an error of the API: {value['error']}"))
    raise Refused(problem("json_broken", file, line, found=str(value), expected="{data: [{date_start, date_stop, …}]}"))


class Insights:
    """One file on its way to facts."""

    def __init__(self, context: Context, problems: Problems) -> None:
        about = cells.Reading(Style(), context.zone, EARLIEST, context.today + DAY)
        self.problems = problems
        self.parse = {"count": cells.count(about), "money": cells.money(about), "day": cells.day(about)}
        self.stores = {scope: Store(RESTATED, scope) for scope in (*SCOPES, "account")}
        self.days: set[date] = set()
        self.split: str | None = None
        self.seen = 0

    def rows(self, path: Path, reading: Reading) -> Iterator[Rows]:
        try:
            for line, page in pages(path):
                yield from self._page(line, page)
        except Refused as refused:
            self.problems.append(refused.problem)
        except (EOFError, UnicodeDecodeError, OSError) as error:
            self.problems.add("file_cut", found=error)
        for store in self.stores.values():
            yield from store.rest()
        self._close(reading)

    def _page(self, line: int, page: Sequence[Row]) -> Iterator[Rows]:
        acted = any("actions" in row for row in page)  # asked for: then a row without any had none
        for scope, rows in _by_scope(page).items():
            block = Block([line] * len(rows))
            parsed = [self._row(line, row, acted) for row in rows]
            for name in {n for row in parsed for n in row}:
                block.values[name] = [row.get(name) for row in parsed]
            yield from self._store(scope, block)

    def _store(self, scope: str, block: Block) -> Iterator[Rows]:
        self.seen += len(block)
        windows = [(s, e) if s and e else None for s, e in zip(block.column("start"), block.column("end"), strict=True)]
        self.days.update(day for window in windows if window for day in window)
        block.values["day"] = block.column("start")
        networks = cast(list[str], block.values["network"])
        store = self.stores[scope]
        yield from store.deliver(block.only([w is not None and w[0] == w[1] for w in windows]))
        if "reach" in block.values and not self.split:
            yield from store.reached(block, windows, networks)

    def _row(self, line: int, row: Row, acted: bool) -> dict[str, Any]:
        found: dict[str, Any] = {"network": by_word(NETWORKS, row.get("publisher_platform"), "meta")}
        for name, keys in TEXTS.items():
            found[name] = next((str(row[k]) for k in keys if row.get(k) not in (None, "")), None)
        for name, key in (("start", "date_start"), ("end", "date_stop")):
            found[name] = self._cell("day", line, key, row.get(key))
        for name, key in FIGURES.items():
            if key in row:
                found[name] = self._cell("count", line, key, row[key])
        if "spend" in row:
            found["spend_micros"] = self._cell("money", line, "spend", row["spend"])
        if acted:
            found.update(self._actions(line, row.get("actions") or []))
        elif "inline_link_clicks" in row:
            found["link_clicks"] = self._cell("count", line, "inline_link_clicks", row["inline_link_clicks"])
        self.split = self.split or next((s for s in SPLITS if s in row), None)
        return found

    def _actions(self, line: int, actions: Sequence[Row]) -> dict[str, int | None]:
        told = {a.get("action_type"): a.get("value") for a in actions if isinstance(a, Mapping)}
        return {name: self._cell("count", line, kind, told.get(kind, "0")) for name, kind in ACTIONS.items()}

    def _cell(self, kind: str, line: int, key: str, value: Any) -> Any:
        try:
            return self.parse[kind](value)
        except (cells.Unreadable, TypeError) as wrong:
            code = wrong.code if isinstance(wrong, cells.Unreadable) else "not_a_number"
            self.problems.add(code, line, key, found=value)
            return None

    def _close(self, reading: Reading) -> None:
        problems = self.problems
        if not self.seen and not reading.blocked:
            problems.add("no_rows")
        elif not any(s.delivered for s in self.stores.values()) and not reading.blocked:
            problems.add("only_window" if any(s.has_reach for s in self.stores.values()) else "no_days")
        if self.split:
            problems.add("reach_split", column=self.split)
        for store in self.stores.values():
            if store.ambiguous:
                problems.add("reach_not_unique", found=store.ambiguous)
        if self.days:
            reading.window = Period(min(self.days), max(self.days) + DAY)
        problems.close()


def _by_scope(page: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by the finest thing they are about."""
    found: dict[str, list[Row]] = {}
    for row in page:
        scope = next((s for s in SCOPES if row.get(f"{s}_id") or row.get(f"{s}_name")), "account")
        found.setdefault(scope, []).append(row)
    return found


assert set(ACTIONS) < set(SUMS)
