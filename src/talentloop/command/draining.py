"""A range of a spool into the facts, here or in a process of its own: what that takes of memory goes with the process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..collect.spool import FOLDER, NotStored, Range, Waiting
from ..core.errors import StoreTrouble, TalentloopError
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
                       told is None or told.leads, lambda: read_texts(home.path / CONSENT)).bring(taken)
    return bring


def bringing_apart(workspace: Workspace) -> Callable[[Range], Drained]:
    """Brings a range in by a process of its own, which ends with this one. Killed at any moment nothing is lost: the
    range is still claimed, and comes again under the same name.

    Errors: StoreTrouble, told by that process or when it ended without a word.
    """
    def bring(taken: Range) -> Drained:
        command = [sys.executable, "-m", __name__, str(workspace.path), taken.spool, str(taken.upto)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout
            said = run.stdout.read()
        try:
            found = json.loads(said)
        except ValueError:
            raise StoreTrouble("drain_stopped", path=str(workspace.path), ended=run.returncode) from None
        if "error" in found:
            raise StoreTrouble(found["error"], **found["facts"])
        return Drained(**found)
    return bring


def main(folder: str, spool: str, upto: str) -> dict[str, Any]:
    """What the process of its own does: the one range, at the end of the queue for the processor."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)  # whoever stops the collector waits for what is under way
    threading.Thread(target=_end_with_the_collector, daemon=True).start()
    os.nice(5)
    try:
        found = bringing(Workspace(Path(folder)))(Range(spool, int(upto)))
    except TalentloopError as error:
        return {"error": error.code, "facts": {name: str(value) for name, value in error.facts.items()}}
    except (NotStored, OSError) as error:
        return {"error": "spool_trouble", "facts": {"path": folder, "why": str(error)}}
    return {"records": found.records, "rows": found.rows, "unreadable": found.unreadable}


def _end_with_the_collector() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:4])), flush=True)
    os._exit(0)  # at once: there is nothing left to put away, and a thread still listens
