"""What is a page view: pages shown to somebody, single-page routes and pages taken from the cache, each once."""

from __future__ import annotations

import json
import time

import pytest

from .bare import bare, eventually

pytestmark = pytest.mark.browser


def views(sites) -> list[str]:
    """Paths of the views that came, without the host."""
    return [e.u.removeprefix(sites.home).partition("?")[0] for e in sites.recorder.of("page_view")]


def test_a_page_is_viewed_once_and_says_what_it_is_about(sites, visitor):
    visitor(f"{sites.home}/verhaal/fatima?utm_source=linkedin&naam=jan&utm_campaign=lente&gclid=abc#top")
    eventually(lambda: sites.recorder.of("page_view"))
    [seen], [batch] = sites.recorder.of("page_view"), sites.recorder.batches
    assert seen.u == f"{sites.home}/verhaal/fatima?utm_source=linkedin&utm_campaign=lente"
    assert (seen.pt, seen.ct, seen.th, seen.va) == ("content", "verhaal-fatima", "werksfeer", None)
    assert (batch.v, batch.k, batch.c, batch.id) == (1, sites.key, "l", None)


def test_a_vacancy_is_known_by_the_one_job_posting_of_its_page(sites, visitor):
    visitor(f"{sites.home}/vacature/verpleegkundige")
    eventually(lambda: views(sites))
    assert [(e.pt, e.va) for e in sites.recorder.of("page_view")] == [("job", "101")]


def test_a_list_of_job_postings_is_about_none_of_them(sites, visitor):
    visitor(f"{sites.home}/vacatures")
    eventually(lambda: views(sites))
    assert [(e.pt, e.va) for e in sites.recorder.of("page_view")] == [("job_list", None)]


def test_the_referrer_comes_without_its_query_and_only_from_elsewhere(sites, visitor):
    tab = visitor()
    tab.goto(f"{sites.home}/kort", referer="https://www.google.com/search?q=zorgbaan")
    eventually(lambda: views(sites))
    tab.click("#home")
    eventually(lambda: len(views(sites)) == 2)
    assert [e.r for e in sites.recorder.of("page_view")] == ["https://www.google.com/search", ""]


def test_routes_of_a_single_page_application_are_views(sites, visitor):
    tab = visitor(f"{sites.home}/app")
    eventually(lambda: views(sites))
    tab.click("text=Verpleging")
    tab.wait_for_selector("h1:text('verpleging')")
    tab.wait_for_timeout(600)
    tab.click("#filter")  # another query is no other page
    tab.wait_for_timeout(100)
    tab.evaluate("history.replaceState({}, '', '/app/keuken')")
    tab.evaluate("history.back()")
    eventually(lambda: len(views(sites)) == 5)
    assert views(sites) == ["/app", "/app/verpleging", "/app", "/app/keuken", "/app/verpleging"]
    assert [e.va for e in sites.recorder.of("page_view")][1] == "verpleging"


def test_routes_behind_a_hash_are_views_where_the_site_asks_for_it(sites, visitor):
    tab = visitor(f"{sites.home}/hekje")
    tab.click("#een")
    tab.click("#twee")
    eventually(lambda: len(views(sites)) == 3)
    assert views(sites) == ["/hekje", "/hekje/baan/1", "/hekje/baan/2"]


def test_a_reload_says_that_it_is_one(sites, visitor):
    """The collector leaves it out when it comes within five seconds: without storage only it can know."""
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: len(views(sites)) == 1)
    tab.reload()
    eventually(lambda: len(views(sites)) == 2)
    assert [e.x["re"] for e in sites.recorder.of("page_view")] == [0, 1]


def test_a_page_from_the_back_forward_cache_is_viewed_again(sites, visitor):
    tab = visitor(f"{sites.home}/kort")
    tab.evaluate("self.still = 'here'")
    eventually(lambda: views(sites))
    tab.click("#home")
    eventually(lambda: len(views(sites)) == 2)
    tab.evaluate("history.back()")
    eventually(lambda: len(views(sites)) == 3)
    assert views(sites) == ["/kort", "/", "/kort"]
    assert tab.evaluate("self.still") == "here", "Chromium did not take it from the cache: this proves nothing"


def test_a_prerendered_page_is_viewed_when_it_is_shown(sites, chromium_path):
    sites.extra = """<script type="speculationrules">{
        "prerender": [{"source": "list", "urls": ["/kort"], "eagerness": "immediate"}],
        "prefetch": [{"source": "list", "urls": ["/vacatures"], "eagerness": "immediate"}]}</script>
        <script>if (location.pathname == "/") setTimeout(() => location.href = "/kort", 2000)</script>"""
    with bare(chromium_path) as chromium:
        tab = chromium.tab(f"{sites.home}/")
        eventually(lambda: len(views(sites)) == 2, 8)
        activated = tab.run("performance.timeOrigin + performance.getEntriesByType('navigation')[0].activationStart")
        waited = tab.run("performance.getEntriesByType('navigation')[0].activationStart")
    assert views(sites) == ["/", "/kort"]
    assert waited > 500, "Chromium did not prerender: this proves nothing"
    assert sites.recorder.of("page_view")[1].t >= activated - 5


