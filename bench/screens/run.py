"""Every screen of a large client beside its limits: seconds of the server, bytes over the wire, things that move about.

    nice python -m bench.screens.run --hits 10000000 --keep FOLDER
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.engine.run import Spent, timed
from bench.screens.installation import LARGE
from bench.screens.timed import UNSEEN, Seen, Shelf, apart, seen

WARM, COLD, BYTES = 0.150, 1.0, 350_000  # the limits: seconds, seconds, bytes but for the code of pictures
NUMBER = 5  # the last loop of the demo's plan


@dataclass(frozen=True)
class Row:
    """One screen: `ready` in a new process with what was worked out ahead, `bare` with nothing known of the facts."""

    name: str
    path: str
    ready: Seen
    bare: Seen
    bytes: int = 0
    pictures: int = 0
    moved: float = 0.0


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--hits", type=int, default=1_000_000)
    asked.add_argument("--others", type=int, default=49, help="small clients of the same agency")
    asked.add_argument("--keep", type=Path, help="a folder for the installation, for another run")
    asked.add_argument("--only", default="", help="screens of these names, with commas between them")
    asked.add_argument("--again", action="store_true", help="what an earlier run with --keep worked out ahead is there")
    asked.add_argument("--no-bare", action="store_true", help="not what takes long: every screen with nothing known")
    asked.add_argument("--no-browser", action="store_true", help="server time alone")
    options = asked.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-screens-"))
    try:
        size = str(options.hits), str(options.others)
        subprocess.run([sys.executable, "-m", "bench.screens.installation", folder, *size], check=True)
        found = measured(folder, options)
        print(*table(found), "", *told(found), sep="\n")
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def measured(folder: Path, options: argparse.Namespace) -> list[Row]:
    """This process sets Django up and asks no facts anything: those that come of it know nothing."""
    from talentloop.web.serve import installed

    installed(folder / "data")
    from django.conf import settings
    from django.db import connections

    from bench.screens.installation import furnished

    others, only = options.others, options.only
    session = furnished(folder, others)
    connections.close_all()
    shelf = Shelf([folder / LARGE, *(folder / f"client-{n}" for n in range(others))], folder / "aside")
    if not options.again:
        print(f"worked out ahead for all {others + 1} clients in {prepared(shelf)}", flush=True)
    wanted = [(name, path) for name, path in listed() if not only or name in only.split(",")]
    rows = [row for name, path in wanted if (row := looked_at(shelf, name, path, session, not options.no_bare))]
    if options.no_browser:
        return rows
    from bench.screens.browser import loaded

    shelf.put_back()
    pages = [row.path for row in rows if row.ready.page]
    cookie = settings.SESSION_COOKIE_NAME, session
    weighed = loaded(folder / "data", pages, cookie)
    return [row if row.path not in weighed else
            Row(row.name, row.path, row.ready, row.bare, weighed[row.path].bytes, weighed[row.path].pictures,
                weighed[row.path].moved) for row in rows]


def prepared(shelf: Shelf) -> Spent:
    """What the job does after every taking of files, for every client, in a process of its own."""
    shelf.forget()
    spent: Spent = apart(lambda: timed(_prepare))
    shelf.keep()
    return spent


def _prepare() -> None:
    from talentloop.store.app.models import Client
    from talentloop.web import jobs

    for pk in Client.objects.values_list("pk", flat=True):
        jobs.prepare.call_local(pk)
        jobs.prepare_next.call_local(pk)


def listed() -> list[tuple[str, str]]:
    from bench.screens.addresses import addresses, variations
    from talentloop.custody.documents import PAPERS

    said = {"client": LARGE, "kpi": "visits", "number": NUMBER, "form": "xlsx", "slug": LARGE,
            "name": f"{next(iter(PAPERS))}.nl.md"}
    return sorted(set(addresses(said))) + list(variations(LARGE, NUMBER))


def looked_at(shelf: Shelf, name: str, path: str, session: str, bare: bool) -> Row | None:
    """None for what is no screen: an address that takes forms only, or leads elsewhere."""
    shelf.put_back()
    ready = seen(path, session)
    if ready.status != 200:
        return None
    shelf.forget()
    row = Row(name, path, ready, seen(path, session, again=0) if bare else UNSEEN)
    print(f"{name:26} {path:60} cold {ready.first}, nothing known {row.bare.first}, warm {ready.again}", file=sys.stderr,
          flush=True)
    return row


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Markdown: per screen, of those of one name the worst; every figure with its part of the limit."""
    yield ("| screen | cold | of 1 s | nothing known | of it the engine | warm, ms | of 150 ms | kB | of 350 kB | "
           "pictures' code, kB | moved |\n|---|" + "---:|" * 10)
    for name in dict.fromkeys(row.name for row in rows):
        same = [row for row in rows if row.name == name]
        cold, warm = max(r.ready.first for r in same), max(r.ready.again for r in same)
        bare = max((r.bare for r in same), key=lambda b: b.first)
        weight = max(r.bytes or r.ready.size for r in same)
        many = f" ({len(same)})" if len(same) > 1 else ""
        yield (f"| {name}{many} | {cold} | {cold.wall / COLD:.2f} | {bare.first} | {bare.engine} | "
               f"{1000 * warm.wall:.0f} (CPU {1000 * warm.cpu:.0f}) | {warm.wall / WARM:.2f} | {weight / 1000:.0f} | "
               f"{weight / BYTES:.2f} | {max(r.pictures for r in same) / 1000:.0f} | {max(r.moved for r in same):.3f} |")


def told(rows: Sequence[Row]) -> Iterator[str]:
    """How many keep to each limit, by the clock, and which do not."""
    checks: tuple[tuple[str, float, Callable[[Row], float]], ...] = (
        ("cold", COLD, lambda r: r.ready.first.wall), ("cold with nothing known", COLD, lambda r: r.bare.first.wall),
        ("warm", WARM, lambda r: r.ready.again.wall), ("bytes", BYTES, lambda r: r.bytes or r.ready.size),
        ("moved", 0.0, lambda r: r.moved))
    for what, limit, of in checks:
        over = sorted(((of(row), row.path) for row in rows if of(row) > limit), reverse=True)
        yield f"{what}: {len(rows) - len(over)} of {len(rows)} within {limit:g}" + "".join(
            f"\n  {value:.3g} {path}" for value, path in over)


if __name__ == "__main__":
    main()
