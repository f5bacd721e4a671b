"""What is sent is refused with a reason or lands in the facts, once, under the rules that every source follows."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from caller import Caller, rows
from conftest import AGENT, KEY, ORIGIN, body, client, event, new_id, sent

from talentloop.collect.script import NAMES, script
from talentloop.command.collecting import link_token, stands
from talentloop.core.kpi import Focus
from talentloop.workspace import Workspace

DAY = 86_400_000
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def now_ms() -> int:
    return int(time.time() * 1000)


def test_a_page_view_lands_in_the_facts_with_page_channel_and_theme(workspace: Workspace) -> None:
    view = event(path="/verhalen/noor?utm_source=linkedin&utm_medium=paid_social&utm_campaign=zorg",
                 r="https://www.linkedin.com/feed")
    with Caller(workspace) as caller:
        assert caller.post(body(view)).status == 204
        hit, = caller.facts()
    told = {n: hit[n] for n in ("kind", "page", "page_type", "evp_theme", "channel", "network", "campaign", "device",
                                "identity", "consent", "traffic_class", "source")}
    assert told == {"kind": "page_view", "page": "/verhalen/noor", "page_type": "content", "evp_theme": "groei",
                    "channel": "paid_social", "network": "linkedin", "campaign": "zorg", "device": "desktop",
                    "identity": "daily", "consent": "limited", "traffic_class": "human", "source": "collector"}
    assert hit["visitor"] is not None
    assert len(rows(workspace, "visits")) == 1


def test_with_full_consent_the_id_lasts_and_a_form_tells_who_it_was(workspace: Workspace) -> None:
    id = new_id()
    lead = event("lead_submit", "/job-alert", x={"ld": "job_alert", "em": " Noor@Voorbeeld.example "})
    done = event("application_complete", "/vacatures/verpleegkundige/solliciteren", x={"ap": "4711"})
    with Caller(workspace) as caller:
        assert caller.post(body(lead, done, c="f", id=id)).status == 204
        hits = {h["kind"]: h for h in caller.facts()}
        told, = rows(workspace, "leads")
    pseudonym = workspace.context.pseudonym
    assert {h["visitor"] for h in hits.values()} == {pseudonym("visitor", id)}
    assert {h["identity"] for h in hits.values()} == {"persistent"}
    assert hits["lead_submit"]["person"] == told["person"] == pseudonym("person", "noor@voorbeeld.example")
    assert hits["application_complete"]["application"] == pseudonym("application", "4711")
    assert hits["application_complete"]["vacancy"] == "verpleegkundige"
    assert (told["kind"], told["test"], told["source"]) == ("job_alert", False, "collector")


def test_without_consent_neither_address_nor_click_id_nor_person_is_kept(workspace: Workspace) -> None:
    ad = event(path="/?gclid=abc&utm_source=google&utm_medium=cpc", x={"em": "noor@voorbeeld.example"})
    with Caller(workspace) as caller:
        assert caller.post(body(ad)).status == 204
        hit, = caller.facts()
    assert (hit["person"], hit["channel"]) == (None, "paid_search")


def test_a_browser_without_an_id_is_one_on_a_day_and_another_the_next(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        site = caller.service.clients[0].site
        today = datetime.now(ZoneInfo("Europe/Amsterdam")).replace(tzinfo=None)
        noon = today.replace(hour=12)
        same = [site.salts.visitor(today.date(), lambda: noon, "203.0.113.0/24", AGENT) for _ in range(2)]
        tomorrow = noon + timedelta(days=1)
        later = site.salts.visitor(tomorrow.date(), lambda: tomorrow, "203.0.113.0/24", AGENT)
        assert same[0] == same[1] != later
        caller.post(body(), address="203.0.113.7")
        caller.post(body(), address="203.0.113.99")  # the same /24
        caller.post(body(), address="203.0.114.7")
        assert len({h["visitor"] for h in caller.facts()}) == 2


def test_a_salt_lives_less_than_two_days_and_is_overwritten(tmp_path: Path) -> None:
    from talentloop.collect.salt import Salts

    salts, morning = Salts(tmp_path / "salts"), datetime(2026, 3, 28, 8)
    kept = salts.visitor(date(2026, 3, 28), lambda: morning, "a", "b")
    salt = (tmp_path / "salts" / "2026-03-28.salt").read_bytes()
    again = Salts(tmp_path / "salts")
    assert again.visitor(date(2026, 3, 28), lambda: morning, "a", "b") == kept  # a restart changes nobody
    assert salts.sweep(morning + timedelta(hours=24)) == 0  # what comes late still has its visitor
    assert salts.sweep(morning + timedelta(hours=29)) == 1
    assert salts.visitor(date(2026, 3, 28), lambda: morning + timedelta(hours=29), "a", "b") is None
    assert not any(salt in path.read_bytes() for path in (tmp_path / "salts").iterdir())


NOT_A_PAGE = "https://elders.example/vacatures"
REFUSED: Mapping[str, tuple[bytes, dict[str, Any]]] = {
    "malformed": (b'{"v":1', {}),
    "unknown_site": (json.dumps({**sent(), "k": "another-key"}).encode(), {}),
    "origin": (body(), {"headers": {"origin": "https://elders.example"}}),
    "other_site": (body({**event(), "u": NOT_A_PAGE}), {}),
    "too_old": (body(event(t=now_ms() - 8 * DAY)), {}),
    "future": (body(event(t=now_ms() + DAY)), {}),
    "no_id": (body(c="f"), {}),
    "too_large": (b" " * 17_000, {}),
    "method": (b"", {"method": "PUT"}),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_refused_says_why_and_is_counted(workspace: Workspace, reason: str) -> None:
    content, options = REFUSED[reason]
    with Caller(workspace) as caller:
        said = caller.ask(options.get("method", "POST"), "/tl", content, options.get("headers"))
        assert (said.reason, said.status // 100) == (reason, 4)
        assert caller.service.collector.answers[reason] == 1
        assert caller.facts() == []


@pytest.mark.parametrize("wrong", [
    b"", b"null", b"[]", b'"text"', b"{}", b"\xff\xfe", b"[" * 5000, b'{"v":2}',
    json.dumps({**sent(), "more": 1}).encode(),
    body({**event(), "n": "purchase"}), body({**event(), "i": "short"}), body({**event(), "t": "now"}),
    body({**event(), "t": -1}), body({**event(), "sc": 101}), body({**event(), "ms": 10**12}),
    body({**event(), "x": {"em": ["a"]}}), body({**event(), "t": 1e300}), json.dumps({**sent(), "e": []}).encode(),
    json.dumps({**sent(), "e": [event()] * 21}).encode(), json.dumps({**sent(), "c": "x"}).encode(),
], ids=range(20))
def test_what_the_tracker_never_sends_is_malformed(workspace: Workspace, wrong: bytes) -> None:
    with Caller(workspace) as caller:
        assert caller.post(wrong).reason == "malformed"


def test_a_wrong_clock_is_put_right(workspace: Workspace) -> None:
    off = 5 * 365 * DAY
    with Caller(workspace) as caller:
        assert caller.post(body(event(t=now_ms() + off - 60_000), at=now_ms() + off)).status == 204
        hit, = caller.facts()
    assert abs((datetime.fromtimestamp(time.time() - 60) - datetime.fromtimestamp(time.time())) -
               (hit["at"] - datetime.utcfromtimestamp(time.time()))) < timedelta(seconds=10)


def test_the_same_event_counts_once_in_a_batch_and_over_batches(workspace: Workspace) -> None:
    one = event()
    with Caller(workspace) as caller:
        for _ in range(3):
            assert caller.post(body(one, event("engage", ms=1000))).status == 204
        assert sum(h["kind"] == "page_view" for h in caller.facts()) == 1
        assert caller.post(body(one)).status == 204
        assert sum(h["kind"] == "page_view" for h in caller.facts()) == 1


def test_a_page_loaded_again_at_once_is_no_second_view(workspace: Workspace) -> None:
    first, now = event(), now_ms()
    again, later = event(t=now - 1000, x={"re": 1}), event(t=now, x={"re": True})
    with Caller(workspace) as caller:
        caller.post(body({**first, "t": now - 4000}, again))
        caller.post(body({**later, "t": now + 9000}))
        assert sorted(h["kind"] for h in caller.facts()) == ["other", "page_view", "page_view"]


@pytest.mark.parametrize("told, expected", [
    ({}, "human"), ({"headers": {"user-agent": CRAWLER}}, "bot_known"), ({"headers": {"user-agent": ""}}, "bot_suspect"),
    ({"address": "198.51.100.20"}, "internal"), ({"address": "::ffff:198.51.100.20"}, "internal"),
    ({"headers": {"x-forwarded-for": "9.9.9.9, 198.51.100.20"}, "address": "127.0.0.1"}, "internal"),
    ({"headers": {"x-forwarded-for": "198.51.100.20"}, "address": "203.0.113.7"}, "human"),  # anybody can say that
])
def test_who_made_it_is_told_apart_and_kept(workspace: Workspace, told: dict[str, Any], expected: str) -> None:
    with Caller(workspace) as caller:
        assert caller.post(body(), **told).status == 204
        assert [h["traffic_class"] for h in caller.facts()] == [expected]


def test_a_signed_link_makes_traffic_internal_and_a_forged_one_does_not(workspace: Workspace) -> None:
    signed = link_token(workspace, "internal")
    forged = signed[:-1] + ("A" if signed[-1] != "A" else "B")
    with Caller(workspace) as caller:
        for token in (signed, forged, link_token(workspace, "silent"), "i", "€" * 200):
            assert caller.post(body(o=token)).status == 204
        caller.post(body(d=1))
        assert sorted(h["traffic_class"] for h in caller.facts()) == ["human"] * 4 + ["internal", "test"]


def test_an_address_that_asks_too_often_is_told_so_and_others_are_not(workspace: Workspace) -> None:
    with Caller(workspace, rate=5) as caller:
        said = [caller.post(body()).status for _ in range(7)]
        assert said == [204] * 5 + [429] * 2
        assert caller.post(body(), address="192.0.2.1").status == 204


def test_the_memory_of_addresses_is_bounded() -> None:
    from talentloop.collect.rates import MOST_ADDRESSES, Rates

    rates = Rates(1)
    for n in range(MOST_ADDRESSES + 5):
        assert rates.allows(str(n), 1.0)
    assert len(rates._counts) <= MOST_ADDRESSES


def test_one_client_cannot_send_for_another(tmp_path: Path) -> None:
    zorg, bouw = client(tmp_path / "zorg"), client(tmp_path / "bouw", "bouwkey-5678", "werkenbij.bouw.example")
    with Caller(zorg, bouw) as caller:
        stolen = json.dumps({**sent(), "k": "bouwkey-5678"}).encode()
        assert caller.post(stolen).reason == "origin"
        theirs = {"origin": "https://werkenbij.bouw.example"}
        assert caller.post(stolen, headers=theirs).reason == "other_site"
        assert caller.post(body(), headers=theirs).reason == "origin"
        assert caller.facts() == []
        assert rows(bouw) == []


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=HYPERLINK(1)",
                                  "'; DROP TABLE web_hits; --", "\u0000\u202e", "%0d%0aSet-Cookie:a=b"])
def test_what_is_written_in_a_campaign_or_a_mark_stays_text(workspace: Workspace, evil: str) -> None:
    from urllib.parse import quote

    view = event(path=f"/?utm_source=x&utm_medium=email&utm_campaign={quote(evil)}", ct=evil, th=evil, va=evil,
                 r=f"https://elders.example/{quote(evil)}")
    with Caller(workspace) as caller:
        said = caller.post(body(view))
        assert said.status == 204
        hit, = caller.facts()
    assert (hit["kind"], hit["channel"]) == ("page_view", "email")


def test_a_script_in_a_campaign_a_referrer_or_a_title_does_not_come_out_in_the_report(workspace: Workspace) -> None:
    evil = "<script>alert(1)</script>"
    with Caller(workspace) as caller:
        for n in range(20):
            where = f"?utm_source={evil}&utm_medium=email&utm_campaign={evil}" if n % 2 else ""
            view = event(path=f"/vacatures/{evil}{where}", r=f"https://{evil}/{evil}", ct=evil, th=evil, va=evil)
            assert caller.post(body(view), address=f"203.0.113.{n}").status == 204
        assert len(caller.facts()) == 20
    workspace.start_loop(Focus.REACH, evil, start=workspace.today - timedelta(days=1))
    assert "alert(1)" in (page := workspace.report().html())  # the strategy is shown, as text
    assert "<script" not in page.lower()


def test_no_header_can_be_put_into_an_answer(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        for origin in (f"{ORIGIN}\r\nset-cookie: a=b", f"{ORIGIN}\nx: y", "https://werkenbij.zorgplus.example\u0000"):
            said = caller.post(body(), headers={"origin": origin})
            assert not any("\n" in v or "\r" in v for v in said.headers.values())


def test_the_servers_cookie_is_first_party_and_only_for_the_clients_domain(workspace: Workspace) -> None:
    def ask(**more: Any) -> bytes:
        return json.dumps({"v": 1, "k": KEY, "c": "f", "id": new_id(), **more}).encode()

    with Caller(workspace) as caller:
        said = caller.post(ask(d=".zorgplus.example"), "/tl/id")
        assert said.status == 204
        id, known = said.headers["set-cookie"].splitlines()
        assert all(part in id for part in ("Max-Age=34128000", "Secure", "SameSite=Lax", "Domain=zorgplus.example"))
        assert (id[:6], known) == ("tl_id=", "tl_set" + id[5:]), "the note that it is known lasts as long as the id"
        assert caller.post(ask(d=".example.com"), "/tl/id").reason == "bad_domain"
        assert caller.post(ask(d="a.example; Domain=x"), "/tl/id").reason == "malformed"
        assert caller.post(ask(), "/tl/id", headers={"origin": "https://elders.example"}).reason == "origin"


def test_scripts_come_with_a_tag_of_their_content(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        for name in NAMES:
            found, said = script(name), caller.ask("GET", f"/{name}")
            assert said.status == (200 if found else 404)
            if found:
                assert said.body == found.body
                assert caller.ask("GET", f"/{name}", headers={"if-none-match": found.tag}).status == 304


def test_health_and_metrics_say_how_it_stands_to_this_machine_alone(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        caller.post(body(), headers={"origin": "https://elders.example"})
        caller.post(body())
        assert caller.ask("GET", "/tl/health").body == b"ok\n"
        assert caller.ask("GET", "/tl/metrics").status == 404
        assert caller.ask("GET", "/tl/metrics", address="127.0.0.1", headers={"x-forwarded-for": "1.2.3.4"}).status == 404
        told = caller.ask("GET", "/tl/metrics", address="127.0.0.1").body.decode()
    assert 'talentloop_requests_total{answer="ok"} 1.0' in told
    assert 'talentloop_requests_total{answer="origin"} 1.0' in told
    assert 'talentloop_waiting{client="zorg"} 1.0' in told


def test_last_event_and_refusals_can_be_read_by_others(workspace: Workspace) -> None:
    assert stands(workspace).seen is None
    with Caller(workspace) as caller:
        caller.post(body())
        caller.post(body(event(t=now_ms() - 9 * DAY)))
        while_running = stands(workspace)
    assert while_running.waiting == 1
    after = stands(workspace)
    assert after.seen is not None
    assert abs((after.seen - datetime.utcfromtimestamp(time.time())).total_seconds()) < 30
    assert (after.answers["ok"], after.refused["too_old"]) == (1, 1)


def test_what_is_long_is_cut_and_costs_nothing_else(workspace: Workspace) -> None:
    long = event(path="/verhalen/" + "lang-" * 600, ct="t" * 1900, th="noor@voorbeeld.example " * 80)
    with Caller(workspace) as caller:
        assert caller.post(body(long, event())).status == 204
        hits = caller.facts()
    assert (len(hits), max(len(h["page"]) for h in hits), max(len(h["content"] or "") for h in hits)) == (2, 500, 200)
    assert "@" not in str(hits)


def test_nothing_that_names_anybody_is_on_the_disk(workspace: Workspace) -> None:
    """Every byte of spool and facts is searched, before and after the drain."""
    id, secrets = new_id(), ["203.0.113.77", "noor@voorbeeld.example", AGENT, "Chrome/126", "EAIaIQobChMIclick", "s3cr3t"]
    view = event(path="/vacatures/kok?gclid=EAIaIQobChMIclick&token=s3cr3t&e=noor@voorbeeld.example#s3cr3t",
                 r="https://mail.example/noor@voorbeeld.example?token=s3cr3t", ct="van noor@voorbeeld.example",
                 x={"em": "noor@voorbeeld.example", "name": "s3cr3t"})
    with Caller(workspace) as caller:
        caller.post(body(view, c="f", id=id), address="203.0.113.77")
        assert _found(workspace, [*secrets, id]) == []
        assert len(caller.facts()) == 1
        assert _found(workspace, [*secrets, id]) == []


def _found(workspace: Workspace, words: list[str]) -> list[tuple[str, str]]:
    files = [p for p in workspace.path.rglob("*") if p.is_file() and p.name != "client.toml"]
    return [(str(p), word) for p in files for word in words if word.encode() in p.read_bytes()]
