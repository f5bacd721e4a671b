"""Asks an API page by page into one file: with patience where it asks for it, within bounds, and never elsewhere."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import msgspec

from ..core.errors import FetchTrouble
from ..core.period import Period
from ..core.scrub import scrub
from ..fetch import Fetched, Fetcher, Unfetched, private_hosts
from ..sources.api import Answer, Api, Means, Request

PAGE_MOST, MOST = 64 << 20, 512 << 20  # bytes of one answer, and of all of them
TRIES, FIRST_WAIT, LONGEST_WAIT = 6, 1.0, 300.0
BROKEN, SHOWN = b"? ", 200  # what stands before an answer that is no page, and how much of it is kept
Tell = Callable[[int, int], None]  # pages and bytes that have come


@dataclass
class Clock:
    """How time passes; tests let it pass at once."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass
class Pull:
    """One time of asking. `seconds` bounds the whole of it, waiting too; `pages_most` stops after so many pages of each
    thing asked (a trial)."""

    api: Api
    given: Mapping[str, str]
    seconds: float = 1800.0
    pages_most: int = 0
    tries: int = TRIES
    tell: Tell = lambda pages, size: None
    clock: Clock = field(default_factory=Clock)
    fetcher: Fetcher = field(default_factory=lambda: Fetcher(
        private=private_hosts(), encrypted=True, most=PAGE_MOST, seconds=120.0))

    def into(self, folder: Path, window: Period) -> Path:
        """The file with all that was answered: a page of JSON per line, or the answer itself where it is the file.

        Errors: FetchTrouble; the file is not to be read then.
        """
        self._until, self._pages, self._size = self.clock.now() + self.seconds, 0, 0
        requests = self.api.first(self.given, window)
        if not self.api.paged:
            return self._whole(requests[0], folder)
        path = folder / f"{self.api.source}.json"
        with path.open("wb") as file:
            for request in requests:
                if not self._paged(request, file):
                    break
        return path

    def _paged(self, first: Request, file: BinaryIO) -> bool:
        """All pages of one thing; False after one that is none, which is left for the reader to refuse."""
        request: Request | None = first
        host, seen = urlsplit(first.url).netloc, set[str]()
        while request:
            if urlsplit(request.url).netloc != host:  # the key is for this host alone
                raise self._trouble("fetch_elsewhere", host, found=urlsplit(request.url).hostname or "?")
            if request.url in seen:
                raise self._trouble("fetch_endless", host)
            seen.add(request.url)
            answer, found = self._patient(host, partial(self._page, request))
            whole = self.api.is_page(answer)
            broken = BROKEN + b" ".join(found.body[:SHOWN].splitlines())
            file.write((msgspec.json.encode(answer.content) if whole else broken) + b"\n")
            self._count(len(found.body), host)
            if not whole:
                return False
            request = None if len(seen) == self.pages_most else self.api.next(request, answer)
            self._wait(max(self.api.pause, (self.api.rest(answer) or 0.0) if request else 0.0), host)
        return True

    def _whole(self, request: Request, folder: Path) -> Path:
        """A file at an address; redirects are followed as far as the fetcher allows."""
        host, fresh = urlsplit(request.url).netloc, folder / "answer"
        fetcher = replace(self.fetcher, most=MOST, seconds=self.seconds)

        def ask() -> Fetched:
            with fresh.open("wb") as file:
                return fetcher.get(request.url, request.headers, file)

        _, found = self._patient(host, ask)
        self._count(fresh.stat().st_size, host)
        return fresh.rename(folder / file_name(found))

    def _page(self, request: Request) -> Fetched:
        """An API is where its address says: a redirect is no answer, and would take the key along."""
        found = self.fetcher.once("POST" if request.body is not None else "GET", request.url, request.headers,
                                  request.body)
        if 300 <= found.status < 400:
            raise Unfetched("moved", urlsplit(found.headers.get("location", "")).hostname or "?")
        return found

    def _patient(self, host: str, ask: Callable[[], Fetched]) -> tuple[Answer, Fetched]:
        """A good answer; what asks for patience gets it, until the tries or the time are over."""
        wait = FIRST_WAIT
        for left in reversed(range(self.tries)):
            try:
                found = ask()
            except Unfetched as why:
                if why.code != "unreachable" or not left:
                    raise self._trouble(f"fetch_{why.code}", host, found=why.found, most=str(MOST >> 20)) from why
            else:
                answer = Answer(found.status, found.headers, _content(found.body))
                means = self.api.means(answer)
                if means is Means.GOOD:
                    return answer, found
                if means is not Means.LATER or not left:
                    raise self._trouble(f"fetch_{means.value}", host, status=str(answer.status),
                                        said=self.api.said(answer))
                wait = max(wait, self.api.rest(answer) or 0.0)
            self._wait(wait * random.uniform(1.0, 1.25), host)
            wait = min(2 * wait, LONGEST_WAIT)
        raise AssertionError("the last try returns or raises")

    def _wait(self, seconds: float, host: str) -> None:
        if self.clock.now() + seconds > self._until:
            raise self._trouble("fetch_took_long", host, minutes=str(round(self.seconds / 60)))
        self.clock.sleep(seconds)

    def _count(self, size: int, host: str) -> None:
        self._pages, self._size = self._pages + 1, self._size + size
        if self._size > MOST:
            raise self._trouble("fetch_too_large", host, most=str(MOST >> 20))
        self.tell(self._pages, self._size)

    def _trouble(self, code: str, host: str, **facts: str) -> FetchTrouble:
        """In words that repeat no secret, whatever the other side put into its answer."""
        return FetchTrouble(code, host=host, page=str(self._pages + 1), **{n: self._clean(v) for n, v in facts.items()})

    def _clean(self, text: str) -> str:
        for hidden in (self.given.get(f.name) for f in self.api.fields if f.secret):
            text = text.replace(hidden, "…") if hidden else text
        return scrub(text)[:200]


def _content(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None


def file_name(found: Fetched) -> str:
    """What the answer calls itself, else the last part of its address: mappings go by it."""
    told = re.search(r'filename="?([^";]+)', found.headers.get("content-disposition", ""))
    name = told[1] if told else PurePosixPath(unquote(urlsplit(found.url).path)).name
    clean = "".join(c for c in PurePosixPath(name.replace("\\", "/")).name if c.isprintable())[-120:].strip(" .")
    return clean if clean and clean != "answer" else "export"
