"""Events wait until the collector has them: offline, refused for now, slow, and over to the next page after consent."""

from __future__ import annotations

import pytest

from .bare import eventually
from .test_modes import CONSENT

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("mood", ["503", "429", "offline"])
def test_what_did_not_arrive_goes_again_with_the_same_ids(sites, visitor, mood):
    sites.recorder.mood = mood
    tab = visitor()
    tab.clock.install()
    tab.goto(f"{sites.home}/kort")
    tab.clock.run_for(11_000)
    eventually(lambda: len(sites.recorder.tries) >= 2)  # the view, and the first ten seconds
    failed = {i for ids in sites.recorder.tries for i in ids}
    tab.wait_for_timeout(200)
    sites.recorder.mood = "ok"
    tab.clock.run_for(10_000)
    eventually(lambda: failed <= sites.recorder.seen)
    assert "page_view" in sites.recorder.kinds()
    tab.wait_for_timeout(200)
    came = len(sites.recorder.tries)
    tab.clock.run_for(30_000)
    tab.wait_for_timeout(200)
    assert not failed & {i for ids in sites.recorder.tries[came:] for i in ids}, "what has arrived is not sent again"


def test_what_is_refused_for_good_is_not_sent_again(sites, visitor):
    sites.recorder.mood = "400"
    tab = visitor()
    tab.clock.install()
    tab.goto(f"{sites.home}/kort")
    tab.clock.run_for(1_000)
    eventually(lambda: sites.recorder.tries)
    tab.wait_for_timeout(200)
    tab.clock.run_for(30_000)
    ids = [i for batch in sites.recorder.tries for i in batch]
    assert len(ids) == len(set(ids))


def test_a_slow_collector_is_not_asked_twice(sites, visitor):
    sites.recorder.mood = "slow"
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: sites.recorder.tries)
    tab.evaluate("tl('other', {name: 'meanwhile'})")
    eventually(lambda: len(sites.recorder.of()) == 2)
    assert len(sites.recorder.tries) == 2


def test_back_online_everything_arrives_with_the_time_when_it_happened(sites, visitor):
    tab = visitor(f"{sites.home}/jobalert")
    eventually(lambda: sites.recorder.of("page_view"))
    tab.context.set_offline(True)
    before = tab.evaluate("Date.now()")
    tab.fill("#alert input", "jan@example.org")
    tab.click("#alert button")
    tab.wait_for_timeout(1200)
    after = tab.evaluate("Date.now()")
    assert "lead_submit" not in sites.recorder.kinds()
    tab.context.set_offline(False)
    tab.evaluate("tl('other', {name: 'back'})")
    eventually(lambda: {"lead_submit", "other"} <= set(sites.recorder.kinds()))
    [lead] = sites.recorder.of("lead_submit")
    [batch] = [b for b in sites.recorder.batches if lead in b.e]
    assert before <= lead.t <= after - 900 and batch.at >= after


@pytest.mark.parametrize(("extra", "arrives"), [("", False), (CONSENT, True)])
def test_after_consent_the_next_page_delivers_what_this_one_could_not(sites, visitor, extra, arrives):
    sites.extra, sites.recorder.mood = extra, "503"
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: sites.recorder.tries)
    tab.click("#home")
    tab.wait_for_timeout(200)
    sites.recorder.mood = "ok"
    eventually(lambda: any(e.u.endswith("/?") for e in sites.recorder.of("page_view")))
    tab.wait_for_timeout(700)
    assert any("/kort" in e.u for e in sites.recorder.of("page_view")) is arrives
    assert len(sites.recorder.seen) == len(sites.recorder.events)


def test_an_event_is_sent_while_the_page_goes_away(sites, visitor):
    tab = visitor(f"{sites.home}/solliciteren/102")
    eventually(lambda: sites.recorder.of("page_view"))
    tab.evaluate("tl('application_complete', {ap: 'last'}); location.href = 'about:blank'")
    eventually(lambda: sites.recorder.of("application_complete"))
