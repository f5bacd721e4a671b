"""Long work in a process of its own: bounded in time, its progress told, and stopped without a trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from ..core.errors import TalentloopError
from ..core.facts import FACTS, ORIGIN, Rows, Type
from ..core.scrub import scrub
from ..core.taking import FileTried
from ..sources.mapping.sketch import sketch, untold
from ..sources.reader.problems import Refused
from ..store.settings import mapped_table
from ..taker import Taker
from ..workspace import Workspace
from . import answers
from .demonstrate import build

EVERY = 0.5  # seconds between two words on how far it is
ROWS, VALUES = 6, 4  # that are shown of a table
LENGTH_OF_DAY = len("2026-01-31")
HIDDEN = {c.name for c in ORIGIN}


def apart(verb: str, folder: str | Path, file: Path | str, seconds: float,
          told: Callable[[int], None] = lambda seen: None, who: str = "") -> dict[str, Any]:
    """`try` or `take` one file: answers.file (with `first` when tried), or {"error": {"code", "facts"}}; `told` hears
    the rows that were read. `demo` builds the demo in a folder; `told` hears how many hundredths are done. `probe` and
    `fetch` ask a connection (`file` is its id, with days behind it to fetch from and until); `told` hears the pages.
    `words` looks for words without a meaning in a file (`file` is JSON: its path, the table as client.toml writes it).

    `who` asked for it, as the audit log writes it. What takes longer than `seconds` is stopped; a batch lands whole or
    not at all, so that nothing is left of it.
    """
    run = subprocess.Popen([sys.executable, "-m", __name__, verb, str(folder), str(file), who], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True, encoding="utf-8")
    late, found = threading.Event(), dict[str, Any]()

    def kill() -> None:
        late.set()
        run.kill()

    stop = threading.Timer(seconds, kill)
    stop.start()
    try:
        assert run.stdout
        for line in run.stdout:
            found = json.loads(line)
            if "seen" in found:
                told(found["seen"])
        run.wait()
    finally:
        stop.cancel()
        run.kill()
        run.wait()
    if "outcome" in found or "error" in found:
        return found
    code = "reading_too_long" if late.is_set() else "reading_stopped"
    return {"error": {"code": code, "facts": {"seconds": int(seconds)}}}


def main(verb: str, folder: str, file: str, who: str = "") -> dict[str, Any]:
    """What the process of its own does: the one thing, and at most a sign of life every half second."""
    os.nice(5)
    tell = _telling()
    try:
        if verb == "demo":
            build(Path(folder), told=lambda share: tell(int(100 * share)))
            return {"outcome": "built"}
        home = Workspace(folder)
        home.who = who or home.who

        def progress(path: Path, rows: int) -> None:
            tell(rows)

        if verb == "probe":
            return tried(home.probe(file), home.settings.smallest_cell)
        if verb == "fetch":
            id, *days = file.split()
            since, until = (*map(date.fromisoformat, days), None, None)[:2]
            return answers.file(home.fetch(id, since, lambda pages, size: tell(pages), until))
        if verb == "words":
            asked = json.loads(file)
            return {"outcome": "told", "words": untold(mapped_table(asked["table"]), Path(asked["path"]), home.context)}
        if verb == "take":
            return answers.file(home.take([file], progress)[0])
        found = tried(Taker(home.lake, home.context).trial(Path(file), progress), home.settings.smallest_cell)
        return {**found, **_sketched(Path(file), found)}
    except TalentloopError as error:
        return {"error": error_of(error)}


def _telling() -> Callable[[int], None]:
    last = 0.0

    def tell(seen: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            print(json.dumps({"seen": seen}), flush=True)

    return tell


def _sketched(file: Path, found: Mapping[str, Any]) -> dict[str, Any]:
    """Of a table that nobody knows, or that is not as the client said: its headings, so that somebody can say it."""
    if found["outcome"] != "not_recognised" and (found["outcome"], found["source"]) != ("refused", "mapping"):
        return {}
    try:
        seen = sketch(file)
    except Refused:
        seen = None
    return {"sketch": asdict(seen)} if seen else {}


def tried(found: FileTried, smallest: int) -> dict[str, Any]:
    """What taking would do, and a look at the rows: of people only how full each column is."""
    return {**answers.file(found.would), "first": [_look(rows, smallest) for rows in found.first]}


def _look(rows: Rows, smallest: int) -> dict[str, Any]:
    table = FACTS[rows.fact]
    personal = any(c.type is Type.ID for c in table.columns)
    told = [c.name for c in table.columns if c.type is not Type.ID and c.name in rows.columns and c.name not in HIDDEN]
    columns = {name: rows.columns[name] for name in told if any(v is not None for v in rows.columns[name])}
    shown: dict[str, Any] = {"fact": rows.fact, "seen": len(rows), "columns": list(columns)}
    if personal:
        shown["filled"] = [sum(v is not None for v in values) for values in columns.values()]
        shown["common"] = [_common(values, smallest) for values in columns.values()]
    else:
        shown["rows"] = [[_plain(values[n]) for values in columns.values()] for n in range(min(ROWS, len(rows)))]
    return shown


def _common(values: Any, smallest: int) -> list[Any]:
    """Values that so many rows share that they point at nobody."""
    counted = Counter(_plain(v) for v in values if v is not None)
    return [value for value, n in counted.most_common(VALUES) if n >= smallest]


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):  # of an array
        value = value.item()
    if isinstance(value, str):
        return scrub(value)
    return value.isoformat() if isinstance(value, date) else value


def error_of(error: TalentloopError) -> dict[str, Any]:
    """An error as an answer holds it: its code, and its facts as JSON can write them."""
    return {"code": error.code, "facts": {name: answers.plain(value) for name, value in error.facts.items()}}


def facts_of(error: Mapping[str, Any]) -> TalentloopError:
    """An answer's error, to be told in words; a day is a day again."""
    return TalentloopError(error["code"], **{name: _as_day(value) for name, value in error["facts"].items()})


def _as_day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == LENGTH_OF_DAY else value
    except ValueError:
        return value


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:5])), flush=True)
