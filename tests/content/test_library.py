"""Rules say what pages are: how many each catches, and what becomes of client.toml."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from talentloop.content.arrivals import seen_campaigns
from talentloop.content.library import add_rule, library, remove_rule, rule_of, would_catch
from talentloop.core.errors import BadInput, PlanMoved
from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.core.period import Period
from talentloop.people import DERIVATIONS
from talentloop.store.planfile import plan_version
from talentloop.website.campaigns import Seen
from talentloop.website.pages import page
from talentloop.workspace import Workspace

DAY = date(2026, 3, 2)
HITS = [  # visitor, minute, page, campaign, channel
    (1, 0, "/verhalen/lachen", "zomer", "paid_social"), (1, 3, "/verhalen/nacht", "banner", "unknown"),
    (2, 0, "/verhalen/lachen", None, None), (2, 1, "/vacatures/arts", None, None),
    (3, 0, "/raar", "zomer", "paid_social"),
]


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    found = Workspace.create(tmp_path / "client", "Bakker")
    text = (found.path / "client.toml").read_text()
    (found.path / "client.toml").write_text(text.replace('currency = "EUR"', 'currency = "EUR"\nas_of = 2026-03-10'))
    n = len(HITS)
    rows = Rows("web_hits", {
        "event": list(range(1, n + 1)), "at": [datetime(2026, 3, 2, 9, h[1]) for h in HITS], "day": [DAY] * n,
        "visitor": [h[0] for h in HITS], "identity": ["persistent"] * n, "consent": ["full"] * n,
        "traffic_class": ["human"] * n, "kind": ["page_view"] * n, "page": [h[2] for h in HITS],
        "campaign": [h[3] for h in HITS], "utm_source": ["facebook", "site", None, None, None],
        "utm_medium": ["paid_social", "(none)", None, None, None], "channel": [h[4] for h in HITS],
        "provenance": ["measured"] * n})
    found.lake.take(Batch("hits:1", "collector", datetime(2026, 3, 3), iter([rows]), lambda: Period.of_days(DAY, 1)),
                    DERIVATIONS)
    return found


def version(home: Workspace) -> str:
    return plan_version(home.path / "client.toml")


def test_each_rule_says_how_many_pages_it_catches_and_what_none_catches(home: Workspace) -> None:
    found = library(home)
    assert [(p.path, p.views) for p in found.pages][:1] == [("/verhalen/lachen", 2)]
    caught = {c.rule.page_type: (c.pages, c.views) for c in found.rules}
    assert caught["content"] == (2, 3) and caught["job"] == (1, 1) and caught["thank_you"] == (0, 0)
    assert [p.path for p in found.unruled] == ["/raar"]


def test_a_rule_goes_before_all_others_into_client_toml_and_the_audit_log(home: Workspace) -> None:
    many = len(home.settings.pages)
    rule = rule_of("is", "/verhalen/nacht/", "team", "werksfeer & collega's")
    assert would_catch(home, rule) == ("/verhalen/nacht",)
    add_rule(home, rule, version(home))
    pages = {p.path: p for p in library(Workspace(home.path)).pages}
    assert (pages["/verhalen/nacht"].page_type, pages["/verhalen/nacht"].theme) == ("team", "werksfeer & collega's")
    assert pages["/verhalen/lachen"].page_type == "content"
    assert "# De instellingen" in (home.path / "client.toml").read_text(), "what is explained there stays"
    assert [e.facts["key"] for e in home.audit.entries() if e.what == "definition"] == ["page"]
    remove_rule(home, 0, version(home))
    assert len(Workspace(home.path).settings.pages) == many


def test_who_was_second_is_told_so(home: Workspace) -> None:
    seen = version(home)
    add_rule(home, rule_of("starts", "/raar", "other"), seen)
    for late in (lambda: add_rule(home, rule_of("starts", "/raar", "other"), seen), lambda: remove_rule(home, 0, seen)):
        with pytest.raises(PlanMoved):
            late()


@pytest.mark.parametrize(("how", "path", "kind"), [
    ("is", "", "team"), ("starts", "/a", ""), ("regex", "/a", "team"), ("starts", "/a", "lunch"),
    ("contains", "jan@voorbeeld.nl", "team")])
def test_what_is_no_rule_is_refused(how: str, path: str, kind: str) -> None:
    with pytest.raises(BadInput):
        rule_of(how, path, kind)


@pytest.mark.parametrize(("how", "path", "fits", "misses"), [
    ("is", "/a-b.c", "/a-b.c/", "/a-bxc"), ("starts", "a(b", "/a(b/c", "/x/a(b"), ("contains", "+b", "/a/+b/c", "/a/ab")])
def test_signs_in_an_address_are_taken_as_they_are(how: str, path: str, fits: str, misses: str) -> None:
    pattern = rule_of(how, path, "team").pattern
    assert pattern.search(fits) and not pattern.search(misses)


def test_campaigns_are_counted_by_visits_and_in_the_middle_of_one(home: Workspace) -> None:
    assert seen_campaigns(home) == (
        Seen("zomer", "paid_social", "", 1, 0, "facebook", "paid_social"), Seen("zomer", "paid_social", "", 1),
        Seen("banner", "direct", "", 0, 1)), "the visit in which a banner was clicked counts at what it began with"


def test_whom_a_page_is_meant_for_is_a_rule_like_its_theme(home: Workspace) -> None:
    add_rule(home, rule_of("is", "/verhalen/nacht", persona="zij-instromer"), version(home))
    pages = {p.path: p for p in library(Workspace(home.path)).pages}
    assert (pages["/verhalen/nacht"].persona, pages["/verhalen/nacht"].page_type) == ("zij-instromer", "content")
    assert pages["/verhalen/lachen"].persona is None
    assert page("/verhalen/nacht", Workspace(home.path).settings.pages).about[4] == "zij-instromer"
