"""An hour's worth of a very busy site at once, drained meanwhile: does the collector's memory stay where it is?

    python -m bench.collect.hour [requests]     # needs wrk; 360,000 = a hundred requests a second for an hour
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import duckdb

from talentloop.core.facts import FACTS
from talentloop.workspace import Workspace

from .load import cpu, serving
from .payload import AGENTS, KEY, ORIGIN

LUA = """
local agents, at = {}, os.getenv("TL_AT")
local n = tonumber(at) * 1000  -- ids of every stretch are its own
for agent in os.getenv("TL_AGENTS"):gmatch("[^|]+") do agents[#agents + 1] = agent end
local event = '{"i":"%022d","n":"page_view","t":' .. at .. ',"u":"' .. os.getenv("TL_ORIGIN") .. '/vacatures/functie-%d"}'
request = function()
  n = n + 2
  local who = '","c":"f","id":"' .. string.format("%022d", n % 40000) .. '","at":'
  local told = string.format(event, n, n % 200) .. ',' .. string.format(event, n + 1, n % 200)
  local body = '{"v":1,"k":"' .. os.getenv("TL_KEY") .. who .. at .. ',"e":[' .. told .. ']}'
  return wrk.format("POST", "/tl", {["User-Agent"] = agents[n % #agents + 1], ["Origin"] = os.getenv("TL_ORIGIN")}, body)
end
done = function(summary) io.write(string.format("TOLD %d %d\\n", summary.requests, summary.errors.status)) end
"""
SECONDS = 5  # of one stretch


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


class Drains(threading.Thread):
    """The most memory that any drain of a collector held, looked at ten times a second, and how many there were."""

    def __init__(self, collector: int) -> None:
        super().__init__(daemon=True)
        self.collector, self.most, self.pids = collector, 0.0, set[str]()

    def run(self) -> None:
        listed = Path(f"/proc/{self.collector}/task/{self.collector}/children").parents[1]
        while True:
            for pid in " ".join(path.read_text() for path in listed.glob("*/children")).split():
                with contextlib.suppress(OSError, StopIteration):  # it has just ended
                    self.most = max(self.most, resident(int(pid)))
                    self.pids.add(pid)
            time.sleep(0.1)


def slope(points: list[tuple[int, float]]) -> float:
    """Megabytes per 100,000 requests, by least squares."""
    (requests, megabytes) = zip(*points, strict=True)
    return statistics.linear_regression(requests, megabytes).slope * 100_000


def stretch(port: int, script: Path) -> tuple[int, int]:
    """Requests sent and refused in a few seconds of as many as go."""
    environment = {**os.environ, "TL_AT": str(int(time.time() * 1000)), "TL_AGENTS": "|".join(AGENTS[:20]), "TL_KEY": KEY,
                   "TL_ORIGIN": ORIGIN}
    said = subprocess.run(["wrk", "-t1", "-c32", f"-d{SECONDS}s", "-s", str(script), f"http://127.0.0.1:{port}"],
                          env=environment, capture_output=True, text=True).stdout
    sent, refused = said.rpartition("TOLD ")[2].split()
    return int(sent), int(refused)


def main() -> None:
    wanted, sent, refused = int(sys.argv[1]) if len(sys.argv) > 1 else 360_000, 0, 0
    points = list[tuple[int, float]]()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "wrk.lua").write_text(LUA)
        with serving("disk 5", folder) as (pid, port):
            print(f"{'requests':>9} {'MB':>6}\n{0:9,} {resident(pid):6.0f}")
            drains = Drains(pid)
            drains.start()
            before, begin = cpu(pid), time.monotonic()
            while sent < wanted:
                more, wrong = stretch(port, folder / "wrk.lua")
                sent, refused = sent + more, refused + wrong
                points.append((sent, resident(pid)))
                print(f"{sent:9,} {points[-1][1]:6.0f}", flush=True)
            took = time.monotonic() - begin
            home = Workspace(folder / "disk-5")
            while home.lake.now().rows(FACTS["web_hits"]) < 2 * (sent - refused) and time.monotonic() - begin < 600:
                time.sleep(1)
            used = cpu(pid) - before
            later = time.monotonic() - begin - took
            print(f"{sent:9,} {resident(pid):6.0f}   when everything is in the facts, {later:.0f} s later")
        hits = home.lake.now().source(FACTS["web_hits"])
        found, once = duckdb.sql(f"SELECT count(*), count(DISTINCT event) FROM {hits}").fetchall()[0]
    print(f"{sent - refused:,} requests acknowledged, {2 * (sent - refused):,} events, {found:,} in the facts, "
          f"{once:,} different")
    print(f"slope after the first stretch: {slope(points[1:]):+.1f} MB per 100,000 requests; {len(drains.pids)} drains, "
          f"the largest of {drains.most:.0f} MB, gone with each")
    print(f"CPU per event, drains and derived facts included: {used / (2 * sent) * 1e6:.0f} µs")


if __name__ == "__main__":
    main()
