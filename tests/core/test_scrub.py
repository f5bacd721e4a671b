"""However an address or token stands in a text or a web address, it does not come out; campaigns and vacancies do."""

from __future__ import annotations

import base64
import secrets
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentloop.core.scrub import scrub
from talentloop.website.urls import Address, address

MAIL = "Jan.de-Vries+werk@zorg.example.org"
MAILS = st.from_regex(r"[a-z0-9][a-z0-9._+-]{0,15}@[a-z0-9-]{1,12}(\.[a-z0-9]{1,8})?\.[a-z]{2,6}", fullmatch=True)
STAY = (
    "/vacatures/verpleegkundige-ic-nachtdienst-24-32-uur-2026", "23851234567890123", "RecruitmentZorg2024VoorjaarFase2",
    "/vacatures/6f9619ff-8b86-d011-b42d-00c04fc964ff", "Zorg | NL | Prospecting | Q3_2026_Video_15s_v2",
    "/nl/werken-bij/verhalen/Senior-Developer-C-2024-Amsterdam-3", "act_1234567890123456", "meer info = hier",
    "ZorgprofessionalsNoordHollandRetargeting2026", "utm_id 120211234567890123", "2024-06-12", "/blog/06-tips",
)


@pytest.mark.parametrize("text", STAY)
def test_campaigns_vacancies_and_numbers_stay(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.parametrize("text", [
    MAIL, quote(MAIL), quote(quote(MAIL)), f"mailing {MAIL} juni", f"a,{MAIL};b", "jan%40example%2Eorg",
    base64.urlsafe_b64encode(MAIL.encode()).decode(), base64.b64encode(b"a.jansen@example.org").decode(),
])
def test_an_address_goes_however_it_is_written(text: str) -> None:
    clean = scrub(text).lower()
    assert "vries" not in clean and "jan" not in clean.replace("januari", "") and "exampl" not in clean
    assert len(clean) < len(text)


@pytest.mark.parametrize("text", ["+31612345678", "0031612345678", "06-12345678", "0612345678", "%2B31612345678"])
def test_a_telephone_number_goes(text: str) -> None:
    assert scrub(f"bel {text} nu") == "bel - nu"


@pytest.mark.parametrize("text", [
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "d41d8cd98f00b204e9800998ecf8427e", "token=abc", "session%3Dq8f7", "voornaam=Jan",
])
def test_a_token_goes(text: str) -> None:
    clean = scrub(f"/bevestig/{text}/klaar")
    assert clean in ("/bevestig/-/klaar", f"/bevestig/{text.partition('=')[0]}=-/klaar", "/bevestig/session%3D-/klaar")


@pytest.mark.parametrize("campaign", [
    "jan+werk@example.org", "mailing+jan+werk@example.org", "jan%2Bwerk%40example.org", "+@example.org",
])
def test_the_plus_of_an_address_that_a_query_reads_as_a_space_takes_no_name_along(campaign: str) -> None:
    kept = address(f"https://werkenbij.example/?utm_campaign={campaign}").campaign
    assert kept == "-"


def test_a_plus_between_words_of_a_campaign_is_a_space() -> None:
    assert address("https://werkenbij.example/?utm_campaign=zomer+zorg+%2B").campaign == "zomer zorg +"


def test_nearly_every_random_token_goes() -> None:
    gone = sum(scrub(secrets.token_urlsafe(24).strip("-_").replace("--", "a-")) == "-" for _ in range(500))
    assert gone >= 475


@given(MAILS, st.sampled_from(["path", "utm_campaign", "utm_source", "utm_medium", "email", "fragment"]),
       st.integers(0, 2))
def test_no_address_survives_in_what_is_kept_of_a_web_address(mail: str, place: str, encoded: int) -> None:
    said = mail
    for _ in range(encoded):
        said = quote(said, safe="")
    urls = {"path": f"https://werkenbij.example/bedankt/{said}/ok", "fragment": f"https://werkenbij.example/#{said}"}
    kept = address(urls.get(place, f"https://werkenbij.example/x?a=1&{place}={said}&b=2"))
    assert isinstance(kept, Address)
    for part in (kept.path, kept.source, kept.medium, kept.campaign):
        assert not part or (mail not in part and said not in part and "@" not in part and "%40" not in part)
