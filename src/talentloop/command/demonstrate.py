"""The demo: an invented employer's exports are written, then taken, planned and reported like anyone's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

from ..core.errors import LoopRule
from ..core.loop import Loop
from ..demo import PLAN, write_demo
from ..store.planfile import Plan, write_plan
from ..workspace import PLAN as PLAN_FILE
from ..workspace import Workspace
from . import show
from .speak import language, words

MARK = ".talentloop-demo"  # only a folder that bears it is ever made anew


def demonstrate(path: Path, seed: int, scale: float, lang: str | None, quiet: bool = False) -> dict[str, Any]:
    """Build the demo client in `path`, print its last loop's report and write it as a page."""
    home = build(path, seed, scale, quiet)
    spoken = language(home, lang)
    page = (path / f"report-{spoken}.html").resolve()
    found = home.report(None, spoken)
    found.save(page)
    if not quiet:
        show.report(found, None)
        Console().print(words(spoken)("cli.demo.next", path=str(path), page=page.as_uri()))
    return {"workspace": str(path), "page": str(page), "loops": len(home.plan.loops)}


def build(path: Path, seed: int = 2024, scale: float = 1.0, quiet: bool = True,
          told: Callable[[float], None] = lambda share: None) -> Workspace:
    """The demo's workspace, made anew: settings, exports taken, 0-meting frozen, loops planned and closed.

    `told` hears how much of it is done.
    """
    _empty(path)
    with show.steps(quiet) as step:
        write_demo(path, seed=seed, scale=scale, progress=step or (lambda what, share: told(share / 3)))
    home = Workspace(path)
    files = sorted((path / "exports").iterdir())
    with show.taking(len(files), quiet) as progress:
        taken = home.take(files, progress or (lambda file, rows: told((1 + 2 * files.index(file) / len(files)) / 3)))
    if not quiet:
        show.taken(taken, home.settings.language)
    write_plan(path / PLAN_FILE, Plan(PLAN.baseline, tuple(scaled(loop, scale) for loop in PLAN.loops)))
    home.freeze_baseline()
    home.keep_verdicts()
    return home


def scaled(loop: Loop, scale: float) -> Loop:
    """A smaller employer plans fewer visits."""
    return replace(loop, planned_visits={name: round(n * scale) for name, n in loop.planned_visits.items()})


def _empty(path: Path) -> None:
    """Make room for a demo; a folder with anything else in it is left alone."""
    if path.exists() and any(path.iterdir()) and not (path / MARK).exists():
        raise LoopRule("folder_not_empty", where=str(path))
    if path.exists():
        shutil.rmtree(path)
    path.mkdir(parents=True)
    (path / MARK).touch()
