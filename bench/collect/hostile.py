"""Payloads that no tracker sends, from plain noise to requests that are nearly right, and what was answered to each.

    python -m bench.collect.hostile 1000000     # so many payloads; prints the answers and whether it stood
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from talentloop.collect.faces import Asgi
from talentloop.collect.refusal import REASONS
from talentloop.command.collecting import Service

from .payload import AGENTS, KEY, ORIGIN, workspace

NOW = int(time.time() * 1000)

PATHS = ("/tl", "/tl", "/tl", "/tl/id", "/tl/events", f"/tl/hook/{KEY}/greenhouse", f"/tl/hook/{KEY}/whatsapp",
         f"/tl/hook/{KEY}/meta", "/tl/health", "/tl.js", "/tl/..", "/tl/hook//", "/", "")
METHODS = ("POST", "POST", "POST", "GET", "OPTIONS", "PUT", "HEAD", "")
WORDS = ("__proto__", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%00", "\x00", "\ud7ff", "💥" * 40,
         "=cmd|' /C calc'!A0", "{{7*7}}", "${jndi:ldap://x}", "A" * 5000, "-1", "NaN", "1e999", "\r\nSet-Cookie: a=b", "‮")
LINKS = ("http://[", "https://werkenbij.example:99999/", "//", "javascript:alert(1)", "https://werkenbij.example/%",
         "https://werkenbij.example/?" + "&".join(f"utm_source={i}" for i in range(80)), "https://WERKENBIJ.example/x",
         "https://werkenbij.example@elders.example/", "https://werkenbij.example\\@elders.example/", "data:text/html,x",
         "https://werkenbij.example/" + "a/" * 400, "https://elders.example/?werkenbij.example", "https://xn--/")
FIELDS = ("v", "k", "c", "id", "at", "e", "d", "o", "i", "n", "t", "u", "r", "ms", "sc", "pt", "ct", "th", "va", "x")


def json_values() -> st.SearchStrategy[Any]:
    leaves = (st.none() | st.booleans() | st.integers(-2**70, 2**70) | st.floats() | st.text(max_size=30)
              | st.sampled_from(WORDS))
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=4)
                        | st.dictionaries(st.text(max_size=8) | st.sampled_from(FIELDS), inner, max_size=5), max_leaves=8)


@st.composite
def payloads(draw: Any) -> tuple[str, str, bytes, Mapping[str, str]]:
    """Method, path, body and headers: what is right to begin with is made wrong in a place or two."""
    body = draw(st.one_of(st.binary(max_size=200), json_values().map(_text), nearly(), nearly(), nearly()))
    headers = {"origin": draw(st.sampled_from((*[ORIGIN] * 3, "null", "", "https://elders.example", "x" * 9000))),
               "user-agent": draw(st.sampled_from((*AGENTS[:4], "", "curl/8", "\xff" * 50, "A" * 60_000))),
               "content-length": draw(st.sampled_from((str(len(body)),) * 6 + ("-1", "abc", "9" * 30, "0")))}
    if draw(st.booleans()):
        headers[draw(st.sampled_from(("authorization", "x-hub-signature-256", "signature", "x-forwarded-for", "cookie",
                                      "if-none-match", "content-type")))] = draw(
            st.sampled_from(("Bearer x", "sha256=00", "sha256 " + "0" * 64, "1.2.3.4, " * 300, "::1", *WORDS)))
    return draw(st.sampled_from(METHODS)), draw(st.sampled_from(PATHS)), body, headers


@st.composite
def nearly(draw: Any) -> bytes:
    event: dict[str, Any] = {"i": f"{draw(st.integers(0, 10**21)):022}", "n": "page_view", "t": NOW, "u": ORIGIN + "/"}
    sent: dict[str, Any] = {"v": 1, "k": KEY, "c": "l", "at": NOW, "e": [event]}
    for _ in range(draw(st.integers(0, 2))):
        where = event if draw(st.booleans()) else sent
        name = draw(st.sampled_from(FIELDS))
        if draw(st.booleans()):
            where.pop(name, None)
        else:
            props = st.dictionaries(st.sampled_from(("ap", "ld", "em", "re", "to", "name")),
                                    st.sampled_from(WORDS) | st.integers() | st.floats(), max_size=4)
            moments = st.integers(-2**40, 2**40).map(lambda n: NOW + n)
            where[name] = draw(st.one_of(json_values(), st.sampled_from(LINKS), moments, props))
    text = _text(sent)
    cut = draw(st.integers(0, 20))
    return text[:-cut] if cut < 4 and cut else text


def _text(value: Any) -> bytes:
    return json.dumps(value).encode()


class Attacked:
    """A service under attack; `answers` counts what it said."""

    def __init__(self, folder: Path) -> None:
        self.service = Service([workspace(folder, "process")], rate=0, every=1e9)
        self.loop, self.answers = asyncio.new_event_loop(), Counter[str]()
        self.face: Asgi = self.service.asgi()

    def attack(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        status, said = self.loop.run_until_complete(self._ask(method, path, body, headers))
        self.answers[f"{status} {said}"] += 1
        if status >= 400 and said not in REASONS:
            raise AssertionError(f"{status} without a reason: {said!r}")
        if status >= 500 and status != 503:
            raise AssertionError(f"{status} {said}")

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        answer: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            answer.append(message)

        raw = [(n.encode(), v.encode("latin-1", "replace")) for n, v in headers.items()]
        await self.face({"type": "http", "method": method, "path": path, "headers": raw, "query_string": b"",
                         "client": ("203.0.113.9", 1)}, receive, send)
        return answer[0]["status"], dict(answer[0]["headers"]).get(b"x-tl", b"").decode()

    def drain(self) -> dict[str, int]:
        """Everything that was let in must be fit for the facts as well."""
        return self.service.clients[0].drainer.empty().rows

    def close(self) -> None:
        self.loop.run_until_complete(self._stop())
        self.loop.close()

    async def _stop(self) -> None:
        await self.service.start()
        await self.service.stop()


def hypothesised(attacked: Attacked, many: int, number: int) -> None:
    @seed(number)
    @settings(max_examples=many, deadline=None, database=None, phases=[Phase.generate, Phase.shrink],
              suppress_health_check=list(HealthCheck))
    @given(payloads())
    def run(payload: tuple[str, str, bytes, Mapping[str, str]]) -> None:
        attacked.attack(*payload)

    run()


def mutated(attacked: Attacked, many: int, draw: random.Random, invented: int = 3000) -> None:
    """Payloads of hypothesis, kept and then changed byte by byte: much faster than inventing each."""
    kept: list[tuple[str, str, bytes, Mapping[str, str]]] = []

    @seed(draw.randrange(1 << 30))
    @settings(max_examples=invented, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(payloads())
    def invent(payload: tuple[str, str, bytes, Mapping[str, str]]) -> None:
        kept.append(payload)

    invent()
    for _ in range(many):
        method, path, body, headers = draw.choice(kept)
        bytes_ = bytearray(body)
        for _ in range(draw.randrange(4)):
            if bytes_:
                at = draw.randrange(len(bytes_))
                draw.choice((lambda b, a: b.__setitem__(a, draw.randrange(256)), lambda b, a: b.__delitem__(a),
                             lambda b, a: b.insert(a, draw.choice(b'{}[]":,0\\u-'))))(bytes_, at)
        attacked.attack(method, path, bytes(bytes_), {**headers, "content-length": str(len(bytes_))})


def main() -> None:
    many, begin = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        attacked = Attacked(Path(folder) / "client")
        draw, invented = random.Random(11), many // 20
        for number in range(max(1, invented // 5000)):
            hypothesised(attacked, min(5000, invented), number)
        while (left := many - attacked.answers.total()) > 0:
            mutated(attacked, min(left, 100_000), draw)
            rows = attacked.drain()
            print(f"{attacked.answers.total():,} payloads, {time.monotonic() - begin:.0f} s, drained {rows}", flush=True)
        attacked.close()
    for answer, n in attacked.answers.most_common():
        print(f"{n:>9,}  {answer}")
    print("stood: every answer below 500 or 503, every refusal with a reason")


if __name__ == "__main__":
    main()
