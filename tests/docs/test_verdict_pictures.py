"""The pictures of verdicts.md are what the tables on that page say now, and can be seen wherever the page is shown."""

from __future__ import annotations

import importlib.util
import re
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("false-alarms.svg", "power.svg")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The bench is a folder of scripts and no package."""
    spec = importlib.util.spec_from_file_location("verdict_pictures", ROOT / "bench" / "verdict" / "pictures.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_pictures_are_what_the_script_makes(script: ModuleType) -> None:
    made = script.pictures()
    assert [path.name for path in made] == list(NAMES)
    stale = [path.name for path, svg in made.items() if path.read_text(encoding="utf-8") != svg]
    assert stale == [], "run bench/verdict/pictures.py"


def test_a_figure_changed_on_the_page_is_changed_in_the_picture(script: ModuleType) -> None:
    text = script.PAGE.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| same period last year |"))
    other = text.replace(row, row.replace(" 37.0 % ", " 31.4 % ").replace(" .39 ", " .38 "))
    assert other != text
    assert "31.4 %" in script.false_alarms(other) and "37.0 %" not in script.false_alarms(other)
    assert script.power(other) != script.power(text) and "38 %" in script.power(other)


def test_every_figure_of_the_tables_is_written_in_the_pictures(script: ModuleType) -> None:
    text = script.PAGE.read_text(encoding="utf-8")
    alarms, power = (re.findall(r">([\d.]+ %)", unescape(draw(text))) for draw in (script.false_alarms, script.power))
    for title in (script.ALL, script.SHORT):
        found = script.table(text, title)
        assert set(script.OURS) <= set(found)
        for method in (m for m in script.METHODS if m in found):
            assert f"{100 * script.figures(found, method, script.ALARMS)[0]:.1f} %" in alarms
            assert [n for n in script.figures(found, method, script.FOUND) if f"{100 * n:.0f} %" not in power] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_fetches_nothing_and_the_page_says_its_point(script: ModuleType, name: str) -> None:
    svg = (ROOT / "docs" / "images" / name).read_text(encoding="utf-8")
    assert not re.search(r"<script|<image|@import|url\(|href=|var\(", svg) and "prefers-color-scheme:dark" in svg
    alt = re.search(rf"!\[([^\]]+)\]\(\.\./images/{re.escape(name)}\)", script.PAGE.read_text(encoding="utf-8"))
    assert alt and len(alt.group(1)) > 80
