"""Requests per second, p99 and CPU of the collector beside two responders that do nothing, in one run on one machine.

    python -m bench.collect.load [seconds]     # needs wrk (apt-get install wrk)
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .crash import free_port, wait_for
from .payload import AGENTS, ORIGIN, request, workspace

SERVER = """
import asyncio, signal, sys
import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server

async def bare(scope, protocol):
    protocol.response_empty(204, [])

async def reading(scope, protocol):
    await protocol()
    protocol.response_empty(204, [])

async def main():
    what, port = sys.argv[1], int(sys.argv[2])
    server = Server({"bare": bare, "reading": reading}[what], "127.0.0.1", port, interface=Interfaces.RSGI,
                    log_enabled=False, websockets=False, backlog=2048)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    await server.serve()

with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as the collector runs, or its loop would be compared
    runner.run(main())
"""
LUA = """
local requests, n = {}, 0
init = function(args)
  for line in io.lines(os.getenv("TL_BODIES")) do
    local agent, body = line:match("^(.-)\\t(.*)$")
    requests[#requests + 1] = wrk.format("POST", "/tl", {["User-Agent"] = agent, ["Origin"] = os.getenv("TL_ORIGIN"),
      ["Content-Type"] = "text/plain;charset=UTF-8"}, body)
  end
  n = math.random(#requests)
end
request = function() n = n % #requests + 1; return requests[n] end
done = function(summary, latency, times)
  io.write(string.format("TOLD %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(99),
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""
TICKS = os.sysconf("SC_CLK_TCK")
PEERS = (("Umami 3.1", "134–168", "5,700–10,400"), ("Matomo 5.0", "60–68", "11,200–15,100"),
         ("Shynet 0.13", "29–46", "5,100–7,100"))  # ../shared/anchors.md §4: one event a request, with their database


@dataclass(frozen=True)
class Measured:
    name: str
    connections: int
    per_second: float
    p99_ms: float
    cpu_us: float  # of the server, per request
    refused: int
    broken: int


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has used, its threads and the processes that it began and that ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def bodies(path: Path, many: int = 20_000, events: int = 2) -> None:
    draw = random.Random(7)
    with path.open("w") as file:
        for _ in range(many):
            file.write(f"{draw.choice(AGENTS)}\t{request(draw, events)[0].decode()}\n")


@contextlib.contextmanager
def serving(what: str, folder: Path) -> Iterator[tuple[int, int]]:
    """A server's process and port."""
    port = free_port()
    if what in ("bare", "reading"):
        command = [sys.executable, "-c", SERVER, what, str(port)]
    else:
        durability, every = what.split()
        home = folder / what.replace(" ", "-")
        workspace(home, durability)
        command = [sys.executable, "-m", "talentloop", "collect", "-w", str(home), "--port", str(port), "--rate", "0",
                   "--every", every, "--enough", "1000000000" if every == "1e9" else "20000"]
    with listening(command, port) as pid:
        yield pid, port


@contextlib.contextmanager
def listening(command: list[str], port: int) -> Iterator[int]:
    """The process of a server that listens on this port, asked to stop afterwards."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for(port, process)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


def measure(name: str, what: str, folder: Path, seconds: int, connections: int) -> Measured:
    environment = {**os.environ, "TL_BODIES": str(folder / "bodies"), "TL_ORIGIN": ORIGIN}
    with serving(what, folder) as (pid, port):
        def run(length: int) -> str:
            return subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{length}s", "-s", str(folder / "wrk.lua"),
                                   f"http://127.0.0.1:{port}"], env=environment, capture_output=True, text=True).stdout
        run(1)  # warm
        before = cpu(pid)
        told = run(seconds)
        used = cpu(pid) - before
    found = re.search(r"TOLD (\d+) (\d+) (\d+) (\d+) (\d+)", told)
    if not found:
        raise SystemExit(f"wrk said: {told}")
    requests, micros, p99, refused, broken = map(int, found.groups())
    return Measured(name, connections, requests / (micros / 1e6), p99 / 1000, used / requests * 1e6, refused, broken)


SERVERS = (("bare 204, body not read", "bare"), ("reads the body, 204", "reading"),
           ("collector, disk", "disk 1e9"), ("collector, disk, drains inside", "disk 5"),
           ("collector, process", "process 1e9"))


def main() -> None:
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed: apt-get install wrk")
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    print("POST of two events, keep-alive, one wrk thread on the same machine; load before: "
          f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {time.strftime('%Y-%m-%d %H:%M')}")
    print(f"{'server':34} {'conns':>5} {'req/s':>8} {'p99 ms':>7} {'CPU µs/req':>10} {'× bare':>7} {'× reading':>9}"
          f" {'refused':>8} {'broken':>7}")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "wrk.lua").write_text(LUA)
        bodies(folder / "bodies")
        for connections in (64, 256):
            base: dict[str, float] = {}
            for name, what in SERVERS:
                m = measure(name, what, folder, seconds, connections)
                base.setdefault(what, m.per_second)
                print(f"{m.name:34} {m.connections:5} {m.per_second:8,.0f} {m.p99_ms:7.1f} {m.cpu_us:10.1f} "
                      f"{m.per_second / base['bare']:7.2f} {m.per_second / base.get('reading', m.per_second):9.2f} "
                      f"{m.refused:8} {m.broken:7}", flush=True)
    print("Peers, one event a request, their database included, measured elsewhere on two cores:")
    for name, rate, micros in PEERS:
        print(f"  {name:12} {rate:>8} requests/s, {micros} µs CPU per event")


if __name__ == "__main__":
    main()
