"""One screen asked for in a process of its own: the first time, the times after, and the engine's part of the first."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.engine.run import Spent, timed

AGAIN = 5
CACHE = "cache"


@dataclass(frozen=True)
class Seen:
    """Time of the first answer, the median of those after it, and the engine's part of the first; `status` and `size` are
    of the first answer, `page`: it is a whole page of HTML, no part and no file."""

    status: int
    size: int
    page: bool
    first: Spent
    again: Spent
    engine: Spent


UNSEEN = Seen(0, 0, False, Spent(0, 0), Spent(0, 0), Spent(0, 0))


def seen(path: str, session: str, again: int = AGAIN) -> Seen:
    """In a new process, which knows no more than this one does: what it needs has to be found on the disk."""
    found: Seen = apart(lambda: _asked(path, session, again))
    return found


def apart(work: Callable[[], Any]) -> Any:
    """What `work` gives in a process forked from this one."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    run = context.Process(target=lambda: there.send(work()))
    run.start()
    there.close()
    try:
        return here.recv()
    finally:
        run.join()


def _asked(path: str, session: str, again: int) -> Seen:
    from django.conf import settings
    from django.test import Client as Browser

    from talentloop.web.asgi import warmed

    warmed()  # as the server does before it listens
    browser = Browser(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"}, raise_request_exception=False)
    browser.handler.load_middleware()  # a server does so when it starts
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    answers: list[Any] = []

    def ask() -> None:
        answers.append(browser.get(path))

    with engine_time() as spent:
        first = timed(ask)
    answer, engine = answers[0], together(spent)
    more = [timed(ask) for _ in range(again)] or [Spent(0, 0)]
    kind = answer.headers.get("Content-Type", "")
    page = kind.startswith("text/html") and "Content-Disposition" not in answer.headers
    return Seen(answer.status_code, len(answer.content), page, first,
                Spent(median(m.wall for m in more), median(m.cpu for m in more)), engine)


def together(spent: list[Spent]) -> Spent:
    return Spent(sum(s.wall for s in spent), sum(s.cpu for s in spent))


@contextmanager
def engine_time() -> Iterator[list[Spent]]:
    """Time of every statement that is asked of the facts meanwhile."""
    from talentloop.engine.duckdb import DuckEngine
    from talentloop.engine.lake import Lake

    spent: list[Spent] = []

    def watched(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*what: Any) -> Any:
            found: list[Any] = []
            spent.append(timed(lambda: found.append(work(*what))))
            return found[0]
        return run

    class Asked:
        """An answer whose rows are fetched while the clock runs."""

        def __init__(self, found: Any) -> None:
            self.found = found
            self.fetchall = watched(found.fetchall)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.found, name)

    asking, ask = Lake.asking, DuckEngine.ask

    @contextmanager
    def watched_asking(self: Lake) -> Iterator[Any]:
        with asking(self) as (execute, now):
            run = watched(execute)
            yield (lambda *what: Asked(run(*what))), now

    Lake.asking, DuckEngine.ask = watched_asking, watched(ask)  # type: ignore[method-assign,assignment]
    try:
        yield spent
    finally:
        Lake.asking, DuckEngine.ask = asking, ask  # type: ignore[method-assign]


class Shelf:
    """The answers that lie ready in the clients' folders: put aside, forgotten, and put back."""

    def __init__(self, homes: list[Path], aside: Path) -> None:
        self.homes, self.aside = homes, aside

    def forget(self) -> None:
        for home in self.homes:
            shutil.rmtree(home / CACHE, ignore_errors=True)

    def keep(self) -> None:
        shutil.rmtree(self.aside, ignore_errors=True)
        for home in self.homes:
            if (home / CACHE).exists():
                shutil.copytree(home / CACHE, self.aside / home.name)

    def put_back(self) -> None:
        self.forget()
        for home in self.homes:
            if (self.aside / home.name).exists():
                shutil.copytree(self.aside / home.name, home / CACHE)
