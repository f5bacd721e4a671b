"""One screen's styles do not reach into another's: all of them come in one file, so a class belongs to one screen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

WEB = Path(__file__).parents[2] / "src" / "talentloop" / "web"
SHARED = (WEB / "style" / "web.css", WEB.parent / "report" / "static" / "loop.css")
FIRST = re.compile(r"[\w-]*\.([\w-]+)")


def first_classes(css: str) -> set[str]:
    """The class that each selector begins with."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = (s.strip() for group in re.findall(r"([^{}]+)\{", bare) for s in group.split(","))
    return {found[1] for s in selectors if (found := FIRST.match(s))}


def clashes(screens: Mapping[str, str], shared: str) -> dict[str, list[str]]:
    """Classes that more than one screen styles, and that are not everybody's."""
    owners = defaultdict(list)
    for name, css in sorted(screens.items()):
        for found in first_classes(css) - first_classes(shared):
            owners[found].append(name)
    return {found: names for found, names in owners.items() if len(names) > 1}


def test_no_class_is_styled_by_two_screens() -> None:
    screens = {path.parent.name: path.read_text(encoding="utf-8") for path in WEB.glob("screens/*/screen.css")}
    assert len(screens) > 8 and clashes(screens, "".join(path.read_text(encoding="utf-8") for path in SHARED)) == {}


def test_a_clash_would_be_seen() -> None:
    assert clashes({"a": ".log{top:0}", "b": "@media(max-width:9px){p.log b{top:0}}"}, ".data{}") == {"log": ["a", "b"]}
    assert clashes({"a": ".data.x{}", "b": ".data.y{}"}, ".data{}") == {}
