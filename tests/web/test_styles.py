"""One screen's styles do not reach into another's: all of them come in one file, so a class belongs to one screen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

WEB = Path(__file__).parents[2] / "src" / "talentloop" / "web"
SHARED = (WEB / "style" / "web.css", WEB.parent / "report" / "static" / "loop.css")
NAME = re.compile(r"[.#]([a-zA-Z][\w-]*)")
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


def selectors(css: str) -> list[str]:
    """Every selector, without comments, conditions and the steps of an animation."""
    bare = re.sub(r"/\*.*?\*/|@keyframes [^{]+\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", css, flags=re.DOTALL)
    found = (s.strip() for group in re.findall(r"([^{}]+)\{", bare) for s in re.split(r",(?![^(]*\))", group))
    return [s for s in found if s and not s.startswith("@")]


def unbound(css: str, shared: str) -> list[str]:
    """Selectors without any class or id but everybody's: they style whatever stands on any screen."""
    everybodys = {name for s in selectors(shared) for name in NAME.findall(s)}
    return [s for s in selectors(css) if set(NAME.findall(s)) <= everybodys]


def sheets() -> tuple[dict[str, str], str]:
    screens = {path.parent.name: path.read_text(encoding="utf-8") for path in WEB.glob("screens/*/screen.css")}
    return screens, "".join(path.read_text(encoding="utf-8") for path in SHARED)


def test_no_class_is_styled_by_two_screens() -> None:
    screens, shared = sheets()
    assert len(screens) > 8 and clashes(screens, shared) == {}


def test_every_rule_of_a_screen_names_something_of_its_own() -> None:
    screens, shared = sheets()
    assert {name: found for name, css in screens.items() if (found := unbound(css, shared))} == {}


def test_a_rule_that_reaches_everywhere_would_be_seen() -> None:
    assert unbound("textarea{top:0}form>.quiet{top:0}.mine .quiet{top:0}@media(max-width:9px){.data td{top:0}}",
                   ".quiet{}.data,.x{}") == ["textarea", "form>.quiet", ".data td"]


def test_a_clash_would_be_seen() -> None:
    assert clashes({"a": ".log{top:0}", "b": "@media(max-width:9px){p.log b{top:0}}"}, ".data{}") == {"log": ["a", "b"]}
    assert clashes({"a": ".data.x{}", "b": ".data.y{}"}, ".data{}") == {}
