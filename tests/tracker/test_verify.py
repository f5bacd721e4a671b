"""What talentloop verify finds on pages that are right and wrong in every way that it knows."""

from __future__ import annotations

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from talentloop.collect.page import stopped_by
from talentloop.collect.script import script
from talentloop.collect.verify import Expected, State, verify
from talentloop.fetch import Fetcher, Unfetched
from talentloop.locale import catalogue

from .sites import Recorder

KEY = "merelhof"
NOW = datetime(2026, 11, 25, 12)
SNIPPET = f'<script async src="/tl.js" data-key="{KEY}"></script>'
COOKIEBOT = '<script src="https://consent.cookiebot.com/uc.js"></script>'


@contextmanager
def site(head: str, headers: dict[str, str] | None = None, *, status: int = 200, tracker: bytes | None = None,
         collector: int = 204) -> Iterator[tuple[str, Recorder]]:
    """A site of one page, with its script and a collector beside it."""
    recorder = Recorder(KEY, "ok" if collector == 204 else str(collector))
    body = script("tl.js").body if tracker is None else tracker

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def answer(self, status: int, data: bytes, kind: str, more: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"content-type": kind, "content-length": str(len(data)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            if self.path == "/tl.js":
                return self.answer(200 if body else 404, body, "text/javascript", {})
            if self.path == "/away":
                return self.answer(302, b"", "text/html", {"location": "/"})
            if self.path == "/inside":
                return self.answer(302, b"", "text/html", {"location": "http://169.254.169.254/latest"})
            if self.path == "/round":
                return self.answer(302, b"", "text/html", {"location": "/round"})
            if self.path == "/large":
                return self.answer(200, b"x" * 2_500_000, "text/html", {})
            self.answer(status, f"<html><head>{head}</head></html>".encode(), "text/html", headers or {})

        def do_POST(self) -> None:
            self.rfile_body = self.rfile.read(int(self.headers["content-length"]))
            found = recorder.take(self.rfile_body)
            said = {} if found == 404 else {"x-tl": "ok" if found == 204 else "origin"}
            self.answer(found or 500, b"", "text/plain", said)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", recorder
    finally:
        server.shutdown()
        server.server_close()


def found(url: str, expected: Expected = Expected(), seconds: float = 10.0) -> dict[str, str]:  # noqa: B008
    """Step → code, each with words in both languages."""
    looked = verify(url, expected, NOW, Fetcher(inside=True, seconds=seconds))
    for check in looked.checks:
        for lang in ("nl", "en"):
            assert catalogue(lang)[check.words].format(**check.facts)
    return {check.step: check.code for check in looked.checks}


def test_a_page_on_which_all_is_well():
    pieces = '<script src="/tl-consent.js"></script><script src="/tl-id.js"></script>'
    with site(COOKIEBOT + pieces + SNIPPET) as (url, recorder):
        assert found(url + "away") == {"page": "fetched", "snippet": "found", "script": "current", "policy": "none",
                                       "consent": "passed_on", "collector": "accepts"}
        [event] = recorder.of()
    assert (event.n, event.u, recorder.batches[0].d) == ("other", url, 1), "the test event says that it is one"


@pytest.mark.parametrize(("head", "step", "code"), [
    ("", "snippet", "missing"),
    ("<script src=\"https://www.googletagmanager.com/gtm.js?id=GTM-1\"></script>", "snippet", "tag_manager"),
    ('<script src="/tl.js"></script>', "snippet", "no_key"),
    ('<script type="module" src="/tl.js" data-key="x"></script>', "snippet", "module"),
    (SNIPPET + SNIPPET, "snippet", "twice"),
    (COOKIEBOT + SNIPPET, "consent", "not_passed_on"),
    ("<script>tl('consent', true)</script>" + SNIPPET, "consent", "own"),
    (COOKIEBOT + '<script src="/tl-consent.js"></script>' + SNIPPET, "consent", "passed_on"),
    (SNIPPET, "consent", "none"),
    (f'<script type="text/plain" src="/tl.js" data-key="{KEY}"></script>', "consent", "held_back"),
    ('<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">' + SNIPPET, "policy", "stops_script"),
    ('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'; connect-src a.example">' + SNIPPET,
     "policy", "stops_sending"),
])
def test_what_the_page_says(head, step, code):
    with site(head) as (url, _):
        assert found(url)[step] == code


def test_a_key_of_somebody_else():
    with site(SNIPPET) as (url, _):
        assert found(url, Expected("other", NOW, known=True))["snippet"] == "other_key"


@pytest.mark.parametrize(("how", "step", "code"), [
    ({"status": 403}, "page", "refused"), ({"headers": {"content-type": "application/pdf"}}, "page", "no_html"),
    ({"tracker": b""}, "script", "missing"), ({"tracker": b"<html>"}, "script", "not_ours"),
    ({"tracker": b"/* tl_id */"}, "script", "other_version"), ({"collector": 403}, "collector", "refuses"),
    ({"collector": 404}, "collector", "not_there"),
    ({"headers": {"content-security-policy": "script-src 'self'; connect-src *"}}, "policy", "lets_through"),
])
def test_what_servers_answer(how, step, code):
    with site(SNIPPET, **how) as (url, _):
        assert found(url)[step] == code


@pytest.mark.parametrize(("path", "code"), [("round", "too_many_hops"), ("large", "too_large")])
def test_pages_without_an_end(path, code):
    with site(SNIPPET) as (url, _):
        assert found(url + path) == {"page": code}


@pytest.mark.parametrize(("url", "code"), [
    ("file:///etc/passwd", "bad_address"), ("gopher://a.example/", "bad_address"), ("https://", "bad_address"),
    ("http://[::1", "bad_address"), ("http://no-such-host.invalid/", "unknown_host"),
    ("http://127.0.0.1:1/", "unreachable"),
])
def test_addresses_that_lead_nowhere(url, code):
    assert found(url) == {"page": code}


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1",
                                     "100.64.0.1", "0.0.0.0", "224.0.0.1"])
