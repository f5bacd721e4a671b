"""Takes a picture of every page in both languages and three widths (`make screens`): no test, and not found as one.

TALENTLOOP_PAGES="loop story" takes these alone, TALENTLOOP_WIDTHS="390" at this width, TALENTLOOP_SCHEME=dark at night.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from web import walk
from web.conftest import World

ONLY = os.environ.get("TALENTLOOP_PAGES", "").split()  # names of pages, to look at these alone
FOLDER = Path(os.environ.get("TALENTLOOP_SCREENS", "screens"))
WIDTHS = tuple(int(w) for w in os.environ.get("TALENTLOOP_WIDTHS", "390 768 1360").split())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_pictures(world: World, tab: Callable[..., Any], lang: str) -> None:
    walked = [(name, path) for name, path in walk.pages(world) if not ONLY or name in ONLY]
    user = world.person(walk.EVERYBODY)
    user.language = lang
    user.save()
    page = tab(walk.EVERYBODY, scheme=os.environ.get("TALENTLOOP_SCHEME", "light"))
    for width in WIDTHS:
        folder = FOLDER / lang / str(width)
        folder.mkdir(parents=True, exist_ok=True)
        page.set_viewport_size({"width": width, "height": 900})
        for name, path in walked:
            page.goto(path)
            page.screenshot(path=folder / f"{name}.png", full_page=True)
    print(f"{len(walked) * len(WIDTHS)} pictures in {FOLDER / lang}")
