"""A marketer of one client in a real Chromium: straight to the loop, a file, the plan, a loop closed; and no further."""

from __future__ import annotations

from pathlib import Path

import pytest

from talentloop.command.batches import batches
from talentloop.store.app.models import Invitation
from web.conftest import World
from web.data.test_data import ADS

from .conftest import WORK, Tab, menu, opened_by_hand, sent_by_hand

pytestmark = pytest.mark.browser


def test_a_file_comes_in_the_plan_is_looked_at_and_the_loop_is_closed(tab: Tab, world: World, tmp_path: Path) -> None:
    (tmp_path / "zoeken.csv").write_text(ADS, "utf-8")
    came = len(batches(world.home))
    page = tab("marketer")
    assert page.url.endswith("/c/merelhof/"), "who has one client is led past the overview"
    assert menu(page) == WORK
    page.click(".places a[href$='/data/']")
    page.set_input_files("#files", tmp_path / "zoeken.csv")
    page.click(".bring .button:not(.plain)")
    page.wait_for_url("**/data/check/")
    page.click(".card.waiting .actions .button >> nth=0")
    page.locator(".card.taken").wait_for()
    assert len(batches(world.home)) == came + 1
    page.click(".places a[href$='/plan/']")
    page.click("a[href$='/plan/close/5/']")
    page.check("[name=way][value=adjust]")
    page.fill("[name=lesson]", "Het najaar trok nauwelijks.")
    page.click("main form .button")
    page.wait_for_url("**/plan/start/")
    assert world.home.loop(5).closed


def test_other_clients_people_and_the_installation_are_out_of_reach(tab: Tab, world: World) -> None:
    page = tab("marketer")
    page.goto("/?all=1")
    assert page.locator(".client h2").all_inner_texts() == ["Merelhof"]
    for address in ("/c/kustzorg/", "/c/bakker/data/", "/c/elders/plan/", "/standing/bakker"):
        assert opened_by_hand(tab, page, address) == 404
    for address in ("/c/merelhof/privacy/", "/c/merelhof/settings/people/", "/installation/"):
        assert opened_by_hand(tab, page, address) == 403
    page.goto("/c/merelhof/")
    assert sent_by_hand(page, "/c/merelhof/settings/people/invite/", email="ik@example.org", role="admin") == 403
    assert sent_by_hand(page, "/c/kustzorg/plan/start/", strategy="Van mij", focus="reach") == 404
    assert sent_by_hand(page, "/pin/kustzorg") == 404
    assert not Invitation.objects.exists() and not world.person("marketer").pins.exists()