def test_a_web_page_never_makes_us_look_inside_our_own_network(address):
    fetcher = Fetcher(resolve=lambda host, port: ["93.184.216.34", address])
    with pytest.raises(Unfetched, match="inside"):
        fetcher.get("https://looks-harmless.example/")


def test_a_redirect_does_not_lead_inside_either():
    """The first address is allowed here by its port; what it points to is asked for like any other."""
    with site(SNIPPET) as (url, _):
        asked: list[str] = []

        def resolve(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else [host]

        class First(Fetcher):
            def _address(self, host: str, port: int) -> str:
                return "127.0.0.1" if not asked and resolve(host, port) else super()._address(host, port)

        with pytest.raises(Unfetched, match="inside"):
            First(resolve=resolve).get(url + "inside")
    assert asked[-1] == "169.254.169.254"


def test_a_site_that_says_nothing_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert found(f"http://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.4) == {"page": "too_slow"}


@pytest.mark.parametrize(("seen", "code"), [
    (None, "never"), (NOW - timedelta(hours=2), "seen"), (NOW - timedelta(hours=30), "long_ago"),
])
def test_when_the_last_event_came(seen, code):
    assert found("http://127.0.0.1:1/", Expected(KEY, seen, known=True))["last"] == code


@pytest.mark.parametrize(("policy", "kind", "stopped"), [
    ("", "script-src-elem", False), ("default-src 'self'", "script-src-elem", False),
    ("default-src 'none'", "connect-src", True),
    ("script-src https:", "script-src-elem", False), ("script-src *.example.nl", "script-src-elem", False),
    ("script-src https://werkenbij.example.nl/js/", "script-src-elem", True), ("img-src 'none'", "connect-src", False),
    ("script-src 'nonce-abc'", "script-src-elem", True), ("script-src 'strict-dynamic' *", "script-src-elem", True),
    ("connect-src https://werkenbij.example.nl:8443", "connect-src", True),
    ("connect-src HTTPS://werkenbij.example.nl", "connect-src", False),
])
def test_policies(policy, kind, stopped):
    assert stopped_by(policy, kind, "https://werkenbij.example.nl/tl.js", "https://werkenbij.example.nl/") is stopped


def test_the_nonce_of_the_page_lets_its_script_through():
    assert not stopped_by("script-src 'nonce-abc'", "script-src-elem", "https://a.nl/tl.js", "https://a.nl/", "abc")


def test_every_check_has_words():
    ids = {id for id in catalogue("nl") if id.startswith("verify.")}
    assert {f"verify.state.{s.value}" for s in State} <= ids
    assert json.dumps(sorted(ids))
