"""The demo's careers site and its ATS, each on a port of its own, with a collector that records and can fail."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec

from talentloop.collect import wire
from talentloop.demo import site

BUILT = Path(site.__file__).parents[2] / "collect" / "tracker" / "built"
KEYS = itertools.count(1)  # each test has its own, so that a straggler of the one before it is not taken for its own


@dataclass
class Recorder:
    """What arrived, as the collector's own strict decoder reads it; `mood` says how it answers."""

    key: str = ""
    mood: str = "ok"  # ok · 503 · 429 · 400 · slow · offline
    tries: list[list[str]] = field(default_factory=list)  # event ids of every request that came, answered or not
    batches: list[wire.Sent] = field(default_factory=list)  # what was acknowledged
    refused: list[bytes] = field(default_factory=list)
    ids: list[dict[str, Any]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    events: list[tuple[wire.Event, wire.Sent]] = field(default_factory=list)  # each once, in the order they came
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, body: bytes) -> int | None:
        """The status to answer with; None to hang up."""
        try:
            sent = wire.sent(body)
        except msgspec.MsgspecError:
            self.refused.append(body)
            return 400
        if sent.k != self.key:
            return 204
        with self.lock:
            self.tries.append([e.i for e in sent.e])
            mood = self.mood
        if mood == "slow":
            time.sleep(1.5)
        if mood not in ("ok", "slow"):
            return None if mood == "offline" else int(mood)
        with self.lock:
            self.batches.append(sent)
            self.events += [(e, sent) for e in sent.e if e.i not in self.seen]
            self.seen.update(e.i for e in sent.e)
        return 204

    def of(self, *kinds: str) -> list[wire.Event]:
        with self.lock:
            return [e for e, _ in self.events if not kinds or e.n in kinds]

    def kinds(self) -> list[str]:
        return [e.n for e in self.of()]


@dataclass
class Sites:
    """Both addresses, what the pages' snippet says, and the collector."""

    home: str = ""
    ats: str = ""
    attributes: str = ""
    extra: str = ""  # further scripts before the tracker
    blocked: bool = False  # the script is not served, as an ad blocker has it
    late: str = ""  # the script that comes half a second after the others
    asked: list[tuple[str, str]] = field(default_factory=list)  # pages that were fetched, each with Sec-Purpose
    recorder: Recorder = field(default_factory=Recorder)

    def fresh(self) -> None:
        self.attributes, self.extra, self.blocked = f'data-hosts="{self.ats[7:]}"', "", False
        self.late, self.asked = "", []
        self.recorder = Recorder(f"merelhof-{next(KEYS)}")

    @property
    def key(self) -> str:
        return self.recorder.key


def handler(sites: Sites, pages: dict[str, str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def send(self, status: int, body: bytes = b"", kind: str = "text/html; charset=utf-8", cookies: str = "") -> None:
            self.send_response(status)
            for name in ("tl_id", "tl_set") if cookies else ():
                self.send_header("set-cookie", f"{name}={cookies}; Max-Age=34128000; Path=/; Secure; SameSite=Lax")
            self.send_header("content-length", str(len(body)))
            if body:
                self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path.endswith(".js"):
                script = BUILT / path[1:]
                if path[1:] == sites.late:
                    time.sleep(0.5)
                if sites.blocked or not script.exists():
                    return self.send(404)
                return self.send(200, script.read_bytes(), "text/javascript")
            sites.asked.append((path, self.headers["sec-purpose"] or self.headers["purpose"] or ""))
            attributes = sites.attributes
            text = site.page(
                path, pages, snippet=site.snippet(sites.key, attributes, extra=sites.extra), ats=sites.ats,
                snippet_hash=site.snippet(sites.key, attributes + ' data-hash="1"'),
                frame=site.snippet(sites.key, name="tl-frame.js"))
            if text is None:
                return self.send(404, b"niet gevonden")
            self.send(200, text.encode(), "text/css" if path.endswith(".css") else "text/html; charset=utf-8")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.path == "/tl/id":
                asked = wire.new_id(body)
                sites.recorder.ids.append(msgspec.to_builtins(asked))
                if sites.recorder.mood == "slow":
                    time.sleep(1.5)
                return self.send(204, cookies=asked.id if asked.c == "f" else "")  # as the collector does
            status = sites.recorder.take(body)
            if status is None:
                self.close_connection = True
                return self.connection.shutdown(2)
            self.send(status)

    return Handler


@contextmanager
def serving(sites: Sites, pages: dict[str, str]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(sites, pages))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # browsers hang up, and so do we
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def served() -> Iterator[Sites]:
    sites = Sites()
    with serving(sites, site.PAGES) as sites.home, serving(sites, site.ATS_PAGES) as sites.ats:
        sites.fresh()
        yield sites
