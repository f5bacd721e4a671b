"""Golden pairs of sources: an input invented by us and the facts it must become; run with a fixed client.

A case is a folder `sources/<source>/golden/<case>/` with any number of inputs, `expected.json` and, where the client's
own settings matter, `context.json`:

    expected.json   {"rows": {fact: [{column: value}]}, "problems": [codes], "checks": [[name, ours, theirs]],
                     "window": "2026-01-01/2026-02-01" | null}
    context.json    any of currency, own_hosts, internal_addresses, stages, channels, today,
                     mappings [{fact, match, columns, constants, words}], page_rules [{pattern, page_type, …}]

Days and instants are ISO texts; columns that are empty are left out; rows stand in any order; a blocked file has no
rows. `python tests/sources/golden.py <case folder>` prints what a case becomes now, to be read by eye and then saved.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from talentloop.core.facts import FACTS, Column, Rows, Type
from talentloop.core.intake import Context, Mapped, PageRule, Reading
from talentloop.sources.source import Source

SOURCES = Path(import_module("talentloop.sources").__path__[0])
NOT_INPUT = {"expected.json", "context.json"}
FILLED_BY_THE_LINE = {"source", "batch", "fetched_at"}
PYTHON_TYPES = {Type.ID: int, Type.TEXT: str, Type.INT: int, Type.MICROS: int, Type.BOOL: bool, Type.DAY: date,
                Type.INSTANT: datetime}


def pseudonym(kind: str, value: str) -> int:
    """The fixed pseudonym of golden pairs: first 8 bytes of sha256("kind:value") as a signed integer."""
    return int.from_bytes(hashlib.sha256(f"{kind}:{value}".encode()).digest()[:8], "big", signed=True)


def context(case: Path | None = None, **changes: Any) -> Context:
    """The fixed client of golden pairs, with the case's own settings over it."""
    settings = path.read_text() if case and (path := case / "context.json").exists() else "{}"
    given: dict[str, Any] = {**json.loads(settings), **changes}
    if "today" in given and isinstance(given["today"], str):
        given["today"] = date.fromisoformat(given["today"])
    given["mappings"] = tuple(m if isinstance(m, Mapped) else Mapped(**m) for m in given.get("mappings", ()))
    given["page_rules"] = tuple(_page_rule(r) for r in given.get("page_rules", ()))
    for name in ("own_hosts", "internal_addresses"):
        given[name] = tuple(given.get(name, ()))
    return Context(**{"zone": ZoneInfo("Europe/Amsterdam"), "pseudonym": pseudonym, "today": date(2026, 11, 23), **given})


def _page_rule(rule: Any) -> PageRule:
    return rule if isinstance(rule, PageRule) else PageRule(**{**rule, "pattern": re.compile(rule["pattern"])})


def cases(source: str) -> list[Path]:
    """The golden cases of a source, by folder name."""
    return sorted(p for p in (SOURCES / source / "golden").glob("*") if p.is_dir())


def inputs(case: Path) -> list[Path]:
    return sorted(p for p in case.iterdir() if p.is_file() and p.name not in NOT_INPUT)


def source_of(case: Path) -> Source:
    source: Source = import_module(f"talentloop.sources.{case.parent.parent.name}").SOURCE
    return source


def outcome(source: Source, files: list[Path], client: Context) -> dict[str, Any]:
    """What the files become together, in the words of expected.json; rows are checked against the contract."""
    rows: dict[str, list[dict[str, Any]]] = {}
    readings = []
    for file in files:
        reading, taken = read(source, file, client)
        readings.append(reading)
        for fact, dicts in taken.items():
            rows.setdefault(fact, []).extend(dicts)
    windows = [r.window for r in readings if r.window]
    return {
        "rows": rows,
        "problems": [p.code for r in readings for p in r.problems],
        "checks": [[c.name, c.ours, c.theirs] for r in readings for c in r.checks],
        "window": f"{min(w.start for w in windows)}/{max(w.end for w in windows)}" if windows else None,
    }


def read(source: Source, file: Path, client: Context) -> tuple[Reading, dict[str, list[dict[str, Any]]]]:
    """One file, read to its end: the reading and its rows per fact table (none when a problem blocks)."""
    reading = source.read(file, client)
    rows: dict[str, list[dict[str, Any]]] = {}
    for block in reading.rows:
        assert len(block) <= 50_000, "a block has at most 50,000 rows"
        rows.setdefault(block.fact, []).extend(as_dicts(block))
    return reading, {} if reading.blocked else rows


def as_dicts(block: Rows) -> Iterator[dict[str, Any]]:
    """Rows one by one, without empty columns, each checked against the fact table."""
    table = FACTS[block.fact]
    for values in zip(*block.columns.values(), strict=True):
        row = dict(zip(block.columns, values, strict=True))
        for column in table.columns:
            _check(block.fact, column, row.get(column.name))
        yield {name: _plain(value) for name, value in row.items() if value is not None}


def _check(fact: str, column: Column, value: object) -> None:
    where = f"{fact}.{column.name}"
    if value is None:
        assert not column.required or column.name in FILLED_BY_THE_LINE, f"{where} is required"
        return
    assert type(value) is PYTHON_TYPES[column.type], f"{where}: {value!r} is no {column.type.value}"
    assert not column.allowed or value in column.allowed, f"{where}: {value!r} is not one of {column.allowed}"
    assert not isinstance(value, datetime) or value.tzinfo is None, f"{where}: instants are naive UTC"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def canonical(result: dict[str, Any]) -> dict[str, Any]:
    """The same outcome whatever the order of rows."""
    ordered = {fact: sorted(rows, key=lambda r: json.dumps(r, sort_keys=True)) for fact, rows in result["rows"].items()}
    return {**result, "rows": ordered}


if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve()
    shown = outcome(source_of(folder), inputs(folder), context(folder))
    print(json.dumps(shown, indent=1, ensure_ascii=False))
