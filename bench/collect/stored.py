"""What events weigh on the disk: waiting in the spool, in the facts as they came, and after small files were joined.

    python -m bench.collect.stored [events]     # 1,000,000: two of each page (seen, read), over sixty days
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from talentloop.collect import wire
from talentloop.collect.site import Asked, Site
from talentloop.command.collecting import opened

from .payload import AGENTS, KEY, ORIGIN, PAGES, new_id, workspace

DAYS, GROUP, CONSENT = 60, 50, 0.6
PAGES_A_VISIT, VISITS_A_BROWSER = 3.1, 1.6  # semantics §6


def weight(folder: Path) -> dict[str, int]:
    """Bytes of the files under each folder in here."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).parts[0]
            found[name] = found.get(name, 0) + path.stat().st_size
    return found


def visits(draw: random.Random, events: int) -> Iterator[tuple[float, str | None, str, list[str]]]:
    """Moment, id (None without consent), browser's words and pages of one visit after the other, in order of time."""
    start, ids, left = time.time() - DAYS * 86_400, list[str](), events // 2
    step = DAYS * 86_400 / (events / 2 / PAGES_A_VISIT)
    while left > 0:
        pages = min(left, 1 + int(draw.expovariate(1 / (PAGES_A_VISIT - 1)) + 0.5))
        left, start = left - pages, start + draw.expovariate(1 / step)
        if not ids or draw.random() < 1 / VISITS_A_BROWSER:
            ids.append(new_id())
        id = (ids[-1] if draw.random() < 0.5 else draw.choice(ids[-5_000:])) if draw.random() < CONSENT else None
        yield min(start, time.time() - 600), id, draw.choice(AGENTS), [draw.choice(PAGES) for _ in range(pages)]


def told(draw: random.Random, at: float, id: str | None, page: str) -> bytes:
    """The request of one page: that it was seen, and how it was read."""
    ms = int(at * 1000)
    events = [{"i": new_id(), "n": "page_view", "t": ms, "u": ORIGIN + page, "r": "https://www.google.com/"},
              {"i": new_id(), "n": "engage", "t": ms + 4_000, "u": ORIGIN + page, "ms": draw.randrange(90_000),
               "sc": draw.randrange(101)}]
    who = {"c": "f", "id": id} if id else {"c": "l"}
    return json.dumps({"v": 1, "k": KEY, **who, "at": ms + 5_000, "e": events}).encode()


def fill(site: Site, events: int) -> None:
    draw, group = random.Random(7), list[bytes]()
    for start, id, agent, pages in visits(draw, events):
        address = f"198.51.{draw.randrange(256)}.{draw.randrange(256)}"
        for n, page in enumerate(pages):
            at = start + 40 * n
            group.append(site.record(wire.sent(told(draw, at, id, page)), Asked(ORIGIN, agent, address, at + 5)))
        if len(group) >= GROUP:
            site.spool.append(group)
            group = []
    site.spool.append(group)


def main(events: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        home = workspace(Path(place) / "bench")
        client = opened(home)
        fill(client.site, events)
        spool = sum(weight(home.path / "spool").values())
        print(f"| waiting in the spool | {spool:,} | {spool / events:.0f} |")
        client.drainer.empty()
        for when in ("as it came", "joined"):
            if when == "joined":
                home.lake.compact(2)
            home.lake.vacuum(0)
            facts = weight(home.lake.root)
            print(f"| facts, {when} | {sum(facts.values()):,} | {sum(facts.values()) / events:.1f} |")
            print("  ", {name: n for name, n in sorted(facts.items(), key=lambda x: -x[1]) if n > events // 10})
        left = sum(weight(home.path / "spool").values())
        print(f"| spool afterwards | {left:,} | {left / events:.1f} |")
        client.site.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
