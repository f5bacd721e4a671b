"""Many files: a second process reads them while this one takes them in, so that neither waits for the other."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from ..core.errors import Problem
from ..core.facts import Rows
from ..core.intake import CheckSum, Context, Reading
from ..core.period import Period
from ..sources import sources
from ..taker import Opened, open_here, own_batch_id

WORTH = 4 << 20  # bytes from which a second process gives back what its start costs
BLOCKS = 8  # that wait to be taken, so that memory stays bounded
READER = "talentloop.workspace.reads_ahead"


@dataclass(frozen=True)
class Begun:
    """The next file: its source and what its batch will be called, or why it is nobody's."""

    number: int
    source: str = ""
    batch: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class Ended:
    """What a reading says once its rows are through."""

    problems: list[Problem] = field(default_factory=list)
    checks: list[CheckSum] = field(default_factory=list)
    window: Period | None = None
    notes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading) -> Ended:
        return cls(reading.problems, reading.checks, reading.window, reading.notes)

    def told_to(self, reading: Reading) -> None:
        reading.problems[:], reading.checks[:], reading.window = self.problems, self.checks, self.window
        reading.notes.update(self.notes)


class Ahead:
    """Opens `paths`, asked for in their order, as a second process has read them. Until that has started, for files it
    left alone, and once it is no longer there, they are read here: what comes out is the same."""

    def __init__(self, folder: Path, paths: Sequence[Path], context: Context) -> None:
        self.context, self.asked, self.started = context, -1, False
        self.next: Begun | None = None
        self.told: Queue[Any] = Queue(BLOCKS)  # Begun, its Rows, Ended; None when there is no more
        self.process = subprocess.Popen([sys.executable, "-m", READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self._say({"folder": str(folder.resolve()), "paths": [str(p.resolve()) for p in paths]})
        Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *why: object) -> None:
        self.process.kill()
        while self.told.get() is not None:  # the listener may wait for room
            pass
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        self.process.wait()

    def __call__(self, path: Path) -> Opened | Problem:
        self.asked += 1
        begun = self._begun()
        if begun is None:
            return open_here(path, self.context)
        if begun.problem:
            return begun.problem
        if begun.batch != own_batch_id(sources()[begun.source], path, self.context):
            return open_here(path, self.context)  # the settings, or the file, are no longer what they were
        reading = Reading(begun.source, path, iter(()))
        reading.rows = self._rows(reading)
        return sources()[begun.source], reading

    def _begun(self) -> Begun | None:
        """Where the reader begins with the file asked for; None when it left it alone, is not there yet or no more."""
        if not self._ready():
            return None
        while self.next is None or self.next.number < self.asked:
            said = self._heard()
            if said is None:
                return None
            if isinstance(said, Begun):
                self.next = said
        return self.next if self.next.number == self.asked else None

    def _ready(self) -> bool:
        """Once the reader has started it is told from which file on; until then nobody waits for it."""
        if not self.started and not self.told.empty() and self._heard() is not None:
            self.started = True
            self._say(self.asked)
        return self.started

    def _heard(self) -> Any:
        """The reader's next word; None for ever when it has no more."""
        said = self.told.get()
        if said is None:
            self.told.put(None)
        return said

    def _rows(self, reading: Reading) -> Iterator[Rows]:
        given = 0
        while isinstance(said := self._heard(), Rows):
            given += 1
            yield said
        if isinstance(said, Ended):
            return said.told_to(reading)
        here = sources()[reading.source].read(reading.path, self.context)
        yield from islice(here.rows, given, None)
        Ended.of(here).told_to(reading)

    def _say(self, word: object) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(word).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:  # it is gone, which the listener notices too
            pass

    def _listen(self) -> None:
        assert self.process.stdout
        try:
            while True:
                self.told.put(pickle.load(self.process.stdout))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            pass
        finally:
            self.told.put(None)  # whoever waits for a word must not wait for ever


def worth_it(paths: Sequence[Path]) -> bool:
    """Is there enough to read that a second processor gains time?"""
    there = [p for p in paths if p.is_file()]
    return len(there) > 1 and (os.cpu_count() or 1) > 1 and sum(p.stat().st_size for p in there) >= WORTH
