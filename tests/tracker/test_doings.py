"""What visitors do: clicks, forms here and in a frame of the ATS, a thank-you page, and what the page itself tells."""

from __future__ import annotations

import pytest

from .bare import eventually

pytestmark = pytest.mark.browser
STAY = "addEventListener('click', (e) => e.target.closest('a') && e.preventDefault())"  # the test stays on the page


def done(sites) -> list[tuple]:
    """Kind and whereto of everything but views and time."""
    return [(e.n, e.x.get("to")) for e in sites.recorder.of() if e.n not in ("page_view", "engage")]


@pytest.mark.parametrize(("what", "kind", "to"), [
    ("#whatsapp", "contact_click", "wa.me"), ("#tel", "contact_click", "tel"), ("#mail", "contact_click", "mail"),
    ("#pdf", "download", "{home}/brochure.pdf"), ("#out", "click", "https://www.example.org/merelhof"),
])
def test_clicks_that_lead_somewhere(sites, visitor, what, kind, to):
    tab = visitor(f"{sites.home}/")
    tab.evaluate(STAY)
    tab.click(what)
    eventually(lambda: done(sites))
    assert done(sites) == [(kind, to.format(home=sites.home))]


def test_clicks_on_apply_by_their_words_in_this_tab_or_the_next(sites, visitor):
    tab = visitor(f"{sites.home}/vacature/verpleegkundige")
    tab.evaluate(STAY)
    tab.click("#apply")
    tab.click("#apply", button="middle")
    tab.click("#apply", button="right")
    eventually(lambda: len(done(sites)) == 2)
    assert done(sites) == [("apply_click", f"{sites.home}/solliciteren/101")] * 2
    assert {e.va for e in sites.recorder.of("apply_click")} == {"101"}


def test_links_within_the_site_and_to_named_hosts_are_nothing_special(sites, visitor):
    tab = visitor(f"{sites.home}/")
    tab.evaluate(STAY + f";document.querySelector('#out').href = '{sites.ats}/form'")
    for what in ("text=Contact", "text=Alle vacatures", "#tips", "#out"):
        tab.click(what)
    tab.wait_for_timeout(700)
    assert done(sites) == []


def test_an_element_says_by_itself_what_it_means(sites, visitor):
    visitor(f"{sites.home}/").click("#share")
    eventually(lambda: done(sites))
    [event] = sites.recorder.of("other")
    assert event.x["name"] == "gedeeld"


def test_an_application_is_started_by_the_first_field_and_completed_by_sending(sites, visitor):
    tab = visitor(f"{sites.home}/solliciteren/102")
    tab.fill("[name=name]", "Jan")
    tab.fill("[name=mail]", "jan@example.org")
    tab.click("button")
    eventually(lambda: sites.recorder.kinds().count("application_complete") == 2)
    assert [e.n for e in sites.recorder.of("application_start", "application_complete")] == [
        "application_start", "application_complete", "application_complete"]  # sent, and the thank-you page
    sent, thanked = sites.recorder.of("application_complete")
    assert (sent.va, thanked.va, thanked.x["ap"]) == ("102", "102", "A-78")
    assert b"example.org" not in b"".join(repr(b).encode() for b in sites.recorder.batches)


def test_a_thank_you_page_counts_once_however_long_it_is_open(sites, visitor):
    tab = visitor()
    tab.clock.install()
    tab.goto(f"{sites.home}/bedankt")
    tab.clock.run_for(25_000)
    eventually(lambda: len(sites.recorder.of("engage")) == 2)
    assert sites.recorder.kinds().count("application_complete") == 1


def test_a_form_in_a_frame_of_the_ats_is_told_by_the_page_around_it(sites, visitor):
    tab = visitor()
    tab.clock.install()
    tab.goto(f"{sites.home}/solliciteren/101")
    frame = tab.frame_locator("#ats")
    tab.clock.run_for(20_000)
    frame.locator("[name=name]").fill("Jan")
    frame.locator("[name=name]").press("n")  # a sign of life in the frame is one for the page
    tab.clock.run_for(20_000)
    frame.locator("[name=email]").fill("jan@example.org")
    frame.locator("button").click()
    tab.clock.run_for(1_000)
    eventually(lambda: "application_complete" in sites.recorder.kinds())
    tab.goto("about:blank")
    started, completed = sites.recorder.of("application_start", "application_complete")
    assert (started.n, completed.n, completed.x["ap"]) == ("application_start", "application_complete", "A-77")
    assert {e.u for e in sites.recorder.of()} == {f"{sites.home}/solliciteren/101?"}, "the frame is no page of its own"
    assert {e.va for e in sites.recorder.of()} == {"101"}
    eventually(lambda: sum(e.ms or 0 for e in sites.recorder.of("engage")) > 40_000)
    assert sum(e.ms or 0 for e in sites.recorder.of("engage")) == pytest.approx(41_000, abs=1_500)


def test_a_frame_of_a_host_that_is_not_named_is_not_listened_to(sites, visitor):
    sites.attributes = ""
    tab = visitor(f"{sites.home}/solliciteren/101")
    tab.frame_locator("#ats").locator("[name=name]").fill("Jan")
    tab.evaluate("""document.body.append(Object.assign(document.createElement('iframe'), {sandbox: 'allow-scripts',
        srcdoc: '<script>parent.postMessage({tl: "lead_submit", x: {}}, "*")</' + 'script>'}))""")
    tab.wait_for_timeout(900)
    assert done(sites) == []


def test_a_lead_form_is_a_lead_and_a_login_is_nothing(sites, visitor):
    tab = visitor(f"{sites.home}/jobalert")
    tab.fill("#login [type=email]", "jan@example.org")
    tab.click("#login button")
    tab.fill("#alert input", "jan@example.org")
    tab.click("#alert button")
    eventually(lambda: done(sites))
    [lead] = [e for e in sites.recorder.of() if e.n not in ("page_view", "engage")]
    assert (lead.n, lead.x["ld"], lead.x.get("em")) == ("lead_submit", "job_alert", None)


def test_a_search_is_what_its_form_says(sites, visitor):
    tab = visitor(f"{sites.home}/vacatures")
    tab.fill("[name=q]", "nacht")
    tab.click("#search button")
    eventually(lambda: done(sites))
    assert done(sites) == [("job_search", None)]
    assert b"nacht" not in b"".join(repr(b).encode() for b in sites.recorder.batches)


def test_the_page_s_own_script_tells_before_and_after_the_tracker_is_there(sites, visitor):
    sites.extra = "<script>tl('lead_submit', {ld: 'event'})</script>"
    tab = visitor(f"{sites.home}/kort")
    tab.wait_for_function("!tl.q")
    tab.evaluate("tl('application_complete', {ap: 'A-1'})")
    eventually(lambda: len(done(sites)) == 2)
    assert [(e.n, e.x.get("ld"), e.x.get("ap")) for e in sites.recorder.of("lead_submit", "application_complete")] == [
        ("lead_submit", "event", None), ("application_complete", None, "A-1")]
