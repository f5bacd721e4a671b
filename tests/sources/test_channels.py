"""Channels, pages, addresses and bots: one table of examples each, and agreement with the published list of sources."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from golden import context

from talentloop.core.intake import PageRule
from talentloop.core.scrub import MASK
from talentloop.core.vocabulary import CHANNELS, NETWORKS, PAGE_TYPES
from talentloop.website import bots, pages, urls
from talentloop.website.channel_tables import BY_KIND, CLICKS, FAMILIES, MEDIUMS
from talentloop.website.channels import NOT_NAMED, Arrival, Channels, Said, family, written

CATEGORIES = Path(__file__).parents[3] / "shared/fixtures/ga4/ga4_source_categories.csv"
CHANNEL = Channels(context(own_hosts=["werkenbij.example"], channels={"Zorgkrant": "jobboard_paid"}))

ARRIVALS = [
    (Said(), None),
    (Said("(direct)", "(none)"), None),
    (Said("google", "cpc", "merk"), Arrival("paid_search", "google_search", "merk")),
    (Said("google", "organic"), Arrival("organic_search", "google_search")),
    (Said("bing", "cpc"), Arrival("paid_search")),
    (Said("google", "display"), Arrival("display_video", "google_display")),
    (Said("google", "cpm"), Arrival("display_video", "google_display")),
    (Said("facebook", "paid_social", "zorg_l3_bereik"), Arrival("paid_social", "facebook", "zorg_l3_bereik")),
    (Said("fb", "cpc"), Arrival("paid_social", "facebook")),
    (Said("ig", "social"), Arrival("organic_social", "instagram")),
    (Said("linkedin.com", "referral"), Arrival("organic_social", "linkedin")),
    (Said("newssite.example", "referral"), Arrival("referral_site")),
    (Said("google_jobs_apply", "organic", "google_jobs_apply"),
     Arrival("google_for_jobs", "google_search", "google_jobs_apply")),
    (Said("indeed", "organic"), Arrival("jobboard_free", "indeed")),
    (Said("Indeed", "CPC"), Arrival("jobboard_paid", "indeed")),
    (Said("indeed", "jobboard_paid"), Arrival("jobboard_paid", "indeed")),
    (Said("jobbird", "referral"), Arrival("jobboard_free")),
    (Said("nieuwsbrief", None), Arrival("email")),
    (Said("klant", "email", "alert"), Arrival("email", None, "alert")),
    (Said("ambassadeur", "referral_employee"), Arrival("employee_referral")),
    (Said("poster", "qr"), Arrival("event_offline")),
    (Said("whatsapp", "social"), Arrival("whatsapp_chat", "whatsapp")),
    (Said("chatgpt.com", None), Arrival("ai_assistant")),
    (Said("youtube", "cpv"), Arrival("display_video", "youtube")),
    (Said("onbekend", "cpc"), Arrival("unknown")),
    (Said("Zorgkrant", "banner-links"), Arrival("jobboard_paid")),
    (Said(click_id="gclid", referrer="https://www.google.nl/"), Arrival("paid_search", "google_search")),
    (Said(click_id="ttclid"), Arrival("paid_social", "tiktok")),
    (Said(click_id="fbclid", referrer="https://l.facebook.com/"), Arrival("organic_social", "facebook")),
    (Said("google", "organic", click_id="gclid"), Arrival("paid_search", "google_search")),
    (Said(referrer="https://www.google.co.uk/search?q=baan"), Arrival("organic_search", "google_search")),
    (Said(referrer="android-app://com.linkedin.android/"), Arrival("organic_social", "linkedin")),
    (Said(referrer="https://mail.provider.example/inbox"), Arrival("email")),
    (Said(referrer="https://docs.google.com/document/d/1"), Arrival("referral_site")),
    (Said(referrer="https://nl.indeed.com/viewjob"), Arrival("jobboard_free", "indeed")),
    (Said(referrer="https://www.werkenbij.example/vacatures"), None),
    (Said(referrer="https://ats.werkenbij.example/"), None),
    (Said("werkenbij.example", "referral"), None),
    (Said(referrer="https://shop.example/a", host="shop.example"), None),
    (Said(campaign="najaar"), Arrival("unknown", None, "najaar")),
    (Said("mailing", "email", "voor jan.jansen@example.org"), Arrival("email", None, "voor -")),
]

ATS = [
    ("Indeed", "jobboard_free", "indeed"), ("Indeed (Sponsored)", "jobboard_paid", "indeed"),
    ("LinkedIn", "organic_social", "linkedin"), ("LinkedIn (Ad Posting)", "paid_social", "linkedin"),
    ("LinkedIn (Prospecting)", "recruiter_sourcing", "linkedin"), ("Employee Referral", "employee_referral", None),
    ("Aangedragen door collega", "employee_referral", None), ("Werving- en selectiebureau", "agency", None),
    ("Agency", "agency", None), ("Campus Job Fair", "event_offline", None), ("Monster", "jobboard_free", None),
    ("Nationale Vacaturebank", "jobboard_free", None), ("Jobs page on your website", "unknown", None),
    ("Google for Jobs", "google_for_jobs", "google_search"), ("Facebook ads", "paid_social", "facebook"),
    ("WhatsApp", "whatsapp_chat", "whatsapp"), ("Twitter", "organic_social", "x"), ("", "unknown", None),
    ("Zomaar iets", "unknown", None),
]


@pytest.mark.parametrize(("said", "expected"), ARRIVALS)
def test_arrivals(said: Said, expected: Arrival | None) -> None:
    assert CHANNEL.of(said) == expected


@pytest.mark.parametrize(("name", "channel", "network"), ATS)
def test_sources_of_an_ats(name: str, channel: str, network: str | None) -> None:
    found = CHANNEL.of_ats(name)
    assert (found.channel, found.network) == (channel, network)


def test_tables_speak_the_contract() -> None:
    """Every word in the tables is a channel or network of the facts; every family has its channels."""
    assert {c for pair in BY_KIND.values() for c in pair} | set(MEDIUMS.values()) <= set(CHANNELS)
    assert {kind for kind, _, _ in FAMILIES} == set(BY_KIND)
    assert {n for _, n, _ in FAMILIES if n} | {n for n, _ in CLICKS.values()} <= set(NETWORKS)
    assert set(CLICKS) == set(urls.CLICK_IDS)


def test_agreement_with_the_published_source_categories() -> None:
    """Of the sources that we place in a group, nearly all are in Google's group too; the rest are dormant or local."""
    if not CATEGORIES.exists():
        pytest.skip("needs shared/fixtures/ga4/ga4_source_categories.csv")
    ours = {"SEARCH": {"search"}, "SOCIAL": {"social", "chat", "jobboard"}, "VIDEO": {"video", "social"}}
    seen: Counter[bool] = Counter()
    for row in csv.DictReader(CATEGORIES.open()):
        group, found = row["source_category"].rpartition("_")[2], family(row["source"])
        if group in ours and found:
            seen[found.kind in ours[group]] += 1
    agrees = seen[True] / sum(seen.values())
    print(f"{sum(seen.values())} sources placed, {agrees:.1%} agree")
    assert sum(seen.values()) > 300
    assert agrees > 0.93


