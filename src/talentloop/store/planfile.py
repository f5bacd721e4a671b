"""plan.toml: the 0-meting's period and the loops with their log, read and written so that people can read it too."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import tomlkit

from ..core.decision import Decision
from ..core.errors import BadSettings, PlanMoved, StoreTrouble, UnknownName
from ..core.kpi import Focus
from ..core.loop import Against, Change, ChangeKind, Closing, Loop
from ..core.period import Period
from ..core.planned import segment_of
from ..core.target import Target


@dataclass(frozen=True)
class Plan:
    """The period of the 0-meting (None: not chosen yet) and the loops in order of time."""

    baseline: Period | None = None
    loops: tuple[Loop, ...] = ()

    def loop(self, number: int) -> Loop | None:
        return next((x for x in self.loops if x.number == number), None)

    def with_loop(self, changed: Loop) -> Plan:
        """The plan in which the loop of that number is replaced."""
        return replace(self, loops=tuple(changed if x.number == changed.number else x for x in self.loops))


def read_plan(path: Path) -> Plan:
    """The plan in a file; a file that is not there yet is an empty plan."""
    if not path.exists():
        return Plan()
    try:
        return _plan(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError, UnknownName) as error:
        raise BadSettings("plan_unreadable", file=path.name, found=f"{type(error).__name__} {error}") from error


@lru_cache(maxsize=256)  # an agency's home reads fifty plans, each more than once; what a file says is read once
def _plan(text: str) -> Plan:
    raw = tomllib.loads(text)
    base = raw.get("baseline")
    return Plan(_period(base) if base else None, tuple(_loop(x) for x in raw.get("loop", ())))


def write_plan(path: Path, plan: Plan) -> None:
    """Write the plan, whole or not at all."""
    document = tomlkit.document()
    document.add(tomlkit.comment("The plan of this client: 0-meting and loops. `end` is the first day after."))
    if plan.baseline:
        document["baseline"] = {"start": plan.baseline.start, "end": plan.baseline.end}
    loops = tomlkit.aot()
    for loop in plan.loops:
        loops.append(tomlkit.item(_as_toml(loop)))
    if plan.loops:
        document["loop"] = loops
    write_whole(path, tomlkit.dumps(document).encode())


def plan_version(path: Path) -> str:
    """Twelve letters that change whenever the plan does; "" as long as there is none."""
    return sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else ""


@contextmanager
def alone(path: Path, version: str | None = None, patience: float = 10.0) -> Iterator[None]:
    """Be the only one who changes this plan; with a version, only if it is still the plan that was looked at.

    What it was before is kept, so that the last change can be taken back.

    Raises PlanMoved when someone changed it since, StoreTrouble when another keeps it for longer than `patience` seconds.
    """
    with (path.parent / f".{path.name}.lock").open("w") as file:
        _wait_for(file.fileno(), path, patience)
        if version is not None and version != plan_version(path):
            raise PlanMoved("plan_moved")
        found = path.read_bytes() if path.exists() else b""
        yield  # the lock goes with the file, also when the process is killed
        if path.exists() and path.read_bytes() != found:
            write_whole(before_last(path), found)


def before_last(path: Path) -> Path:
    """The file that keeps the plan as it was before it was last changed."""
    return path.with_name(f".{path.stem}.before{path.suffix}")


def _wait_for(handle: int, path: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise StoreTrouble("store_locked", path=str(path), seconds=round(patience)) from None
            time.sleep(0.02)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step: readers see the old or the new one, also after a crash."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        os.fchmod(handle, 0o644)  # a temporary file is its maker's alone; a plan is for the team
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _period(raw: Mapping[str, Any]) -> Period:
    start, end = raw["start"], raw["end"]
    if not isinstance(start, date) or not isinstance(end, date):
        raise TypeError(f"{start} … {end}")
    return Period(start, end)


def _loop(raw: Mapping[str, Any]) -> Loop:
    closing = raw.get("closing")
    return Loop(
        raw["number"], _period(raw), Focus(raw["focus"]), raw["primary"], raw["strategy"],
        Against(raw.get("compared_with", "previous")),
        tuple(Target(t["kpi"], t.get("change"), t.get("value")) for t in raw.get("target", ())),
        tuple(Change(c["day"], c["what"], ChangeKind(c["kind"]), c["planned"]) for c in raw.get("change", ())),
        Closing(closing["day"], closing["lesson"], closing.get("decision", ""),
                closing.get("against_verdict_because", ""),
                Decision(closing["way"]) if "way" in closing else None) if closing else None,
        {segment_of(name): int(visits) for name, visits in raw.get("planned_visits", {}).items()},
    )


def _as_toml(loop: Loop) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "number": loop.number, "start": loop.period.start, "end": loop.period.end, "focus": loop.focus.value,
        "primary": loop.primary, "strategy": loop.strategy, "compared_with": loop.compared_with.value,
    }
    if loop.targets:
        raw["target"] = [_without_none(kpi=t.kpi, change=t.change, value=t.value) for t in loop.targets]
    if loop.planned_visits:
        raw["planned_visits"] = dict(loop.planned_visits)
    if loop.changes:
        raw["change"] = [{"day": c.day, "what": c.what, "kind": c.kind.value, "planned": c.planned} for c in loop.changes]
    if loop.closing:
        c = loop.closing
        raw["closing"] = _without_none(day=c.day, lesson=c.lesson, decision=c.decision or None,
                                       against_verdict_because=c.against_verdict_because or None,
                                       way=c.way.value if c.way else None)
    return raw


def _without_none(**values: Any) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None}
