"""Requests that wait together are written together: one transaction for the group, and nobody answered before it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from .refusal import Refusal
from .spool import NotStored, Spool

MOST_WAITING = 20_000  # requests; beyond it a tracker does better to come back
# A commit costs the same for few requests as for many. Where many come at once the next group waits this long to be worth
# it, which is less than a commit takes; where few come nobody waits.
# Between two large groups a few come early: they alone do not say that there are few.
MANY, GATHERS = 8, 0.002  # requests in the groups before, seconds


class Done(asyncio.Future[bool]):
    """The end of a group's commit: is it safe? Many wait for it: one who leaves must not take it from the others."""

    def cancel(self, msg: object = None) -> bool:
        return False


class Commits:
    """The groups of one spool. Everything but the commit itself happens on the loop's own thread."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.executor = ThreadPoolExecutor(1, "spool")
        self.waiting: list[bytes] = []
        self.next: Done | None = None
        self.writing = self.last = 0
        self.resting = False  # while the keys are changed: trackers come back

    def add(self, body: bytes) -> Done:
        """Await the answer: True once the body is safe, False when it could not be made so."""
        if self.resting or len(self.waiting) >= MOST_WAITING:
            raise Refusal("busy")
        if self.next is None:
            loop = asyncio.get_running_loop()
            self.next = Done(loop=loop)
            if not self.writing:
                self._soon(loop)
        self.waiting.append(body)
        return self.next

    def _soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if self.last < MANY:
            loop.call_soon(self._begin, loop)
        else:
            loop.call_later(GATHERS, self._begin, loop)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        if self.next is None or self.writing:
            return
        group, done = self.waiting, self.next
        self.last = max(len(group), self.last // 2)
        self.waiting, self.next, self.writing = [], None, len(group)
        self.executor.submit(self._commit, group, done, loop)

    def _commit(self, group: list[bytes], done: Done, loop: asyncio.AbstractEventLoop) -> None:
        safe = False
        try:
            self.spool.append(group)
            safe = True
        except NotStored:
            pass
        finally:
            loop.call_soon_threadsafe(self._end, done, safe, loop)

    def _end(self, done: Done, safe: bool, loop: asyncio.AbstractEventLoop) -> None:
        self.writing = 0
        done.set_result(safe)
        if self.next is not None:
            self._soon(loop)

    @property
    def busy(self) -> bool:
        return self.next is not None or self.writing > 0

    async def idle(self) -> None:
        """Returns when nothing waits any more."""
        while self.busy:
            await asyncio.sleep(0.005)
