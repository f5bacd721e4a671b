"""Does the tracker work on this page: looked at as a visitor's browser would, with what is wrong and what to do."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from ..fetch import Fetched, Fetcher, Unfetched
from . import script as built
from .page import Page, Script, read, stopped_by

LONG_AGO = timedelta(hours=24)


class State(Enum):
    GOOD = "good"
    LOOK = "look"  # works, but somebody should look
    WRONG = "wrong"
    UNKNOWN = "unknown"  # cannot be seen from here


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `verify.<step>.<code>` is its sentence, with what to do; `facts` fill it in."""

    step: str  # page · snippet · script · policy · consent · collector · last
    code: str
    state: State
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return f"verify.{self.step}.{self.code}"


@dataclass(frozen=True)
class Verified:
    """What was found on a page, in the order in which it was looked at."""

    url: str
    checks: tuple[Check, ...]

    @property
    def works(self) -> bool:
        return not any(check.state is State.WRONG for check in self.checks)


@dataclass(frozen=True)
class Expected:
    """What is known of the client whose page it is: the site's key, and when the last event came (UTC). `known` is
    False where nobody says whose page it is, or nobody may look when the last event came."""

    key: str = ""
    seen: datetime | None = None
    known: bool = False


def verify(url: str, expected: Expected, now: datetime, fetcher: Fetcher) -> Verified:
    """Never raises for what is wrong with the page. `now` in UTC, without zone; it also times the test event."""
    if "://" not in url:
        url = f"https://{url}"
    return Verified(url, tuple(_checks(url, expected, now, fetcher)))


def _checks(url: str, expected: Expected, now: datetime, fetcher: Fetcher) -> Iterator[Check]:
    try:
        answer = fetcher.get(url)
    except Unfetched as why:
        yield Check("page", why.code, State.WRONG, {"found": why.found})
        yield from _last(expected, now)
        return
    yield _page(answer)
    if answer.status < 400 and _is_html(answer):
        page = read(answer.url, answer.text)
        snippet = _snippet(page, expected)
        yield snippet
        if page.trackers:
            tracker = page.trackers[0]
            yield _script(tracker, fetcher)
            yield _policy(page, tracker, answer)
            yield _consent(page, tracker)
            yield _collector(page, tracker, now, fetcher)
    yield from _last(expected, now)


def _page(answer: Fetched) -> Check:
    facts = {"found": answer.url, "status": answer.status}
    if answer.status >= 400:
        return Check("page", "refused", State.WRONG, facts)
    if not _is_html(answer):
        return Check("page", "no_html", State.WRONG, {"found": answer.headers.get("content-type", "?")})
    here = urlsplit(answer.url)
    if here.scheme == "http" and here.hostname not in ("localhost", "127.0.0.1"):
        return Check("page", "not_https", State.WRONG, facts)
    return Check("page", "fetched", State.GOOD, facts)


def _is_html(answer: Fetched) -> bool:
    return "html" in answer.headers.get("content-type", "html")


def _snippet(page: Page, expected: Expected) -> Check:
    found = page.trackers
    if not found:
        return Check("snippet", "tag_manager" if page.tag_manager else "missing",
                     State.UNKNOWN if page.tag_manager else State.WRONG)
    key = found[0].attributes.get("data-key", "")
    facts = {"key": key, "expected": expected.key, "src": found[0].src}
    if not key:
        return Check("snippet", "no_key", State.WRONG, facts)
    if expected.key and key != expected.key:
        return Check("snippet", "other_key", State.WRONG, facts)
    if "module" in found[0].attributes.get("type", ""):
        return Check("snippet", "module", State.WRONG, facts)
    twice = len(found) > 1
    return Check("snippet", "twice" if twice else "found", State.LOOK if twice else State.GOOD, facts)


def _script(tracker: Script, fetcher: Fetcher) -> Check:
    try:
        answer = fetcher.get(tracker.src)
    except Unfetched as why:
        return Check("script", "unreachable", State.WRONG, {"src": tracker.src, "found": why.found or why.code})
    facts = {"src": tracker.src, "status": answer.status}
    if answer.status >= 400:
        return Check("script", "missing", State.WRONG, facts)
    ours = built.script("tl.js")
    if ours is not None and answer.body == ours.body:
        return Check("script", "current", State.GOOD, facts)
    if b"tl_id" in answer.body:
        return Check("script", "other_version", State.LOOK, facts)
    return Check("script", "not_ours", State.WRONG, facts)


def _endpoint(tracker: Script) -> str:
    """Where the script sends to, as shared.ts reckons it."""
    return tracker.src.split(".js")[0]


def _policy(page: Page, tracker: Script, answer: Fetched) -> Check:
    policies = [p for p in (*answer.headers.get("content-security-policy", "").split(","), *page.policies) if p.strip()]
    nonce = tracker.attributes.get("nonce", "")
    if any(stopped_by(p, "script-src-elem", tracker.src, page.url, nonce) for p in policies):
        return Check("policy", "stops_script", State.WRONG, {"origin": _origin(tracker.src)})
    if any(stopped_by(p, "connect-src", _endpoint(tracker), page.url) for p in policies):
        return Check("policy", "stops_sending", State.WRONG, {"origin": _origin(tracker.src)})
    return Check("policy", "lets_through" if policies else "none", State.GOOD)


def _consent(page: Page, tracker: Script) -> Check:
    facts = {"banner": page.banner or ""}
    if tracker.attributes.get("type", "").lower() == "text/plain":
        return Check("consent", "held_back", State.WRONG, facts)
    if page.banner and not page.adapter:
        return Check("consent", "not_passed_on", State.LOOK, facts)
    if page.banner:
        return Check("consent", "passed_on", State.GOOD, facts)
    return Check("consent", "own" if page.adapter else "none", State.GOOD if page.adapter else State.LOOK, facts)


def _collector(page: Page, tracker: Script, now: datetime, fetcher: Fetcher) -> Check:
    """Sends one event marked as a test, as the page would."""
    where = _endpoint(tracker)
    at = int((now - datetime(1970, 1, 1)).total_seconds() * 1000)
    event = {"i": secrets.token_urlsafe(16), "n": "other", "t": at, "u": page.url.partition("?")[0].partition("#")[0],
             "x": {"name": "verify"}}
    body = {"v": 1, "k": tracker.attributes.get("data-key", ""), "c": "l", "at": at, "d": 1, "e": [event]}
    try:
        answer = fetcher.post(where, json.dumps(body).encode(), _origin(page.url))
    except Unfetched as why:
        return Check("collector", "unreachable", State.WRONG, {"where": where, "found": why.found or why.code})
    reason = answer.headers.get("x-tl", "")
    facts = {"where": where, "status": answer.status, "reason": reason}
    if answer.status == 204:
        return Check("collector", "accepts", State.GOOD, facts)
    return Check("collector", "refuses" if reason else "not_there", State.WRONG, facts)


def _origin(url: str) -> str:
    asked = urlsplit(url)
    return f"{asked.scheme}://{asked.netloc}"


def _last(expected: Expected, now: datetime) -> Iterator[Check]:
    if not expected.known:
        return
    if expected.seen is None:
        yield Check("last", "never", State.LOOK)
        return
    ago = now - expected.seen
    facts = {"at": f"{expected.seen:%Y-%m-%d %H:%M} UTC", "hours": int(ago.total_seconds() // 3600)}
    yield Check("last", "long_ago" if ago > LONG_AGO else "seen", State.LOOK if ago > LONG_AGO else State.GOOD, facts)
