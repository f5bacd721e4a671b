"""The privacy officer in a real Chromium: a person asked about and erased, retention, the log; and nothing to steer."""

from __future__ import annotations

from pathlib import Path

import pytest
from custody.home import ANNA, BRAM, made

from talentloop.custody.requests import access
from web.conftest import World

from .conftest import WORK, Tab, menu, opened_by_hand, sent_by_hand

pytestmark = pytest.mark.browser


def test_a_request_is_answered_retention_done_and_the_log_taken_along(tab: Tab, world: World, tmp_path: Path) -> None:
    home = made(tmp_path / "zorg")
    world.merelhof.folder = str(home.path)
    world.merelhof.save()
    page = tab("privacy officer")
    assert menu(page) == [*WORK[:-1], "Privacy", WORK[-1]]
    page.click(".places a[href$='/privacy/']")
    page.click("main a[href$='/privacy/requests/']")
    page.fill("#contact", ANNA)
    page.click("button[value=find]")
    page.locator("#h-found").wait_for()
    assert ANNA not in page.url
    with page.expect_download() as file:
        page.click("button[value=file]")
    assert "web_hits" in Path(file.value.path()).read_text("utf-8")
    page.check("[name=sure]")
    page.click("button[value=erase]")
    page.locator("#h-done").wait_for()
    assert access(home, [ANNA]).empty and not access(home, [BRAM]).empty
    page.click(".back a")
    page.click("main a[href$='/privacy/retention/']")
    page.check("[name=sure]")
    page.click("main form .button.danger")
    page.locator(".messages").wait_for()
    page.click(".back a")
    page.click("main a[href$='/privacy/log/']")
    acts = page.locator("table.audit td:nth-of-type(2)").all_inner_texts()
    assert {"inzage gegeven", "persoon gewist", "sollicitaties losgekoppeld"} <= set(acts)
    with page.expect_download() as file:
        page.click(".take a >> nth=0")
    assert ANNA not in Path(file.value.path()).read_text("utf-8")


def test_figures_are_seen_and_nothing_of_them_is_changed(tab: Tab, world: World) -> None:
    page, loops = tab("privacy officer"), len(world.home.plan.loops)
    for place in ("", "plan/", "data/", "costs/", "content/"):
        page.goto(f"/c/merelhof/{place}")
        assert page.locator("main form[method=post], main .deeds, #log").count() == 0, place
    for address in ("plan/start/", "plan/close/5/", "data/check/", "data/connect/", "settings/people/"):
        assert opened_by_hand(tab, page, f"/c/merelhof/{address}") == 403
    assert opened_by_hand(tab, page, "/c/kustzorg/privacy/requests/") == 404
    page.goto("/c/merelhof/privacy/")
    assert sent_by_hand(page, "/c/merelhof/plan/start/", strategy="Van mij", focus="reach") == 403
    assert sent_by_hand(page, "/c/merelhof/data/undo/", batch="x") == 403
    assert sent_by_hand(page, "/c/kustzorg/privacy/requests/", contact=ANNA, do="erase", sure="1") == 404
    assert len(world.home.plan.loops) == loops
