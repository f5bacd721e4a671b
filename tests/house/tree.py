"""A source tree as the checks see it: its modules, their syntax and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

PACKAGE = "talentloop"


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is dotted and without the package's own name ("" for its __init__)."""

    path: Path
    name: str
    packaged: bool  # is it the __init__ of a package?

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def syntax(self) -> ast.Module:
        return _parsed(self.text)

    @property
    def room(self) -> str:
        """The package or module directly under the roof that it belongs to."""
        return self.name.split(".")[0]

    @property
    def package(self) -> str:
        return self.name if self.packaged else self.name.rpartition(".")[0]


@cache
def _parsed(text: str) -> ast.Module:
    """Twenty checks look at the same files: each text is parsed once."""
    return ast.parse(text)


def modules(root: Path) -> dict[str, Module]:
    """Every module under `root`/src/talentloop by its dotted name."""
    base = root / "src" / PACKAGE
    found = {}
    for path in sorted(base.rglob("*.py")):
        parts = path.relative_to(base).with_suffix("").parts
        packaged = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if packaged else parts)
        found[name] = Module(path, name, packaged)
    return found


def outside(module: Module) -> Iterator[tuple[int, str]]:
    """Line and top-level name of everything it imports that is not ours."""
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module]
        else:
            continue
        for name in names:
            if name.split(".")[0] != PACKAGE:
                yield node.lineno, name.split(".")[0]


def inside(module: Module, known: dict[str, Module]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every module of ours that it imports, wherever in the file it does so."""
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == PACKAGE:
                    yield node.lineno, alias.name.partition(".")[2]
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            if base is not None:
                for alias in node.names:
                    deeper = f"{base}.{alias.name}".strip(".")
                    yield node.lineno, deeper if deeper in known else base


def _base(module: Module, node: ast.ImportFrom) -> str | None:
    """What stands between `from` and `import`, as a dotted name of ours; None when it is not ours."""
    if not node.level:
        own = node.module and node.module.split(".")[0] == PACKAGE
        return str(node.module).partition(".")[2] if own else None
    here = module.package.split(".") if module.package else []
    here = here[: len(here) - (node.level - 1)]
    return ".".join([*here, *(node.module or "").split(".")]).strip(".")


def functions(syntax: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(syntax):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last one."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
