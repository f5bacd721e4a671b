"""Which source a file is of, or a problem that says what was found in it and what comes nearest."""

from __future__ import annotations

import re
from pathlib import Path

from ..core.errors import Problem
from ..core.intake import Context, Likeness
from . import sources
from .reader.files import HEAD, nature, open_bytes
from .reader.grid import Grid, grids
from .reader.problems import Refused, problem
from .reader.table import fullest
from .source import Sample, Source

SURE = 0.5  # likeness from which a file is taken for a source
NEAREST = 3  # sources that are named when none is sure
KEY = re.compile(r'"(\w{1,40})"\s*:')
SHOWN = 400  # characters of what was found


def recognise(path: Path, context: Context) -> Source | Problem:
    """The source that the file looks most like. Never raises for what a user could give."""
    if not path.is_file():
        return problem("is_directory" if path.is_dir() else "file_missing", path.name, found=str(path.name))
    ranked = likenesses(path, context)
    if ranked and ranked[0][1].score >= SURE:
        return ranked[0][0]
    try:
        found = describe(path)
    except Refused as refused:
        return refused.problem
    near = [f"{s.title} ({like.why})" for s, like in ranked[:NEAREST] if like.score > 0]
    told = problem("not_recognised", path.name, expected=" · ".join(near) or None)
    return Problem(told.code, told.file, None, None, found[:SHOWN], told.expected, told.todo)


def likenesses(path: Path, context: Context) -> list[tuple[Source, Likeness]]:
    """Every source with how much the file looks like it, best first; equal ones by name."""
    sample = Sample(path)
    scored = [(source, source.looks_like(sample, context)) for source in sources().values()]
    return sorted(scored, key=lambda pair: (-pair[1].score, pair[0].name))


def describe(path: Path) -> str:
    """Encoding and headings, or the first keys, of a file that nobody knows; no values. Raises Refused when it cannot
    be read."""
    known = nature(path)
    if known.kind == "text":
        with open_bytes(path) as file:
            head = file.read(HEAD).decode(known.encoding, "replace").strip("\ufeff \r\n\t")
        if head[:1] in "{[":
            return f"JSON with keys {', '.join(dict.fromkeys(KEY.findall(head)))}"
    about, cells = max(map(_heading, _readable(path)), key=lambda pair: len(pair[1]))
    return f"{about}: {', '.join(cells)}"


def _readable(path: Path) -> list[Grid]:
    """Ways of reading the file that get past its first line. Raises Refused when none does."""
    readable: list[Grid] = []
    refused = None
    for grid in grids(path):
        try:
            next(grid.lines(), None)
            readable.append(grid)
        except Refused as one:
            refused = one
    if refused and not readable:
        raise refused
    return readable


def _heading(grid: Grid) -> tuple[str, list[str]]:
    """What the grid is, and its headings."""
    _, row = fullest(grid)
    return grid.about, [str(c).strip() for c in row if c not in (None, "")]
