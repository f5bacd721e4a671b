"""The process that reads files for another one that takes them: what it finds goes out as it comes."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from ..core.errors import Problem
from ..taker import open_here, own_batch_id
from . import Workspace
from .ahead import Begun, Ended


def main(out: BinaryIO) -> None:
    """Told a folder and paths, says that it is ready; told a number, reads from that one on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the other process's to answer
    asked = json.loads(sys.stdin.readline())
    home, paths = Workspace(asked["folder"]), [Path(p) for p in asked["paths"]]
    _tell(out, "ready")
    begin = int(sys.stdin.readline() or len(paths))
    for number, path in enumerate(paths[begin:], begin):
        _read(home, number, path, out)


def _read(home: Workspace, number: int, path: Path, out: BinaryIO) -> None:
    opened = open_here(path, home.context)
    if isinstance(opened, Problem):
        return _tell(out, Begun(number, problem=opened))
    source, reading = opened
    batch = own_batch_id(source, path, home.context)
    if home.lake.catalog.has(batch):
        return
    _tell(out, Begun(number, source.name, batch))
    for rows in reading.rows:
        _tell(out, rows)
    _tell(out, Ended.of(reading))


def _tell(out: BinaryIO, word: object) -> None:
    pickle.dump(word, out, pickle.HIGHEST_PROTOCOL)
    out.flush()


if __name__ == "__main__":
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the words
    try:
        main(pipe)
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more
