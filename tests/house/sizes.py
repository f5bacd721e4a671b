"""Small pieces: lengths of functions and files, and a sentence on every module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from .tree import functions, length, modules

LONGEST, LONG, LONG_SHARE, MEDIAN = 100, 60, 0.99, 8
FILE, FILE_GOOD = 600, 400
TABLE = 0.6  # share of lines that are literals from which a file is a table of data
FEW = 20  # functions below which a median says nothing
PYTHON = ("src", "tests", "bench", "docs")
NOT_OURS = {"migrations", "results"}
NEXT_SENTENCE = re.compile(r"[.!?]['\"’”)]?\s+[A-Z]")


def files(root: Path, tops: tuple[str, ...] = PYTHON) -> Iterator[Path]:
    """Our own Python files, without what a framework writes and what benches leave behind."""
    for top in tops:
        yield from sorted(p for p in (root / top).rglob("*.py") if not NOT_OURS & set(p.parts))


def long_functions(root: Path) -> list[str]:
    """Functions over 100 lines, anywhere."""
    return [f"{path.relative_to(root)}:{f.lineno} {f.name} has {length(f)} lines; {LONGEST} is the limit"
            for path in files(root) for f in functions(_parse(path)) if length(f) > LONGEST]


def mostly_small_functions(root: Path) -> list[str]:
    """The product's own functions as a whole: the median and the 99th percentile."""
    lengths = sorted(length(f) for path in files(root, ("src",)) for f in functions(_parse(path)))
    if len(lengths) < FEW:
        return []
    wrong = []
    if median(lengths) > MEDIAN:
        wrong.append(f"the median function has {median(lengths)} lines; {MEDIAN} is the limit")
    if sum(n <= LONG for n in lengths) < LONG_SHARE * len(lengths):
        wrong.append(f"{sum(n > LONG for n in lengths)} of {len(lengths)} functions have over {LONG} lines; 1 % may")
    return wrong


def long_files(root: Path) -> list[str]:
    """Files over 600 lines that are no table of data."""
    return [f"{path.relative_to(root)} has {n} lines; {FILE} is the limit" for path, n in _lines(root) if n > FILE]


def longish_files(root: Path) -> list[str]:
    """Files over the 400 lines that we aim at: to be looked at, not yet wrong."""
    return [f"{path.relative_to(root)} {n}" for path, n in _lines(root) if n > FILE_GOOD]


def _lines(root: Path) -> Iterator[tuple[Path, int]]:
    for path in files(root):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > FILE_GOOD and not is_table(path):
            yield path, lines


def is_table(path: Path) -> bool:
    """Is more than 60 % of the file made of literals at module level?"""
    tree = _parse(path)
    data = sum((n.end_lineno or n.lineno) - n.lineno + 1 for n in tree.body if _literal(n))
    written = sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())
    return data > TABLE * written


def _literal(node: ast.stmt) -> bool:
    """An assignment of nothing but constants, containers, names and calls of them: no logic."""
    logic = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp, ast.Compare)
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    return value is not None and not any(isinstance(n, logic) for n in ast.walk(value))


def opening_sentences(root: Path) -> list[str]:
    """Modules that do not open with exactly one sentence."""
    wrong = []
    for path in files(root):
        if path.name == "__init__.py" and not path.read_text(encoding="utf-8").strip() and "src" not in path.parts:
            continue  # an empty file that only makes a folder of tests a package
        said = ast.get_docstring(_parse(path)) or ""
        opening = " ".join(said.split("\n\n")[0].split())
        if not opening.endswith((".", "?", ":", "!")) or NEXT_SENTENCE.search(opening):
            wrong.append(f"{path.relative_to(root)}: opens with {opening[:60]!r} instead of one sentence")
    return wrong


def no_sql_in_core(root: Path) -> list[str]:
    """Texts in core that are statements to a database."""
    sql = re.compile(r"\bSELECT\b.+\bFROM\b|\bGROUP BY\b|\bINSERT INTO\b", re.DOTALL)
    texts = ((m, n) for m in modules(root).values() if m.room == "core" for n in ast.walk(m.syntax)
             if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return [f"{m.name}:{n.lineno} holds SQL; core knows none" for m, n in texts if sql.search(str(n.value))]


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
