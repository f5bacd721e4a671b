"""Every page of the app, found by its address: WCAG 2.2 AA as axe checks it, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from web import walk
from web.conftest import World

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
KNOWN = {"home", "loop", "story", "journey", "plan", "plan_archive", "me"}  # without these the walk would be blind


def complaints(page: Any, where: str) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{where}: {v['id']} {node['target']} {node['html'][:120]}" for v in found for node in v["nodes"]]


def test_every_page_is_usable_by_everyone_in_the_light_and_in_the_dark(world: World, tab: Callable[..., Any]) -> None:
    walked = list(walk.pages(world))
    assert {name for name, _ in walked} >= KNOWN
    page, wrong = tab(walk.EVERYBODY), []
    for _, path in walked:
        page.goto(path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong += complaints(page, f"{path} ({scheme})")
    assert wrong == [], "\n".join(wrong)


def test_the_pages_before_one_is_signed_in_are_usable_by_everyone(world: World, tab: Callable[..., Any]) -> None:
    page, wrong = tab(), []
    for path in ("/account/login/", "/account/password/reset/"):
        assert page.goto(path).status == 200
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong += complaints(page, f"{path} ({scheme})")
    assert wrong == [], "\n".join(wrong)


# Words that a browser broke in two although each would fit on a line of its own; and tables that go on out of sight.
BROKEN = """() => [...document.querySelectorAll('main th, main td, main dt, main dd')].flatMap(cell => {
  const style = getComputedStyle(cell), found = []
  if (!cell.offsetParent || cell.querySelector('code, a, small, form')) return []
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
  for (let text; (text = walker.nextNode());) for (const word of text.data.matchAll(/[\\p{L}]{4,}/gu)) {
    const range = document.createRange()
    range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length)
    if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) found.push(word[0])
  }
  return found
})"""
CUT = """() => [...document.querySelectorAll('main .scroll')].filter(x => x.checkVisibility()
  && x.scrollWidth > x.clientWidth + 1 && !x.querySelector('.ledger')).map(x => x.getAttribute('aria-labelledby'))"""


@pytest.mark.parametrize("width", [390, 768])
def test_no_word_is_broken_and_no_table_goes_on_out_of_sight(world: World, tab: Callable[..., Any], width: int) -> None:
    """Files of one's own may be wider; the ledger has a column a month."""
    page, wrong = tab(walk.EVERYBODY, width=width), {}
    for name, path in walk.pages(world):
        page.goto(path)
        if found := [*page.evaluate(BROKEN), *page.evaluate(CUT)]:
            wrong[name] = found
    assert wrong == {}


def test_no_page_is_wider_than_a_phone(world: World, tab: Callable[..., Any]) -> None:
    page = tab(walk.EVERYBODY, width=390)
    wide = []
    for _, path in walk.pages(world):
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(path)
    assert wide == []
