"""Kills the collector, its drain and its host at random moments under load, and counts what became of every event.

    python -m bench.collect.crash 200        # so many kills; prints what was acknowledged, lost and counted twice
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from talentloop.core.facts import FACTS
from talentloop.workspace import Workspace

from .payload import AGENTS, ORIGIN, request, workspace

HOST = """
import asyncio, sys
from granian.constants import Interfaces
from granian.server.embed import Server
from talentloop.command.collecting import Service
from talentloop.workspace import Workspace

async def beside(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"beside"})

async def main():
    service = Service([Workspace(sys.argv[1])], rate=0, every=0.3)
    await service.start()
    await Server(service.asgi(beside), "127.0.0.1", int(sys.argv[2]), interface=Interfaces.ASGINL, log_enabled=False,
                 websockets=False).serve()

asyncio.run(main())
"""
COMMAND = (sys.executable, "-m", "talentloop")
PATIENCE = 60.0  # seconds until a process must listen, or a drain be over


@dataclass
class Tally:
    """What senders saw: every id sent, those that were acknowledged, and requests answered or not."""

    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Outcome:
    kills: Counter[str]
    sent: int
    acknowledged: int
    answers: Counter[str]
    lost: int
    twice: int
    unasked: int  # in the facts though never sent

    @property
    def sound(self) -> bool:
        return not (self.lost or self.twice or self.unasked) and self.acknowledged > 0


class Sender(threading.Thread):
    """One browser after another: sends, and sends the same again until it is acknowledged, as the tracker does."""

    def __init__(self, port: int, seed: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.draw, self.stop, self.tally = port, random.Random(seed), stop, Tally()

    def run(self) -> None:
        connection = None
        while not self.stop.is_set():
            body, ids = request(self.draw, self.draw.randint(1, 4))
            self.tally.sent.update(ids)
            while not self.stop.is_set():
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                try:
                    connection.request("POST", "/tl", body, {"Origin": ORIGIN, "User-Agent": self.draw.choice(AGENTS)})
                    answer = connection.getresponse()
                    answer.read()
                except (OSError, http.client.HTTPException):
                    self.tally.answers["none"] += 1
                    connection = None
                    time.sleep(0.05)
                    continue
                self.tally.answers[str(answer.status)] += 1
                if answer.status == 204:
                    self.tally.acknowledged.update(ids)
                    if self.draw.random() < 0.02:
                        continue  # the answer was lost on its way: sent once more
                    break
                time.sleep(0.05)


def start(kind: str, home: Path, port: int) -> subprocess.Popen[bytes]:
    """A collector alone, one beside a host's own application, or a drain alone."""
    command = {"collector": (*COMMAND, "collect", "-w", str(home), "--port", str(port), "--rate", "0", "--every", "0.3"),
               "host": (sys.executable, "-c", HOST, str(home), str(port)),
               "drain": (*COMMAND, "collect", "drain", "-w", str(home))}[kind]
    with (home / "stderr.txt").open("ab") as errors:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"nothing listens on {port}: exit code {process.poll()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def rounds(home: Path, kills: int, seed: int, senders: int = 8, longest: float = 1.5) -> Outcome:
    """So many kills; afterwards everything is drained and compared with what the senders saw."""
    draw, told, stop, port = random.Random(seed), Counter[str](), threading.Event(), free_port()
    threads = [Sender(port, seed + i, stop) for i in range(senders)]
    for thread in threads:
        thread.start()
    for nth in range(kills):
        kind = ("collector", "drain", "host", "collector")[nth % 4]
        process = start(kind, home, port)
        if kind == "drain":
            time.sleep(draw.uniform(0.3, 2.5))  # until it has begun, is under way, or is done
        else:
            wait_for(port, process)
            time.sleep(draw.uniform(0.05, longest))
        told[kind if process.poll() is None else f"{kind} was done"] += 1
        kill(process)
    process = start("collector", home, port)
    wait_for(port, process)
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join()
    kill(process)
    subprocess.run([*COMMAND, "collect", "drain", "-w", str(home)], check=True, stdout=subprocess.DEVNULL)
    return count(Workspace(home), told, [t.tally for t in threads])


def count(home: Workspace, kills: Counter[str], tallies: list[Tally]) -> Outcome:
    import duckdb

    pseudonym = home.context.pseudonym
    sent = {pseudonym("event", f"tracker {id}") for t in tallies for id in t.sent}
    acknowledged = {pseudonym("event", f"tracker {id}") for t in tallies for id in t.acknowledged}
    hits = home.lake.now().source(FACTS["web_hits"])
    found = duckdb.sql(f"SELECT event, count(*) FROM {hits} GROUP BY event").fetchall()
    taken = {event for event, _ in found}
    answers = sum((t.answers for t in tallies), Counter[str]())
    return Outcome(kills, len(sent), len(acknowledged), answers, len(acknowledged - taken),
                   sum(n > 1 for _, n in found), len(taken - sent))


def main() -> None:
    kills, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "client"
        workspace(home)
        found = rounds(home, kills, seed)
        told = (home / "stderr.txt").read_text()
    print(f"kills            {sum(found.kills.values())}: {dict(found.kills)}")
    print(f"events           {found.sent:,} sent, {found.acknowledged:,} acknowledged")
    print(f"answers          {dict(found.answers)}")
    print(f"lost             {found.lost}")
    print(f"counted twice    {found.twice}")
    print(f"never sent       {found.unasked}")
    print(f"took             {time.monotonic() - begin:.0f} s")
    print(f"said on stderr   {told[-1500:] or 'nothing'}")
    sys.exit(not found.sound)


if __name__ == "__main__":
    main()
