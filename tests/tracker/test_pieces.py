"""The optional pieces: consent banners as they announce themselves, an id over two domains, one that the server sets."""

from __future__ import annotations

import pytest

from .bare import eventually
from .test_modes import CONSENT

pytestmark = pytest.mark.browser
PIECE = '<script async src="/{}"></script>'

# What each banner does in a page when the visitor says yes, and when they say no, by its own documentation.
BANNERS = {
    "Cookiebot": ("self.Cookiebot = {hasResponse: true, consent: {statistics: %s}}; "
                  "dispatchEvent(new Event('CookiebotOnConsentReady'))", "true", "false"),
    "OneTrust": ("self.OnetrustActiveGroups = '%s'; "
                 "dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', {detail: []}))",
                 ",C0001,C0002,", ",C0001,"),
    "CookieYes": ("document.dispatchEvent(new CustomEvent('cookieyes_consent_update', {detail: {accepted: [%s]}}))",
                  "'necessary', 'analytics'", "'necessary'"),
    "CookieYes, known already": ("document.dispatchEvent(new CustomEvent('cookieyes_banner_load', {detail: "
                                 "{isUserActionCompleted: true, categories: {analytics: %s}}}))", "true", "false"),
    "Complianz": ("self.cmplz_has_consent = (kind) => kind == 'statistics' && %s; "
                  "document.dispatchEvent(new Event('cmplz_status_change'))", "true", "false"),
    "Cookie Information": ("self.CookieInformation = {getConsentGivenFor: "
                           "(kind) => kind == 'cookie_cat_statistic' && %s}; "
                           "dispatchEvent(new Event('CookieInformationConsentGiven'))", "true", "false"),
    "Consent Mode": ("0; function gtag() { dataLayer.push(arguments) } "
                     "gtag('consent', 'update', {analytics_storage: '%s'})",
                     "granted", "denied"),
    "TCF": ("self.answers.forEach((told) => told({gdprApplies: true, eventStatus: 'useractioncomplete', "
            "purpose: {consents: {1: true, 7: true, 8: %s}}}, true))", "true", "false"),
}
TCF = "<script>self.answers = []; self.__tcfapi = (verb, version, told) => answers.push(told)</script>"


def modes(sites) -> list[str]:
    return ["".join(sorted({sent.c})) for e, sent in sites.recorder.events if e.n == "other"]


@pytest.mark.parametrize("banner", BANNERS)
def test_a_banner_s_answer_is_passed_on(sites, visitor, banner):
    script, yes, no = BANNERS[banner]
    sites.extra = TCF + PIECE.format("tl-consent.js")
    tab = visitor(f"{sites.home}/kort")
    tab.wait_for_function("self.tl && !tl.q")
    for sent, answer in enumerate((yes, no), start=1):
        tab.evaluate(script % answer)
        tab.evaluate("tl('other', {name: 'now'})")
        eventually(lambda sent=sent: len(modes(sites)) == sent)  # two requests under way may overtake each other
    assert modes(sites) == ["f", "l"]


def test_a_default_of_consent_mode_is_no_answer(sites, visitor):
    sites.extra = "<script>dataLayer = [['consent', 'default', {analytics_storage: 'denied'}]]</script>"
    sites.extra += PIECE.format("tl-consent.js")
    tab = visitor()
    tab.context.add_cookies([{"name": "tl_id", "value": "a" * 22, "url": sites.home}])
    tab.goto(f"{sites.home}/kort")
    eventually(lambda: sites.recorder.of("page_view"))
    tab.wait_for_timeout(300)
    assert {b.id for b in sites.recorder.batches} == {"a" * 22}, "who consented before is not forgotten by a default"


def test_an_id_goes_along_to_another_domain_of_the_employer(sites, visitor):
    other = sites.home.replace("127.0.0.1", "localhost")
    sites.attributes = f'data-hosts="{sites.home[7:]} {other[7:]}"'
    sites.extra = CONSENT + f'<script src="/tl-link.js" {sites.attributes}></script>'
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: any(b.c == "f" for b in sites.recorder.batches) or tab.context.cookies())
    tab.evaluate(f"document.querySelector('#home').href = '{other}/onze-mensen?van=kort#top'")
    sites.extra = sites.extra.removeprefix(CONSENT)
    tab.click("#home")
    tab.wait_for_url(f"{other}/onze-mensen?van=kort#top")
    eventually(lambda: any(e.u.startswith(other) for e in sites.recorder.of("page_view")))
    assert len({b.id for b in sites.recorder.batches if b.id}) == 1
    assert {sent.c for e, sent in sites.recorder.events if e.u.startswith(other)} == {"f"}
    assert [e.r for e in sites.recorder.of("page_view") if e.u.startswith(other)] == [""], "one's own site is no referrer"


@pytest.mark.parametrize("mark", ["0" * 22 + ".zzz", "0" * 22 + ".{old}", "short.{new}"])
def test_a_mark_that_is_old_or_made_up_is_not_believed(sites, visitor, mark):
    other = sites.home.replace("127.0.0.1", "localhost")
    sites.extra = f'<script src="/tl-link.js" data-hosts="{other[7:]}"></script>'
    tab = visitor()
    now = int(tab.evaluate("Date.now()"))
    filled = mark.format(old=in_36(now - 130_000), new=in_36(now))
    tab.goto(f"{sites.home}/kort?tl={filled}", referer=f"{other}/")
    eventually(lambda: sites.recorder.of("page_view"))
    assert tab.context.cookies() == []