@pytest.mark.parametrize(("url", "host", "path"), [
    ("https://www.werkenbij.example/vacatures/?utm_source=x#top", "werkenbij.example", "/vacatures/"),
    ("https://a.example", "a.example", "/"),
    ("/bevestig/jan.jansen@example.org/ok", "", "/bevestig/-/ok"),
    ("/bevestig/jan.jansen%40example.org", "", "/bevestig/-"),
    ("/bel/+31612345678", "", "/bel/-"),
    ("/vacature/verpleegkundige-2026", "", "/vacature/verpleegkundige-2026"),
    ("http://[kapot", "", ""),
])
def test_addresses_keep_no_query_and_no_person(url: str, host: str, path: str) -> None:
    found = urls.address(url)
    assert (found.host, found.path) == (host, path)


def test_addresses_keep_the_campaign_and_the_kind_of_click_only() -> None:
    found = urls.address("https://a.example/x?utm_source=LinkedIn&utm_medium=paid_social&utm_campaign=l3&li_fat_id=abc123"
                         "&email=jan@example.org")
    assert found == urls.Address("a.example", "/x", "LinkedIn", "paid_social", "l3", "li_fat_id")
    assert urls.address("/x?gad_source=1&gad_campaignid=77") == urls.Address("", "/x", campaign="77", click_id="gclid")


