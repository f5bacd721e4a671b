"""Where a request's processor time goes: the same server with one more part of the collector's work each time.

    python -m bench.collect.parts [seconds]     # needs wrk
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talentloop.collect import wire
from talentloop.collect.commits import Done
from talentloop.collect.faces import Rsgi
from talentloop.collect.site import Asked, Site
from talentloop.command.collecting import Service

from .crash import free_port
from .load import LUA, TICKS, bodies, listening
from .payload import ORIGIN, workspace

OK = [("x-tl", "ok"), ("access-control-allow-origin", ORIGIN)]


async def bare(scope: Any, protocol: Any) -> None:
    protocol.response_empty(204, [])


async def reading(scope: Any, protocol: Any) -> None:
    await protocol()
    protocol.response_empty(204, [])


async def answering(scope: Any, protocol: Any) -> None:
    header = scope.headers.get
    header("content-length"), header("origin"), header("user-agent"), header("x-forwarded-for")
    await protocol()
    protocol.response_empty(204, OK)


class Waits:
    """Waits beside others for a moment that comes with the loop's next round, as for a commit that costs nothing."""

    def __init__(self) -> None:
        self.next: Done | None = None

    def wait(self) -> Done:
        if self.next is None:
            loop = asyncio.get_running_loop()
            self.next = Done(loop=loop)
            loop.call_later(0.001, self._end)
        return self.next

    def _end(self) -> None:
        done, self.next = self.next, None
        assert done
        done.set_result(True)


def waiting() -> Callable[..., Any]:
    waits = Waits()

    async def answer(scope: Any, protocol: Any) -> None:
        header = scope.headers.get
        header("content-length"), header("origin"), header("user-agent"), header("x-forwarded-for")
        await protocol()
        await waits.wait()
        protocol.response_empty(204, OK)
    return answer


def recording(site: Site) -> Callable[..., Any]:
    waits = Waits()

    async def answer(scope: Any, protocol: Any) -> None:
        header = scope.headers.get
        header("content-length"), header("x-forwarded-for")
        body = await protocol()
        site.record(wire.sent(body), Asked(header("origin"), header("user-agent"), "127.0.0.1", time.time()))
        await waits.wait()
        protocol.response_empty(204, OK)
    return answer


PARTS = {"bare": "bare 204", "reading": "+ reads the body", "answering": "+ headers read and answered",
         "waiting": "+ waits with others", "recording": "+ decoded and made a record",
         "unwritten": "the collector, nothing written", "process": "+ written, not synced", "disk": "+ synced"}


async def serve(part: str, home: Path, port: int) -> None:
    from granian.constants import Interfaces
    from granian.server.embed import Server

    service = None
    if part in ("recording", "unwritten", "process", "disk"):
        service = Service([workspace(home, "disk" if part == "disk" else "process")], rate=0, every=1e9, enough=10**9)
        site = service.clients[0].site
        if part == "unwritten":
            site.spool.append = lambda bodies: None  # type: ignore[method-assign]
    target = {"bare": lambda: bare, "reading": lambda: reading, "answering": lambda: answering, "waiting": waiting,
              "recording": lambda: recording(site)}.get(part, lambda: Rsgi(service.collector))()
    sys.setswitchinterval(0.0005)
    server = Server(target, "127.0.0.1", port, interface=Interfaces.RSGI, log_enabled=False, websockets=False,
                    backlog=2048)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    await server.serve()


def threads(pid: int) -> dict[str, float]:
    """Seconds of CPU by thread."""
    found: dict[str, float] = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        front, _, rest = (task / "stat").read_text().rpartition(")")
        fields, name = rest.split(), front.partition("(")[2]
        name = "loop" if task.name == str(pid) else name
        found[name] = found.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICKS
    return found


@contextmanager
def serving(part: str, folder: Path) -> Iterator[tuple[int, int]]:
    port = free_port()
    command = [sys.executable, "-m", "bench.collect.parts", "serve", part, str(folder / part), str(port)]
    with listening(command, port) as pid:
        yield pid, port


def told(port: int, folder: Path, length: int, connections: int) -> tuple[int, ...]:
    """Requests, microseconds, p99, refused and broken of one run."""
    environment = {**os.environ, "TL_BODIES": str(folder / "bodies"), "TL_ORIGIN": ORIGIN}
    said = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{length}s", "-s", str(folder / "wrk.lua"),
                           f"http://127.0.0.1:{port}"], env=environment, capture_output=True, text=True).stdout
    return tuple(map(int, said.rpartition("TOLD ")[2].split()))


def main() -> None:
    seconds, connections, before = int(sys.argv[1]) if len(sys.argv) > 1 else 3, 64, 0.0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "wrk.lua").write_text(LUA)
        bodies(folder / "bodies")
        print(f"{'':34} {'req/s':>8} {'µs CPU':>7} {'more':>6}  by thread")
        for part, name in PARTS.items():
            with serving(part, folder) as (pid, port):
                told(port, folder, 1, connections)  # warm
                old = threads(pid)
                requests, micros, _, refused, broken = told(port, folder, seconds, connections)
                used = {t: (s - old.get(t, 0)) / requests * 1e6 for t, s in threads(pid).items()}
            total = sum(used.values())
            print(f"{name:34} {requests / micros * 1e6:8,.0f} {total:7.1f} {total - before:6.1f}  "
                  + ", ".join(f"{t} {us:.1f}" for t, us in sorted(used.items(), key=lambda i: -i[1]) if us > .3)
                  + (f"  refused {refused} broken {broken}" if refused + broken else ""), flush=True)
            before = total


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        import uvloop

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
    else:
        main()