def in_36(number: int) -> str:
    digits = ""
    while number:
        number, last = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[last] + digits
    return digits


ID_PIECE = '<script async src="/tl-id.js" data-key="{}"></script>'


def test_the_server_is_asked_once_to_set_the_id_as_well(sites, visitor):
    sites.extra = CONSENT + ID_PIECE.format(sites.key)
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: told_of_ids(sites))
    tab.goto(f"{sites.home}/")
    tab.wait_for_timeout(2300)
    [id] = [c["value"] for c in tab.context.cookies() if c["name"] == "tl_id"]
    assert told_of_ids(sites) == [("f", id)]
    tab.evaluate("tl('consent', false)")
    eventually(lambda: len(told_of_ids(sites)) > 1)
    assert told_of_ids(sites)[1:] == [("l", id)]  # taken back, and told
    assert [(c["name"], c["value"]) for c in tab.context.cookies()] == [("tl_end", id[-6:])], "for a minute"


def told_of_ids(sites) -> list[tuple[str, str]]:
    return [(told["c"], told["id"]) for told in sites.recorder.ids if told["k"] == sites.key]


@pytest.mark.parametrize("late", ["tl.js", "tl-id.js"])
@pytest.mark.parametrize(("way", "says"), [("opted out", "o"), ("a colleague", "l"), ("taken back", "l")])
def test_an_end_is_heard_whichever_script_comes_first(sites, visitor, late, way, says):
    sites.late, sites.extra = late, CONSENT + ID_PIECE.format(sites.key)
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: told_of_ids(sites))
    [(_, id)] = told_of_ids(sites)
    sites.extra = ID_PIECE.format(sites.key)
    if way == "taken back":
        sites.extra += "<script>tl('consent', false)</script>"
    token = {"opted out": "?tl-optout=s", "a colleague": "?tl-optout=i12345678.abc", "taken back": ""}[way]
    tab.goto(f"{sites.home}/{token}")
    eventually(lambda: len(told_of_ids(sites)) > 1)
    sites.extra = ID_PIECE.format(sites.key)
    tab.goto(f"{sites.home}/kort")  # nothing more is told on the next page
    tab.wait_for_timeout(1200)
    assert told_of_ids(sites) == [("f", id), (says, id)]


def test_an_end_that_no_piece_saw_is_heard_on_the_next_page(sites, visitor):
    sites.extra = CONSENT + ID_PIECE.format(sites.key)
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: told_of_ids(sites))
    [(_, id)] = told_of_ids(sites)
    sites.extra = ""
    tab.goto(f"{sites.home}/?tl-optout=s")
    tab.wait_for_timeout(700)
    sites.extra = ID_PIECE.format(sites.key)
    tab.goto(f"{sites.home}/kort")
    eventually(lambda: len(told_of_ids(sites)) > 1)
    assert told_of_ids(sites) == [("f", id), ("o", id)]


@pytest.mark.parametrize("leaves", [False, True])
def test_an_id_that_a_slow_server_sets_after_its_end_goes_again(sites, visitor, leaves):
    sites.recorder.mood, sites.extra = "slow", CONSENT + ID_PIECE.format(sites.key)
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: told_of_ids(sites))
    [(_, id)] = told_of_ids(sites)
    tab.evaluate("tl('consent', false)")
    eventually(lambda: told_of_ids(sites) == [("f", id), ("l", id)])
    sites.extra = ID_PIECE.format(sites.key)
    if leaves:
        tab.goto(f"{sites.home}/")
    tab.wait_for_timeout(4500)
    assert [c["name"] for c in tab.context.cookies() if c["name"] != "tl_end"] == []
    if not leaves:
        tab.goto(f"{sites.home}/")
    there = f"{sites.home}/?"
    eventually(lambda: any(e.u == there for e in sites.recorder.of("page_view")))
    assert {(sent.c, sent.id) for e, sent in sites.recorder.events if e.u == there} == {("l", None)}
    assert told_of_ids(sites) == [("f", id), ("l", id)]


@pytest.mark.parametrize("token", ["s", "i12345678.abc"])
def test_an_opt_out_is_not_lost_to_a_slow_server(sites, visitor, token):
    sites.recorder.mood, sites.extra = "slow", CONSENT + ID_PIECE.format(sites.key)
    tab = visitor(f"{sites.home}/kort")
    eventually(lambda: told_of_ids(sites))
    sites.extra = ID_PIECE.format(sites.key)
    tab.goto(f"{sites.home}/?tl-optout={token}")
    tab.wait_for_timeout(4500)
    assert {c["name"]: c["value"] for c in tab.context.cookies() if c["name"] != "tl_end"} == {"tl_id": token}
    [(_, id), (says, ended)] = told_of_ids(sites)
    assert (ended, says) == (id, "o" if token == "s" else "l")


def test_consent_given_anew_within_the_minute_is_consent(sites, visitor):
    sites.extra = CONSENT + ID_PIECE.format(sites.key)
    tab = visitor(f"{sites.home}/kort")
    for given, decisions in ((False, 2), (True, 3)):
        tab.wait_for_timeout(2300)  # the answer is there
        tab.evaluate(f"tl('consent', {str(given).lower()})")
        eventually(lambda n=decisions: len(told_of_ids(sites)) == n)
    (_, first), (_, ended), (anew, second) = told_of_ids(sites)
    assert first == ended != second and anew == "f"
    tab.wait_for_timeout(2300)
    assert {c["value"] for c in tab.context.cookies() if c["name"] in ("tl_id", "tl_set")} == {second}
