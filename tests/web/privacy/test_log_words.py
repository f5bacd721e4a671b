"""The audit log on screen is in words: whatever the code writes down has one in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import talentloop
from talentloop.privacy.audit import ACTS
from talentloop.report.words import Words
from talentloop.web.screens.privacy.log import told


def calls(name: str) -> Iterator[ast.Call]:
    """Every call of a method of that name in the product."""
    for path in Path(talentloop.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == name:
                yield node


def constants(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def written() -> set[str]:
    """Names of particulars, and with a colon what goes along in a file and what was done."""
    found = set()
    for call in (c for name in ("note", "write") for c in calls(name) if ACTS & set(constants(c.args))):
        for given in call.keywords:
            found |= {f"fact.{given.arg}"} if given.arg not in (None, "behalf", "did") else set()
            found |= {
                f"{given.arg}.{value.replace(' ', '_')}"
                for value in constants([given.value])
                if given.arg in ("of", "did")
            }
    files = (name for call in calls("file") for name in constants(call.args[:1]))
    return found | {f"of.{name}" for name in files}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_whatever_is_written_down_has_a_word(lang: str) -> None:
    names, w = written(), Words(lang)
    assert len(names) > 40
    assert [n for n in sorted(names) if w.of("web.log", n) == n] == []


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"of": "loop-5-visits"}, "van: loop 5 Website bezoeken"),
        ({"of": "loop-5-network"}, "van: loop 5 netwerk"),
        ({"period": "2025-11-01/2026-01-01"}, "periode: 1 nov t/m 31 dec 2025"),
        ({"outcome": "taken", "source": "mapping", "batch": "mapping@1:-", "rows": 1824, "replaced": 0},
         "bron: Eigen bestand · rijen: 1.824"),
        ({"outcome": "refused", "source": "mapping", "rows": 0, "replaced": 12},
         "uitkomst: geweigerd · bron: Eigen bestand · rijen: 0 · vervangen: 12"),
        ({"connection": "9dae7c", "draft": False}, "koppeling: 9dae7c · nog op proef: nee"),
    ],
)
def test_a_line_is_told_as_people_say_it(facts: dict[str, object], says: str) -> None:
    entry = SimpleNamespace(facts=facts)
    assert told(Words("nl"), entry).replace("\xa0", " ") == says  # type: ignore[arg-type]