AHEAD = {
    "a link": '<link rel="prefetch" href="/kort" as="document">',
    "a speculation": """<script type="speculationrules">
        {"prefetch": [{"source": "list", "urls": ["/kort"], "eagerness": "immediate"}]}</script>""",
}


@pytest.mark.parametrize("way", AHEAD)
def test_a_page_that_is_fetched_ahead_is_viewed_when_it_is_shown(sites, chromium_path, way):
    """A count at the server has it already; here nobody has seen it."""
    sites.extra = AHEAD[way]
    with bare(chromium_path) as chromium:
        tab = chromium.tab(f"{sites.home}/")
        eventually(lambda: ("/kort", "prefetch") in sites.asked)
        eventually(lambda: views(sites) == ["/"])
        sites.extra = ""
        tab.run("new Promise((done) => setTimeout(done, 1200))")
        assert views(sites) == ["/"] and "/kort" not in str(sites.recorder.of())
        tab.run("location.href = '/kort'")
        eventually(lambda: views(sites) == ["/", "/kort"])


@pytest.mark.parametrize("looks", [True, False])
def test_a_page_that_is_prerendered_and_never_shown_is_not_viewed(sites, chromium_path, looks):
    """Its scripts run and may send: a tracker that does not look whether anybody sees the page counts it."""
    sites.extra = """<script type="speculationrules">{
        "prerender": [{"source": "list", "urls": ["/kort"], "eagerness": "immediate"}]}</script>"""
    if not looks:
        sites.extra += "<script>Object.defineProperty(document, 'hidden', {value: false})</script>"
    with bare(chromium_path) as chromium:
        chromium.tab(f"{sites.home}/")
        eventually(lambda: ("/kort", "prefetch;prerender") in sites.asked)
        eventually(lambda: "/" in views(sites))
        if looks:
            time.sleep(2)
        else:
            eventually(lambda: "/kort" in views(sites))
    assert sorted(views(sites)) == (["/"] if looks else ["/", "/kort"])


def test_a_tab_opened_behind_is_viewed_when_it_comes_to_the_front(sites, chromium_path):
    with bare(chromium_path) as chromium:
        front = chromium.tab(f"{sites.home}/")
        eventually(lambda: views(sites) == ["/"])
        behind = chromium.tab(f"{sites.home}/kort", behind=True)
        behind.until("self.tl && !tl.q")
        front.run("new Promise((done) => setTimeout(done, 700))")
        assert views(sites) == ["/"]
        behind.front()
        eventually(lambda: views(sites) == ["/", "/kort"])


def test_twice_the_script_is_once_the_visitor(sites, visitor):
    sites.extra = f'<script async src="/tl.js" data-key="{sites.key}"></script>'
    visitor(f"{sites.home}/kort").wait_for_timeout(900)
    assert views(sites) == ["/kort"]


def test_a_page_without_its_tracker_works(sites, visitor):
    sites.blocked = True
    tab = visitor(f"{sites.home}/jobalert")
    tab.evaluate("tl('lead_submit', {ld: 'event'})")
    tab.fill("#alert input", "jan@example.org")
    tab.click("#alert button")
    assert sites.recorder.tries == [] and tab.inner_text("h1") == "Job alert"


def test_starting_takes_little_of_the_main_thread(sites, browser):
    """Processor time of evaluating the script while the page loads, and of the first look and sending half a second
    later, as Chromium timed it: the best of nine loads, since other work on the machine makes every one longer."""
    costs = [cost(browser, f"{sites.home}/vacature/verpleegkundige") for _ in range(9)]
    start, sending, yardstick = (min(c) for c in zip(*costs, strict=True))
    median, slower = sorted(c[0] for c in costs)[4], max(1.0, yardstick / YARDSTICK_MS)
    print(f"main thread: start {start:.2f} ms (median {median:.2f}), first sending {sending:.2f} ms, "
          f"yardstick {yardstick:.2f} ms")
    assert start <= 2 * slower and sending <= 3 * slower


# Work of a known size, of which the start takes .14 to .20. Where it takes longer than this the machine is slow, and the
# start may take longer by as much; one that came to do twice the work does not pass.
YARDSTICK = """() => {
    const begin = performance.now(), seen = {}
    for (let n = 0; n < 20000; n++) seen["k" + n % 97] = JSON.stringify([n, {way: "k" + n % 7}])
    return performance.now() - begin
}"""
YARDSTICK_MS = 9.0


def cost(browser, url: str) -> tuple[float, float, float]:
    """Milliseconds of the main thread for the start of tl.js, for what it did in the 600 ms after it, and for the
    yardstick."""
    context = browser.new_context()
    tab = context.new_page()
    browser.start_tracing(page=tab, categories=["devtools.timeline"])
    tab.goto(url)
    tab.wait_for_timeout(600)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    yardstick = tab.evaluate(YARDSTICK)
    context.close()
    mine = [e for e in events if e.get("ph") == "X" and "tl.js" in json.dumps(e.get("args", {}))]
    start, later = ([e["tdur"] / 1000 for e in mine if e["name"] == name] for name in ("EvaluateScript", "FunctionCall"))
    assert start and later
    return sum(start), sum(later), yardstick
