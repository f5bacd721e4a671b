"""Links are made by the convention, and looked over before they go out."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentloop.core.intake import Context
from talentloop.website.campaigns import Seen, noticed, untold
from talentloop.website.channels import NOT_NAMED, Channels
from talentloop.website.links import MEDIUMS, SOURCES, channel_of, made, remarks, tidy

CONTEXT = Context(ZoneInfo("Europe/Amsterdam"), lambda kind, value: 1, date(2026, 6, 1),
                  own_hosts=("www.werkenbij.nl",), channels={"regiokrant": "jobboard_paid"})
CHANNELS = Channels(CONTEXT)
GOOD = "https://werkenbij.nl/vacatures?utm_source=facebook&utm_medium=paid_social&utm_campaign=loop4_bereik"


def codes(url: str) -> list[tuple[str, str]]:
    return [(r.code, r.part) for r in remarks(url, CHANNELS)]


@pytest.mark.parametrize(("text", "clean"), [
    ("Zomer 2026", "zomer-2026"), ("Één_verhaal", "een_verhaal"), ("a&b=c", "a-b-c"), ("  ", ""), ("loop4.x", "loop4.x")])
def test_names_become_small_and_without_spaces(text: str, clean: str) -> None:
    assert tidy(text) == clean


@given(st.text(max_size=40))
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_a_link_keeps_its_page_and_loses_what_it_said_before() -> None:
    link = made("werkenbij.nl/vacatures?id=7&utm_source=oud#boven",
                {"source": "Facebook", "medium": "paid_social", "campaign": "Loop 4", "content": ""})
    assert link == ("https://werkenbij.nl/vacatures?id=7&utm_source=facebook&utm_medium=paid_social"
                    "&utm_campaign=loop-4#boven")


def test_every_link_of_usual_words_is_fine_and_counts_at_a_channel() -> None:
    for source in SOURCES:
        for medium in MEDIUMS:
            link = made("https://werkenbij.nl/", {"source": source, "medium": medium, "campaign": "loop4"})
            assert (codes(link), channel_of(link, CHANNELS) == "unknown") == ([], False), link


@pytest.mark.parametrize(("url", "found"), [
    (GOOD, []),
    (GOOD.replace("facebook", "Facebook"), [("untidy", "source")]),
    (GOOD.replace("facebook", "fb"), [("other_name", "source")]),
    (GOOD.replace("&utm_medium=paid_social", ""), [("lacks", "medium")]),
    (GOOD.replace("facebook", "zomaar").replace("paid_social", "iets"), [("unknown_channel", "medium")]),
    (GOOD.replace("werkenbij.nl", "elders.nl"), [("elsewhere", "")]),
    (GOOD.replace("loop4_bereik", "jan%40voorbeeld.nl"), [("personal", "campaign")]),
    ("https://werkenbij.nl/vacatures", [("no_campaign_at_all", "")]),
    ("zomaar wat", [("no_address", "")]),
    ("https://[::1", [("no_address", "")]),
    (GOOD.replace("facebook", "google_jobs_apply").replace("paid_social", "organic"), []),
    (GOOD.replace("facebook", "regiokrant").replace("paid_social", "iets"), []),
])
def test_what_is_amiss_is_told_by_part(url: str, found: list[tuple[str, str]]) -> None:
    assert codes(url) == found


@given(st.text(max_size=80))
def test_nothing_that_is_pasted_raises(text: str) -> None:
    remarks(text, CHANNELS)
    channel_of(text, CHANNELS)


def test_campaigns_that_were_seen_are_looked_over() -> None:
    seen = [Seen("Zomer_2026", "paid_social", "facebook", 200), Seen("zomer-2026", "paid_social", "facebook", 50),
            Seen("zomer-2026", "organic_social", "facebook", 30), Seen("flyer", "unknown", "", 40),
            Seen("banner-home", "direct", "", 5, inside=60), Seen("klein", "unknown", "", 3),
            Seen("goed", "email", "", 500, inside=20)]
    found, hidden = noticed(seen, 10)
    assert [(n.code, n.names, n.visits) for n in found] == [
        ("two_spellings", ("Zomer_2026", "zomer-2026"), 280), ("wrong_case", ("Zomer_2026",), 200),
        ("own_links", ("banner-home",), 60), ("unknown_channel", ("flyer",), 40), ("lacks_medium", ("zomer-2026",), 30)]
    assert hidden == 1, "a finding about three visits is counted, and not shown"
    assert found[0].better == "zomer_2026"


def test_nothing_is_amiss_with_campaigns_by_the_convention() -> None:
    assert noticed([Seen("loop4_a", "paid_social", "facebook", 90), Seen("loop4_a", "email", "", 60)], 10) == ((), 0)


def test_source_and_medium_are_looked_over_as_the_links_wrote_them() -> None:
    def link(visits: int, source: str | None, medium: str | None, channel: str = "paid_social") -> Seen:
        return Seen("zomer", channel, "facebook", visits, 0, source, medium)

    seen = [link(300, "facebook", "paid_social"), link(40, "Facebook", "paid_social"), link(30, "fb", "Paid_Social"),
            link(20, "facebook", NOT_NAMED, "organic_social"), link(15, NOT_NAMED, "paid_social"),
            Seen("flyer", "unknown", "", 50, 0, "regiokrant", "papier"), link(60, None, None, "organic_social"),
            Seen(None, "organic_search", "", 900, 0, "google", "organic")]
    found, hidden = noticed(seen, 10)
    assert {(n.code, n.part, n.names, n.visits, n.better) for n in found} == {
        ("two_spellings", "source", ("facebook", "Facebook"), 360, "facebook"),
        ("two_spellings", "medium", ("paid_social", "Paid_Social"), 385, "paid_social"),
        ("wrong_case", "source", ("Facebook",), 40, "facebook"), ("other_name", "source", ("fb",), 30, "facebook"),
        ("wrong_case", "medium", ("Paid_Social",), 30, "paid_social"), ("lacks", "medium", ("zomer",), 20, ""),
        ("lacks", "source", ("zomer",), 15, ""), ("unknown_name", "source", ("regiokrant",), 50, ""),
        ("unknown_name", "medium", ("papier",), 50, ""), ("lacks_medium", "campaign", ("zomer",), 60, "")}
    assert hidden == 0 and untold(seen) == (515, 60), "of sixty visits nobody can tell what the link wrote"
