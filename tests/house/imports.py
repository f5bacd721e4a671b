"""Imports run one way: who may stand on whom, no circles, and a core that knows the standard library only."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from .tree import Module, inside, modules, outside

# From the ground up. A room may stand on the storeys below it, never on its own or a higher one.
STOREYS: tuple[frozenset[str], ...] = (
    frozenset({"core"}),
    frozenset({"website", "fetch"}),
    frozenset({"engine", "people", "stats", "sources", "collect", "privacy", "calendars", "demo", "store",
               "locale"}),
    frozenset({"assess"}),
    frozenset({"line", "taker", "drainer", "webhooks", "connect"}),
    frozenset({"report"}),
    frozenset({"workspace"}),
    frozenset({"content", "custody", "ledger"}),
    frozenset({"command"}),
    frozenset({"web"}),
    frozenset({"cli"}),
)
STOREY: Mapping[str, int] = {room: i for i, rooms in enumerate(STOREYS) for room in rooms}
ROOF = ""  # talentloop/__init__.py: the public names, from wherever they live
DJANGO = frozenset({"store", "web"})
FORBIDDEN = frozenset({"utils", "util", "common", "helpers", "helper", "manager", "managers", "base2", "misc"})


def direction(root: Path) -> list[str]:
    """Imports that go up, or sideways to another room of the same storey."""
    known = modules(root)
    wrong = []
    for module in known.values():
        if module.room == ROOF or module.name == "__main__":
            continue
        if module.room not in STOREY:
            wrong.append(f"{module.name}: no storey has a room {module.room!r}; give it one in tests/house/imports.py")
            continue
        wrong += [f"{module.name}:{line} imports {name}, which is not below it"
                  for line, name in inside(module, known) if not _may(module.room, name.split(".")[0])]
    return wrong


def _may(room: str, other: str) -> bool:
    return other == room or STOREY.get(other, len(STOREYS)) < STOREY[room]


def circles(root: Path) -> list[str]:
    """Modules that import one another in a circle; the roof is left out, since it only names what others hold."""
    known = modules(root)
    graph = {m.name: sorted({n for _, n in inside(m, known) if n not in (ROOF, m.name) and n in known})
             for m in known.values() if m.name != ROOF}
    state: dict[str, str] = {}
    found: list[str] = []
    for name in graph:
        _walk(name, graph, state, [], found)
    return found


def _walk(name: str, graph: Mapping[str, list[str]], state: dict[str, str], way: list[str], found: list[str]) -> None:
    if state.get(name) == "done":
        return
    if state.get(name) == "open":
        found.append(" → ".join([*way[way.index(name):], name]))
        return
    state[name] = "open"
    for other in graph[name]:
        _walk(other, graph, state, [*way, name], found)
    state[name] = "done"


def core_stands_alone(root: Path) -> list[str]:
    """Imports in core from anything but the standard library."""
    return [f"{m.name}:{line} imports {name}; core knows the standard library only"
            for m in modules(root).values() if m.room == "core"
            for line, name in outside(m) if name not in sys.stdlib_module_names]


def only_store_and_web_know_django(root: Path) -> list[str]:
    return [f"{m.name}:{line} imports {name}; only store and web know Django"
            for m in modules(root).values() if m.room not in DJANGO
            for line, name in outside(m) if name.startswith("django")]


def telling_names(root: Path) -> list[str]:
    """Module names that say nothing of what is inside."""
    return [f"{m.name}: a module is named after what it holds, never {part!r}" for m in modules(root).values()
            for part in m.name.split(".") if part in FORBIDDEN]


def sources_stand_apart(root: Path) -> list[str]:
    """Source folders that import each other: what they share lives in sources.reader."""
    known = modules(root)
    return [f"{m.name}:{line} imports {name}; what sources share belongs in sources.reader"
            for m in known.values() if _folder(m, known)
            for line, name in inside(m, known) if _other_source(name, m, known)]


def _folder(module: Module, known: Mapping[str, Module]) -> str:
    """Name of the source folder that a module is in, "" when in none."""
    parts = module.name.split(".")
    inner = ".".join(parts[:2])
    folder = parts[0] == "sources" and len(parts) > 1 and parts[1] != "reader" and known[inner].packaged
    return inner if folder else ""


def _other_source(name: str, module: Module, known: Mapping[str, Module]) -> bool:
    folder = _folder(known[name], known) if name in known else ""
    return bool(folder) and folder != _folder(module, known)
