"""What it costs to erase one person out of a large store: the rows, the files, and the proof.

    nice python -m bench.people.erased --hits 10000000 --months 18 [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.engine.career_site import START, Site, batch, months
from bench.engine.run import peak_mb, timed
from talentloop.core.facts import Rows
from talentloop.core.period import add_months
from talentloop.custody import requests
from talentloop.custody.requests import erase
from talentloop.people import DERIVATIONS
from talentloop.workspace import Workspace

WHO, COOKIE, A_MONTH = "anna@example.org", "a cookie", 4


def made(folder: Path, hits: int, count: int) -> Workspace:
    """A workspace with so many invented hits, and one person among them who comes every month."""
    home = Workspace.create(folder, "Proef")
    home.lake.take(batch("history", months(Site(), hits, count)))
    home.lake.take(batch("hers", hers(home, count)))
    home.lake.refresh(DERIVATIONS)
    return home


def hers(home: Workspace, count: int) -> Iterator[Rows]:
    pseudonym, rows = home.pseudonyms, []
    for month in range(count):
        for n in range(A_MONTH):
            at = datetime.combine(add_months(START, month), datetime.min.time()) + timedelta(days=n, hours=9)
            rows.append({"event": pseudonym("event", f"{at}"), "at": at, "day": at.date(), "consent": "full",
                         "visitor": pseudonym("visitor", COOKIE), "identity": "persistent", "traffic_class": "human",
                         "kind": "page_view", "page": "/", "channel": "direct", "provenance": "measured",
                         "person": pseudonym("person", WHO) if n else None})
    yield Rows("web_hits", {name: [row[name] for row in rows] for name in rows[0]})


def parts(home: Workspace) -> dict[str, float]:
    """Seconds of the clock that go to each part of an erasure."""
    spent: dict[str, float] = {}

    def watched(name: str, of: Any, verb: str) -> None:
        real: Callable[..., Any] = getattr(of, verb)

        def run(*given: Any, **more: Any) -> Any:
            begun = time.perf_counter()
            try:
                return real(*given, **more)
            finally:
                spent[name] = spent.get(name, 0) + time.perf_counter() - begun

        setattr(of, verb, run)

    watched("who it is", requests, "completed")
    watched("who shares a browser", requests, "shares_browser")
    watched("rows", home.lake, "change")
    watched("files", home.lake, "vacuum")
    watched("proof", requests, "search")
    return spent


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--hits", type=int, default=10_000_000)
    asked.add_argument("--months", type=int, default=18)
    asked.add_argument("--keep", type=Path)
    given = asked.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="erased-"))
    begun = time.perf_counter()
    home = Workspace(folder) if (folder / "client.toml").exists() else made(folder, given.hits, given.months)
    print(f"{given.hits:,} hits in {given.months} months, there in {time.perf_counter() - begun:.0f} s")
    spent = parts(home)
    whole = timed(lambda: print(erase(home, [WHO], [COOKIE])))
    print(f"erased in {whole}, at most {peak_mb()} MB")
    for name, seconds in spent.items():
        print(f"  {name:<22} {seconds:6.1f} s")
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
