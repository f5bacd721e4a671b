"""Engaged seconds and scroll depth, beside what a scripted visitor did."""

from __future__ import annotations

import time

import pytest

from .bare import bare, eventually

pytestmark = pytest.mark.browser


def engaged(sites, path: str = "") -> float:
    """Seconds that were told of pages whose address holds `path`."""
    return sum(e.ms or 0 for e in sites.recorder.of("engage") if path in e.u) / 1000


def depth(sites, path: str) -> int | None:
    return max((e.sc for e in sites.recorder.of("engage") if path in e.u and e.sc is not None), default=None)


def stopped(tab):
    """A tab whose clock only goes on as it is told: on a busy machine seconds go by between two steps of a test."""
    tab.clock.install(time=0)
    tab.clock.pause_at(1000)
    return tab


def test_a_visit_of_one_page_has_its_time(sites, visitor):
    tab = visitor(f"{sites.home}/kort")
    begin = time.monotonic()
    tab.wait_for_timeout(2500)
    tab.goto("about:blank")
    eventually(lambda: engaged(sites))
    assert engaged(sites) == pytest.approx(time.monotonic() - begin, abs=1)


def test_who_does_nothing_is_taken_to_read_for_half_a_minute(sites, visitor):
    tab = stopped(visitor())
    tab.goto(f"{sites.home}/kort")
    tab.clock.run_for(15_000)
    tab.mouse.move(200, 200)
    tab.clock.run_for(120_000)  # away for two minutes, on the page
    tab.mouse.move(300, 300)
    tab.clock.run_for(5_000)
    tab.goto("about:blank")
    eventually(lambda: engaged(sites) > 49)
    assert engaged(sites) == pytest.approx(15 + 30 + 5, abs=1)


def test_time_is_told_every_ten_seconds_and_never_twice(sites, visitor):
    tab = stopped(visitor())
    tab.goto(f"{sites.home}/kort")
    tab.clock.run_for(25_000)
    eventually(lambda: len(sites.recorder.of("engage")) == 2)
    assert engaged(sites) == pytest.approx(20, abs=1)
    tab.goto("about:blank")
    eventually(lambda: len(sites.recorder.of("engage")) == 3)
    assert engaged(sites) == pytest.approx(25, abs=1)


def test_a_hidden_tab_is_not_looked_at(sites, chromium_path):
    with bare(chromium_path) as chromium:
        tab = chromium.tab(f"{sites.home}/kort")
        tab.until("self.tl && !tl.q")
        begin = time.monotonic()
        time.sleep(1.5)
        other = chromium.tab("about:blank")  # hides it
        first = time.monotonic() - begin
        other.until("document.visibilityState == 'visible'")
        eventually(lambda: engaged(sites))
        assert engaged(sites) == pytest.approx(first, abs=1)
        time.sleep(2)
        tab.front()
        begin = time.monotonic()
        time.sleep(1)
        chromium.tab("about:blank")
        second = time.monotonic() - begin
        eventually(lambda: len(sites.recorder.of("engage")) > 1)
    assert engaged(sites) == pytest.approx(first + second, abs=1)


def test_time_goes_to_the_route_on_which_it_was_spent(sites, visitor):
    tab = visitor(f"{sites.home}/app")
    tab.wait_for_timeout(1200)
    tab.click("text=Verpleging")
    tab.wait_for_timeout(2200)
    tab.goto("about:blank")
    eventually(lambda: engaged(sites, "/app/verpleging"))
    assert engaged(sites, "/app?") == pytest.approx(1.2, abs=0.6)
    assert engaged(sites, "/app/verpleging") == pytest.approx(2.2, abs=0.6)


def test_depth_is_the_deepest_point_seen(sites, visitor):
    tab = visitor(f"{sites.home}/onze-mensen")
    height = tab.evaluate("document.documentElement.scrollHeight")
    for top in (400, 1800, 300):
        tab.evaluate(f"scrollTo(0, {top})")
        tab.wait_for_timeout(80)
    tab.goto("about:blank")
    eventually(lambda: depth(sites, "mensen") is not None)
    assert depth(sites, "mensen") == pytest.approx(100 * (1800 + 800) / height, abs=2)


def test_who_did_not_scroll_has_seen_one_screen(sites, visitor):
    tab = visitor(f"{sites.home}/onze-mensen")
    height = tab.evaluate("document.documentElement.scrollHeight")
    tab.wait_for_timeout(200)
    tab.goto("about:blank")
    eventually(lambda: depth(sites, "mensen") is not None)
    assert depth(sites, "mensen") == pytest.approx(100 * 800 / height, abs=2)


def test_a_page_that_fits_on_the_screen_has_no_depth(sites, visitor):
    tab = visitor(f"{sites.home}/kort")
    tab.wait_for_timeout(200)
    tab.goto("about:blank")
    eventually(lambda: engaged(sites))
    assert depth(sites, "kort") is None


def test_depth_of_a_page_that_grows_is_told_against_its_height_at_that_moment(sites, visitor):
    tab = visitor(f"{sites.home}/verhaal/fatima")
    first = tab.evaluate("document.documentElement.scrollHeight")
    tab.evaluate("scrollTo(0, 500)")
    tab.wait_for_timeout(80)
    early = 100 * (500 + 800) / first
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")  # the rest begins to load
    tab.wait_for_function(f"document.documentElement.scrollHeight > {first}")
    height = tab.evaluate("document.documentElement.scrollHeight")
    tab.evaluate("scrollTo(0, scrollY + 300)")
    tab.wait_for_timeout(80)
    seen = tab.evaluate("scrollY + innerHeight")
    tab.goto("about:blank")
    eventually(lambda: depth(sites, "fatima") is not None)
    assert depth(sites, "fatima") == pytest.approx(100 * seen / height, abs=2)
    assert seen > 1300 and early < 70
