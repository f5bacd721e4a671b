"""Access logs: real logs counted twice in different ways, days and visitors, and lines that cannot be understood."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from golden import context, read

from talentloop.sources.access_log import SOURCE
from talentloop.sources.access_log.lines import moment, parse
from talentloop.sources.access_log.requests import kind_of, truncated
from talentloop.sources.source import Sample

LOGS = Path(__file__).parents[3] / "shared/fixtures/access_logs"
ELASTIC = LOGS / "elastic/apache_logs_17-18may.dev.log"
CLIENT = context()
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36"
# Counted by eye: lines that say something, page views and documents, those made by people.
KNOWN = {
    "goatcounter/access_log": (2, 2, 0), "goatcounter/combined": (5, 4, 0), "goatcounter/combined-vhost": (5, 4, 0),
    "goatcounter/common": (5, 4, 4), "goatcounter/common-vhost": (5, 4, 4), "matomo/different_hosts.log": (8, 5, 4),
    "matomo/fake_logs.log": (25, 17, 17), "matomo/fake_logs_dynamic.log": (17, 17, 17),
    "matomo/fake_logs_enable_all.log": (12, 5, 3), "matomo/filter_exclude_logs.log": (7, 7, 7),
    "matomo/filter_include_logs.log": (4, 4, 4),
}
OTHER = ("goatcounter/export.csv", "matomo/fake_logs_cloudfront.log", "matomo/fake_logs_cloudfront_rtmp.log",
         "matomo/fake_logs_custom.log", "matomo/fake_logs_netscaler.log", "matomo/fake_logs_nginx_json.log")


@pytest.mark.parametrize("name", KNOWN)
def test_logs_of_other_tools(name: str) -> None:
    if not LOGS.exists():
        pytest.skip("needs shared/fixtures/access_logs")
    lines, hits, human = KNOWN[name]
    reading, rows = read(SOURCE, LOGS / name, CLIENT)
    found = rows.get("web_hits", [])
    assert [(c.ours, c.theirs) for c in reading.checks] == [(lines, lines)]
    assert (len(found), sum(r["traffic_class"] == "human" for r in found)) == (hits, human)
    assert SOURCE.looks_like(Sample(LOGS / name), CLIENT).score > 0.9


@pytest.mark.parametrize("name", OTHER)
def test_logs_in_other_formats_are_refused_by_name(name: str) -> None:
    if not LOGS.exists():
        pytest.skip("needs shared/fixtures/access_logs")
    reading, rows = read(SOURCE, LOGS / name, CLIENT)
    assert [p.code for p in reading.problems] == ["log_format_unknown"] and reading.blocked and not rows
    assert SOURCE.looks_like(Sample(LOGS / name), CLIENT).score < 0.5


def test_a_real_log_is_counted_the_same_by_splitting_on_quotes() -> None:
    """Another way to the same page views: split at quotes and blanks instead of matching a pattern."""
    if not ELASTIC.exists():
        pytest.skip("needs shared/fixtures/access_logs/elastic")
    views, seen = 0, 0
    for text in ELASTIC.read_text().splitlines():
        seen += 1
        request, status = text.split('"')[1].split(" "), text.split('"')[2].split()[0]
        path = request[1].replace("//", "/") if request[0] == "GET" else ""
        last = path.split("?")[0].split("#")[0].split(";")[0].rpartition("/")[2]
        ending = last.rsplit(".", 1)[1].lower() if "." in last else ""
        shown = path and status in ("200", "304") and not _machine(path)
        views += bool(shown) and (not re.fullmatch("[a-z][a-z0-9]{0,5}", ending)
                            or ending in ("html", "htm", "xhtml", "php", "cgi", "py", "pl", "asp", "jsp"))
    reading, rows = read(SOURCE, ELASTIC, CLIENT)
    kinds = Counter(r["kind"] for r in rows["web_hits"])
    assert (reading.checks[0].ours, reading.checks[0].theirs) == (seen, 4525)
    assert kinds["page_view"] == views
    assert not reading.problems
    assert len({r["event"] for r in rows["web_hits"]}) == len(rows["web_hits"])
    share = Counter(r["traffic_class"] for r in rows["web_hits"])
    assert share["bot_known"] > share["human"] > 600, "a blog's log of 2015: mostly feed readers"


def _machine(target: str) -> bool:
    return target.startswith(("/robots", "/favicon", "/wp-", "/api/", "/static/", "/assets/", "/sitemap", "/feed",
                              "/rss", "/health", "/.well-known", "/cgi-bin/", "/xmlrpc", "/status"))


def line(address: str = "203.0.113.7", at: str = "01/Nov/2026:12:00:00 +0100", request: str = "GET / HTTP/1.1",
         status: int = 200, referrer: str = "-", agent: str = BROWSER, front: str = "", tail: str = "") -> str:
    return f'{front}{address} - - [{at}] "{request}" {status} 12 "{referrer}" "{agent}"{tail}\n'


def hits(tmp_path: Path, *lines: str, **client: Any) -> list[dict[str, Any]]:
    path = tmp_path / "access.log"
    path.write_text("".join(lines))
    return read(SOURCE, path, context(**client))[1].get("web_hits", [])


def test_a_visitor_is_known_for_one_local_day(tmp_path: Path) -> None:
    """23:59 and 00:01 local are two visitors; 22:59 and 23:01 UTC in November are that very pair."""
    rows = hits(tmp_path, line(at="31/Oct/2026:22:58:00 +0000"), line(at="31/Oct/2026:22:59:00 +0000"),
                line(at="01/Nov/2026:00:01:00 +0100"))
    assert [r["day"] for r in rows] == ["2026-10-31", "2026-10-31", "2026-11-01"]
    assert rows[0]["visitor"] == rows[1]["visitor"] != rows[2]["visitor"]
    assert {(r["identity"], r["consent"]) for r in rows} == {("daily", "limited")}


def test_the_address_is_cut_before_it_is_used(tmp_path: Path) -> None:
    near, other_net, other_browser = line("203.0.113.200"), line("203.0.114.7"), line(agent=BROWSER + " Edg/130.0")
    rows = hits(tmp_path, line(), near, other_net, other_browser)
    visitors = [r["visitor"] for r in rows]
    assert visitors[0] == visitors[1] and len(set(visitors)) == 3


@pytest.mark.parametrize(("address", "kept"), [
    ("203.0.113.7", "203.0.113.0/24"), ("2001:db8:1:2::9", "2001:db8:1::/48"), ("::ffff:203.0.113.7", "203.0.113.0/24"),
    ("0:0:0:0:0:ffff:7b2d:4359", "123.45.67.0/24"), ("pc12.kpn.example", "kpn.example"),
])
def test_addresses_lose_their_last_part(address: str, kept: str) -> None:
    assert truncated(address) == kept


def test_read_again_a_log_gives_the_same_events(tmp_path: Path) -> None:
    twice_in_a_second = [line(), line()]
    first, again = hits(tmp_path, *twice_in_a_second), hits(tmp_path, *twice_in_a_second)
    assert first == again and len({r["event"] for r in first}) == 2


def test_colleagues_by_the_clients_own_addresses(tmp_path: Path) -> None:
    rows = hits(tmp_path, line("192.0.2.9"), line("2001:db8::5"), line("198.51.100.1"), line("::ffff:192.0.2.9"),
                internal_addresses=["192.0.2.0/24", "2001:db8::/32", "onzin"])
    assert [r["traffic_class"] for r in rows] == ["internal", "internal", "human", "internal"]


@pytest.mark.parametrize(("path", "kind"), [
    ("/", "page_view"), ("/vacatures/kok", "page_view"), ("/index.PHP", "page_view"), ("/versie-1.2", "page_view"),
    ("/brochure.pdf", "download"), ("/logo.png", None), ("/app.js", None), ("/robots.txt", None), ("/api/jobs", None),
    ("/healthz", None), ("/wp-json/x", None), ("/feed/", None), ("/statuspagina", "page_view"),
])
def test_what_a_request_asked_for(path: str, kind: str | None) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize(("request_", "status"), [
    ("HEAD / HTTP/1.1", 200), ("POST / HTTP/1.1", 200), ("GET / HTTP/1.1", 301), ("GET / HTTP/1.1", 404),
    ("GET / HTTP/1.1", 206), ("OPTIONS * HTTP/1.1", 200), ("\\x16\\x03", 400), ("", 408), ("-", 408),
])
def test_requests_that_showed_nothing_are_counted_and_left_out(tmp_path: Path, request_: str, status: int) -> None:
    path = tmp_path / "access.log"
    path.write_text(line() + line(request=request_, status=status))
    reading, rows = read(SOURCE, path, CLIENT)
    assert len(rows["web_hits"]) == 1
    assert (reading.checks[0].ours, reading.checks[0].theirs) == (2, 2)
    assert [v for k, v in reading.notes.items() if k.startswith("left out")] == ["1"]


def test_only_the_clients_own_host_counts_where_the_log_tells(tmp_path: Path) -> None:
    mine, other = "werkenbij.example:443 ", "shop.example "
    rows = hits(tmp_path, line(front=mine), line(front=other), line(request="GET http://shop.example/ HTTP/1.1"), line(),
                own_hosts=["werkenbij.example"])
    assert len(rows) == 2


@pytest.mark.parametrize(("request_", "referrer", "channel"), [
    ("GET /?utm_source=facebook&utm_medium=cpc HTTP/1.1", "-", "paid_social"),
    ("GET / HTTP/1.1", "https://www.google.nl/", "organic_search"), ("GET / HTTP/1.1", "-", None),
    ("GET / HTTP/1.1", "https://werkenbij.example/team", None), ("GET /?gclid=x HTTP/1.1", "-", "paid_search"),
])
def test_where_they_came_from(tmp_path: Path, request_: str, referrer: str, channel: str | None) -> None:
    row = hits(tmp_path, line(request=request_, referrer=referrer), own_hosts=["werkenbij.example"])[0]
    assert row.get("channel") == channel
    assert row["page"] == "/"


@pytest.mark.parametrize(("text", "expected"), [
    ("09/Aug/2026:13:11:30 +0200", "2026-08-09T11:11:30"), ("31/Dec/2026:23:59:60 -0500", "2027-01-01T05:00:00"),
    ("31/Feb/2026:10:00:00 +0000", None), ("01/Foo/2026:10:00:00 +0000", None), ("01/Jan/2026:25:00:00 +0000", None),
    ("01/Jan/0000:10:00:00 +0000", None), ("01/Jan/2026:10:00:00 +9900", None), ("01/Jan/0001:00:00:00 +1400", None),
])
def test_moments(text: str, expected: str | None) -> None:
    found = moment(text)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize("text", [
    "", "-", "{}", "a b c [", 'x - - [01/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1', "[" * 5000, '"' * 5000, "\\" * 5000,
    '1.2.3.4 - - [01/Jan/2026:10:00:00 +0000] "' + '\\"' * 5000, "\0\0\0",
])
def test_lines_that_are_no_requests(text: str) -> None:
    assert parse(text) is None


def test_some_unreadable_lines_are_told_without_naming_anybody(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    broken = "198.51.100.7 2001:db8::1 kapot GET /?q=jan@example.org x@y.example\n"
    path.write_text(line() * 3 + broken + "# opmerking\n\n")
    reading, rows = read(SOURCE, path, CLIENT)
    assert [(p.code, p.line, p.severity) for p in reading.problems] == [("log_line_unreadable", 4, "warning")]
    assert len(rows["web_hits"]) == 3
    assert not re.search(r"198|2001|jan|@", str(reading.problems[0].found))


@pytest.mark.parametrize(("content", "code"), [
    (b"", "empty_file"), (b"zomaar\nwat\ntekst\n", "log_format_unknown"), (b"# alleen\n", "log_format_unknown"),
    (b"<?xml version='1.0'?>\n<log/>\n", "log_format_unknown"), (bytes(range(256)) * 20, "log_format_unknown"),
    (line().encode() + b"kapot\nkapot\n", "log_format_unknown"),
    (gzip.compress(line().encode() * 5000, mtime=0)[:-40], "file_damaged"),
    (line(at="01/Jan/1970:00:00:01 +0000").encode() * 3, "most_events_out_of_range"),
    (line(at="01/Jan/2126:00:00:01 +0000").encode() * 3, "most_events_out_of_range"),
])
def test_files_that_are_no_log_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(content)
    reading, rows = read(SOURCE, path, CLIENT)
    assert reading.blocked and not rows and code in [p.code for p in reading.problems]
    SOURCE.looks_like(Sample(path), CLIENT)


def test_packed_logs_are_read_and_recognised(tmp_path: Path) -> None:
    path = tmp_path / "access.log.3.gz"
    path.write_bytes(gzip.compress((line() * 4).encode()))
    assert len(read(SOURCE, path, CLIENT)[1]["web_hits"]) == 4
    assert SOURCE.looks_like(Sample(path), CLIENT).score > 0.9
