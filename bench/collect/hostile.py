"""Payloads that no tracker sends, from plain noise to requests that are nearly right, and what was answered to each.

    python -m bench.collect.hostile 1000000     # so many payloads; prints the answers and whether it stood
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
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

from .payload import AGENTS, KEY, ORIGIN, request, workspace

RIGHT_EVERY = 50  # so many payloads and one between them that is right: visitors do not stay away during an attack
NOW = int(time.time() * 1000)

SERVICES = ("greenhouse", "whatsapp", "meta", "recruitee", "lever", "teamtailor")
SECRET, SERVER_KEY = "secret", "tls_hostile"
PATHS = ("/tl", "/tl", "/tl", "/tl/id", "/tl/health", "/tl.js", "/tl/..", "/tl/hook//", "/", "")
MOMENT = "2026-03-01T10:00:00Z"
TOLD: Mapping[str, Any] = {  # what servers and webhooks send, to be made wrong somewhere
    "server": {"events": [
        {"type": "hit", "id": "a", "at": MOMENT, "kind": "page_view", "url": ORIGIN, "email": "a@b.example"},
        {"type": "lead", "id": "b", "at": MOMENT, "kind": "event", "source": "x"},
        {"type": "interaction", "id": "c", "at": MOMENT, "kind": "chat", "phone": "+31612345678"}]},
    "greenhouse": {"action": "hire_candidate", "payload": {"application": {
        "id": 77, "candidate_id": 5, "prospect": False, "status": "hired", "applied_at": MOMENT,
        "last_activity_at": MOMENT,
        "rejected_at": None, "current_stage": {"name": "Offer"}, "source": {"public_name": "LinkedIn"},
        "jobs": [{"id": 9, "name": "Kok", "departments": [{"name": "Keuken"}]}],
        "offer": {"resolved_at": MOMENT, "starts_at": "2026-05-01"},
        "candidate": {"id": 5, "email_addresses": [{"value": "a@b.example", "type": "personal"}]}}}},
    "whatsapp": {"entry": [{"changes": [{"field": "messages", "value": {"messages": [
        {"from": "31612345678", "id": "w", "timestamp": "1774000000", "type": "text", "context": {"id": "v"}}]}}]}]},
    "meta": {"entry": [{"changes": [{"field": "leadgen", "value": {
        "leadgen_id": "4", "ad_id": "3", "created_time": 1774000000}}]}]},
    "recruitee": {"event_type": "candidate_moved", "event_subtype": "stage_changed", "created_at": MOMENT, "payload": {
        "candidate": {"id": 3, "emails": ["a@b.example"], "created_at": MOMENT, "source": "indeed"},
        "offer": {"id": 8, "title": "Kok"}, "details": {"to_stage": {"name": "Interview", "category": "hire"}}}},
    "lever": {"event": "candidateStageChange", "token": "abc", "triggeredAt": 1774000000000,
              "data": {"opportunityId": "o", "toStageId": "s", "postingId": "p", "toArchived": {"reason": "r"}}},
    "teamtailor": {"payload": {"event_name": "job_application.create", "data": {
        "id": "12", "type": "job-applications", "attributes": {"created-at": MOMENT, "referring-site": "linkedin"},
        "relationships": {"job": {"data": {"id": "4", "type": "jobs"}}}}}},
}
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
def delivered(draw: Any) -> tuple[str, str, bytes, Mapping[str, str]]:
    """What a server or a webhook sends, made wrong in up to three places and then signed as it should be."""
    service = draw(st.sampled_from(("server", *SERVICES)))
    told = json.loads(json.dumps(TOLD[service]))
    for _ in range(draw(st.integers(0, 3))):
        _wear(draw, told)
    if service == "server":
        return "POST", f"/tl/events/{KEY}", _text(told), {"authorization": f"Bearer {SERVER_KEY}"}
    return "POST", f"/tl/hook/{KEY}/{service}", *_signed(service, told)


def _wear(draw: Any, value: Any) -> None:
    """Put something else in one place, somewhere down."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        inner = value[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.integers(0, 4)) == 0:
            value[key] = draw(json_values())
            return
        value = inner


def _signed(service: str, told: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    def digest(message: bytes) -> str:
        return hmac.digest(SECRET.encode(), message, "sha256").hex()

    if service == "lever":
        told["signature"] = digest(f"{told.get('token')}{told.get('triggeredAt')}".encode("utf-8", "replace"))
    if service == "teamtailor":
        payload = told.get("payload")
        data = payload.get("data") if isinstance(payload, dict) else None
        number = data.get("id") if isinstance(data, dict) else None
        told["signature"] = base64.b64encode(digest(str(number).encode("utf-8", "replace")).encode()).decode()
    body = _text(told)
    return body, {"signature": "sha256 " + digest(body), "x-hub-signature-256": "sha256=" + digest(body),
                  "x-recruitee-signature": digest(body)}


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
        home = workspace(folder, "process", hashlib.sha256(SERVER_KEY.encode()).hexdigest())
        (folder / "keys").mkdir(exist_ok=True)
        (folder / "keys" / "webhooks.toml").write_text("".join(f'[{s}]\nsecret = "{SECRET}"\n' for s in SERVICES))
        self.service = Service([home], rate=0, every=1e9)
        self.loop, self.answers = asyncio.new_event_loop(), Counter[str]()
        self.face: Asgi = self.service.asgi()

    def visit(self, draw: random.Random) -> None:
        """A visitor's request, as the tracker makes it: taken, whatever came before."""
        body, _ = request(draw)
        self.attack("POST", "/tl", body, {"origin": ORIGIN, "user-agent": draw.choice(AGENTS),
                                          "content-length": str(len(body))}, wanted="204 ok")

    def attack(self, method: str, path: str, body: bytes, headers: Mapping[str, str], wanted: str = "") -> None:
        status, said = self.loop.run_until_complete(self._ask(method, path, body, headers))
        self.answers[f"{status} {said}"] += 1
        if status >= 400 and said not in REASONS:
            raise AssertionError(f"{status} without a reason: {said!r}")
        if (status >= 500 and status != 503) or wanted not in ("", f"{status} {said}"):
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
    @given(payloads() | delivered())
    def run(payload: tuple[str, str, bytes, Mapping[str, str]]) -> None:
        attacked.attack(*payload)

    run()


def mutated(attacked: Attacked, many: int, draw: random.Random, invented: int = 3000) -> None:
    """Payloads of hypothesis, kept and then changed byte by byte: much faster than inventing each. Every fiftieth is
    followed by a visitor's."""
    kept: list[tuple[str, str, bytes, Mapping[str, str]]] = []

    @seed(draw.randrange(1 << 30))
    @settings(max_examples=invented, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(payloads() | delivered())
    def invent(payload: tuple[str, str, bytes, Mapping[str, str]]) -> None:
        kept.append(payload)

    invent()
    for nth in range(1, many + 1):
        method, path, body, headers = draw.choice(kept)
        bytes_ = bytearray(body)
        for _ in range(draw.randrange(4)):
            if bytes_:
                at = draw.randrange(len(bytes_))
                draw.choice((lambda b, a: b.__setitem__(a, draw.randrange(256)), lambda b, a: b.__delitem__(a),
                             lambda b, a: b.insert(a, draw.choice(b'{}[]":,0\\u-'))))(bytes_, at)
        attacked.attack(method, path, bytes(bytes_), {**headers, "content-length": str(len(bytes_))})
        if nth % RIGHT_EVERY == 0:
            attacked.visit(draw)


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
