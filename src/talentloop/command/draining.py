"""A range of a spool into the facts, here or by a process beside: what that takes of memory goes with the process."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..collect.spool import FOLDER, NotStored, Range, Waiting
from ..core.errors import StoreTrouble, TalentloopError
from ..core.moves import UNKNOWN
from ..custody.requests import erase_told
from ..drainer import Bringer, Drained
from ..store.consents import CONSENT, read_texts
from ..workspace import Workspace


def bringing(workspace: Workspace) -> Callable[[Range], Drained]:
    """Brings a range in, in this process; what client.toml says is read anew each time."""
    def bring(taken: Range) -> Drained:
        home = Workspace(workspace.path)
        told = home.settings.collect
        return Bringer(Waiting(home.path / FOLDER), home.lake, lambda: Workspace(home.path).context,
                       lambda source, gone: erase_told(Workspace(home.path), source, gone),
                       lambda: home.moves_kept(UNKNOWN),
                       told is None or told.leads, lambda: read_texts(home.path / CONSENT)).bring(taken)
    return bring


class Beside:
    """A process that brings ranges in for one round of the clients, and then ends: its start is paid once a round, and
    its memory goes with it. One thread at a time.

    It ends with this process. Killed at any moment nothing is lost: the range is still claimed, and comes again under
    the same name.
    """

    def __init__(self) -> None:
        self._run: subprocess.Popen[str] | None = None

    def bringing(self, workspace: Workspace) -> Callable[[Range], Drained]:
        """As `bringing`, by that process. Errors: StoreTrouble, told by it or when it ended without a word."""
        def bring(taken: Range) -> Drained:
            found = self._ask([str(workspace.path), taken.spool, taken.upto])
            if found is None:
                raise StoreTrouble("drain_stopped", path=str(workspace.path), ended=self.rest())
            if "error" in found:
                raise StoreTrouble(found["error"], **found["facts"])
            return Drained(**found)
        return bring

    def _ask(self, asked: list[object]) -> dict[str, Any] | None:
        if self._run is None:
            self._run = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        assert self._run.stdin and self._run.stdout
        try:
            self._run.stdin.write(json.dumps(asked) + "\n")
            self._run.stdin.flush()
            found: dict[str, Any] = json.loads(self._run.stdout.readline())
            return found
        except (OSError, ValueError):
            return None

    def rest(self) -> int:
        """End the process, if there is one; its exit code."""
        run, self._run = self._run, None
        if run is None:
            return 0
        with suppress(OSError):  # it is gone already
            run.communicate()
        return run.wait()


def _answer(folder: str, spool: str, upto: int) -> dict[str, Any]:
    try:
        found = bringing(Workspace(Path(folder)))(Range(spool, upto))
    except TalentloopError as error:
        return {"error": error.code, "facts": {name: str(value) for name, value in error.facts.items()}}
    except (NotStored, OSError) as error:
        return {"error": "spool_trouble", "facts": {"path": folder, "why": str(error)}}
    return {"records": found.records, "rows": found.rows, "unreadable": found.unreadable}


def main() -> None:
    """What the process beside does, at the end of the queue for the processor: a line asks, a line answers."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)  # whoever stops the collector waits for what is under way
    os.nice(5)
    asked: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=[asked], daemon=True).start()
    while True:
        print(json.dumps(_answer(*json.loads(asked.get()))), flush=True)


def _listen(asked: queue.Queue[str]) -> None:
    """Nobody asks any more, or the collector is gone: end at once, in the middle of a range too."""
    for line in sys.stdin:
        asked.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