@pytest.mark.parametrize(("path", "page_type", "vacancy"), [
    ("/", "home", None), ("/nl/", "home", None), ("/werkenbij/", "home", None), ("/vacatures", "job_list", None),
    ("/vacatures/zoeken", "job_list", None), ("/vacatures/verpleegkundige-123", "job", "verpleegkundige-123"),
    ("/nl/vacature/123/solliciteren", "form", "123"), ("/jobs/engineer/apply", "form", "engineer"),
    ("/vacature/kok-9/bedankt", "thank_you", "kok-9"), ("/team/it", "team", None), ("/verhalen/anna", "content", None),
    ("/privacy", "other", None),
])
def test_pages_by_their_usual_words(path: str, page_type: str, vacancy: str | None) -> None:
    found = pages.page(path)
    assert (found.page_type, found.vacancy) == (page_type, vacancy)
    assert found.page_type in PAGE_TYPES


def test_rules_of_the_client_go_first() -> None:
    client = context(page_rules=[{"pattern": r"^/verhalen/anna", "evp_theme": "ontwikkeling"},
                                 {"pattern": r"^/verhalen", "page_type": "team", "content": "verhaal"}])
    found = pages.page("/verhalen/anna", client.page_rules)
    assert (found.page_type, found.content, found.evp_theme) == ("team", "verhaal", "ontwikkeling")


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
PHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 "
         "Safari/604.1")
CUBOT = "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


@pytest.mark.parametrize(("agent", "made_by", "device"), [
    (CHROME, "human", "desktop"), (PHONE, "human", "mobile"), (CUBOT, "human", "mobile"),
    (PHONE.replace("iPhone;", "iPad;").replace("Mobile/15E148 ", ""), "human", "tablet"),
    (PHONE + " [Pinterest/iOS]", "human", "mobile"), (PHONE + " LinkedInApp/9.1", "human", "mobile"),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "bot_known", "other"),
    ("WhatsApp/2.23.20.0", "bot_known", "other"), ("facebookexternalhit/1.1", "bot_known", "other"),
    ("LinkedInBot/1.0 (compatible; Mozilla/5.0)", "bot_known", "other"), ("curl/8.5.0", "bot_known", "other"),
    ("-", "bot_suspect", "other"), ("Mozilla/5.0", "bot_suspect", "other"),
    (CHROME.replace("Chrome", "HeadlessChrome"), "bot_known", "desktop"),
])
def test_who_made_a_request(agent: str, made_by: str, device: str) -> None:
    assert (bots.traffic_class(agent), bots.device(agent)) == (made_by, device)


def test_a_crawler_of_the_open_list_is_known_and_people_are_not() -> None:
    """Every example of the list of crawlers is a machine; what browsers say is not."""
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA

    agents = [agent for one in CRAWLER_USER_AGENTS_DATA for agent in one["instances"]]
    assert len(agents) > 1000
    assert not [a for a in agents if bots.traffic_class(a) == "human"]


def test_marks_of_a_page_stand_under_the_clients_rules_and_over_the_words_in_its_path() -> None:
    rules = (PageRule(re.compile("^/verhaal"), "content", evp_theme="groei"),)
    marked = pages.Marked("job", "verhaal van Noor", "balans", "1234")
    assert pages.page("/verhaal/noor", rules, marked) == pages.Page(
        "/verhaal/noor", "content", "verhaal van Noor", "groei", "1234")
    assert pages.page("/iets", (), marked).page_type == "job"
    assert pages.page("/iets", (), pages.Marked("verzonnen")).page_type == "other"


@pytest.mark.parametrize(("said", "source", "medium"), [
    (Said("FaceBook", "Paid_Social", "x"), "FaceBook", "Paid_Social"), (Said("fb", None, "x"), "fb", NOT_NAMED),
    (Said(None, None, "x"), NOT_NAMED, NOT_NAMED), (Said(None, None, "x", "gclid"), None, None),
    (Said("(direct)", "(none)"), None, None), (Said(referrer="https://google.nl/"), None, None),
    (Said("jan@voorbeeld.nl", "email", "x"), MASK, "email")])
def test_source_and_medium_stay_as_they_were_written(said: Said, source: str | None, medium: str | None) -> None:
    assert written(said) == (source, medium)
    assert CHANNEL.columns(said)[3:] == (source, medium)
