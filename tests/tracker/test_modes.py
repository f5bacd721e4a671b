"""Beperkt keeps nothing on the device and volledig an id; a switch works both ways, and whoever says no is heard."""

from __future__ import annotations

import pytest

from .bare import eventually

pytestmark = pytest.mark.browser
CONSENT = "<script>tl('consent', true)</script>"


def modes(sites) -> list[tuple[str, str]]:
    return [(e.n, sent.c) for e, sent in sites.recorder.events]


def test_beperkt_keeps_nothing_on_the_device(sites, visitor):
    tab = visitor(f"{sites.home}/jobalert?utm_source=x&gclid=1")
    tab.fill("#alert input", "jan@example.org")
    tab.click("#alert button")
    eventually(lambda: "lead_submit" in sites.recorder.kinds())
    assert tab.evaluate("[document.cookie, localStorage.length, sessionStorage.length, history.state, self.name]") == [
        "", 0, 0, None, ""]
    assert tab.context.cookies() == []
    assert {(b.c, b.id) for b in sites.recorder.batches} == {("l", None)}
    assert {e.u.partition("?")[2] for e in sites.recorder.of()} == {"utm_source=x"}


def test_volledig_has_one_id_of_thirteen_months_that_is_not_renewed(sites, visitor):
    sites.extra = CONSENT
    tab = visitor(f"{sites.home}/kort?utm_source=x&gclid=1&li_fat_id=2&naam=jan")
    eventually(lambda: ("page_view", "l") in modes(sites) or sites.recorder.of("page_view"))
    tab.wait_for_timeout(300)
    [cookie] = tab.context.cookies()
    assert cookie["name"] == "tl_id" and cookie["secure"] and cookie["sameSite"] == "Lax"
    lasts = (cookie["expires"] - tab.evaluate("Date.now() / 1000")) / 86400
    assert 394 < lasts <= 395
    sites.extra = ""
    tab.wait_for_timeout(1100)
    tab.click("#home")  # the next page goes on without being told again
    eventually(lambda: ("page_view", "f") in modes(sites))
    [after] = tab.context.cookies()
    assert (after["value"], after["expires"]) == (cookie["value"], cookie["expires"])
    assert {b.id for b in sites.recorder.batches if b.c == "f"} == {cookie["value"]}


def test_consent_in_mid_visit_takes_effect_at_once_and_can_be_taken_back(sites, visitor):
    tab = visitor(f"{sites.home}/jobalert?utm_source=x&gclid=1", extra_http_headers={})
    eventually(lambda: sites.recorder.of("page_view"))
    tab.evaluate("tl('consent', true)")
    tab.fill("#alert input", "jan@example.org")
    tab.click("#alert button")
    eventually(lambda: ("lead_submit", "f") in modes(sites))
    lead = sites.recorder.of("lead_submit")[0]
    assert lead.u.endswith("?utm_source=x&gclid=1") and lead.x["em"] == "jan@example.org"
    assert ("page_view", "l") in modes(sites) and ("engage", "l") in modes(sites)
    tab.evaluate("tl('consent', false)")
    tab.evaluate("tl('other', {name: 'later'})")
    eventually(lambda: ("other", "l") in modes(sites))
    assert tab.context.cookies() == [] and tab.evaluate("localStorage.length") == 0
    assert all(b.id is None for b in sites.recorder.batches if b.c == "l")


def ends(sites) -> list[tuple[object, str, str | None]]:
    """What was told of consent that was taken back: the id that it was, and the mode and id of its request."""
    return [(e.ends(), sent.c, sent.id) for e, sent in sites.recorder.events if e.ends()]


@pytest.mark.parametrize("way", ["asked later", "known at the start", "a signal of the browser"])
def test_that_consent_was_taken_back_is_told_once_with_the_id_that_it_was(sites, visitor, way):
    sites.extra = CONSENT
    tab = visitor(f"{sites.home}/kort")
    eventually(tab.context.cookies)
    [was] = [c["value"] for c in tab.context.cookies()]
    sites.extra = "<script>tl('consent', false)</script>" if way == "known at the start" else ""
    if way == "asked later":
        tab.evaluate("tl('consent', false)")
    else:
        if way == "a signal of the browser":
            tab.context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
        tab.click("#home")
    eventually(lambda: ends(sites))
    tab.evaluate("tl('consent', false); tl('other', {name: 'later'})")
    eventually(lambda: sites.recorder.of("other"))
    sites.extra = ""
    tab.goto(f"{sites.home}/kort")
    eventually(lambda: len(sites.recorder.of("page_view")) > 1)
    tab.wait_for_timeout(700)
    assert ends(sites) == [(was, "l", None)] and tab.context.cookies() == []


@pytest.mark.parametrize("signal", [
    "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})",
    "Object.defineProperty(navigator, 'doNotTrack', {value: '1'})",
])
def test_who_asks_not_to_be_tracked_stays_beperkt(sites, visitor, signal):
    tab = visitor()
    tab.context.add_init_script(signal)
    sites.extra = CONSENT
    tab.goto(f"{sites.home}/kort?gclid=1")
    eventually(lambda: sites.recorder.of("page_view"))
    assert {b.c for b in sites.recorder.batches} == {"l"} and tab.context.cookies() == []


def test_who_opts_out_is_silence_from_then_on(sites, visitor):
    tab = visitor(f"{sites.home}/")
    eventually(lambda: sites.recorder.of("page_view"))
    tab.click("#mute")
    tab.wait_for_url("**/?tl-optout=s")
    tab.wait_for_timeout(700)
    came = len(sites.recorder.tries)
    tab.goto(f"{sites.home}/kort")
    tab.evaluate("tl('consent', true)")
    tab.evaluate("tl('lead_submit')")
    tab.wait_for_timeout(900)
    assert len(sites.recorder.tries) == came
    assert [c["value"] for c in tab.context.cookies()] == ["s"]


def test_a_colleague_s_link_goes_along_with_every_event(sites, visitor):
    tab = visitor(f"{sites.home}/?tl-optout=i12345678.abc")
    tab.goto(f"{sites.home}/kort")
    tab.evaluate("tl('consent', true)")
    eventually(lambda: len(sites.recorder.of("page_view")) == 2)
    assert {(b.o, b.c) for b in sites.recorder.batches} == {("i12345678.abc", "l")}


def test_where_storage_is_forbidden_consent_still_works(sites, visitor):
    tab = visitor()
    tab.context.add_init_script("Object.defineProperty(self, 'localStorage', {get() { throw new DOMException('no') }})")
    sites.extra = CONSENT
    tab.goto(f"{sites.home}/kort")
    tab.evaluate("tl('other', {name: 'x'})")
    eventually(lambda: ("other", "f") in modes(sites))


