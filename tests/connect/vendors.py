"""Servers on 127.0.0.1 that answer as the vendors do, and as they do on a bad day."""

from __future__ import annotations

import http.server
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

Reply = tuple[int, Mapping[str, str], bytes]
KEY = "tt-geheime-sleutel-9f3a"


@dataclass
class Asked:
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass
class Vendor:
    """`answers` is the vendor; `first` holds replies that come before its own, in their order. All that was asked stays
    in `asked`."""

    answers: Callable[[Vendor, Asked], Reply]
    first: list[Reply] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    drip: float = 0.0  # seconds between the bytes of a body


@contextmanager
def serving(vendor: Vendor) -> Iterator[Vendor]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            where, size = urlsplit(self.path), int(self.headers.get("content-length") or 0)
            asked = Asked(where.path, {k: v[0] for k, v in parse_qs(where.query).items()},
                          {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(size))
            vendor.asked.append(asked)
            status, headers, body = vendor.first.pop(0) if vendor.first else vendor.answers(vendor, asked)
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # whoever asked has had enough
                self._send(body)

        def _send(self, body: bytes) -> None:
            if not vendor.drip:
                self.wfile.write(body)
                return
            for n in range(len(body)):
                self.wfile.write(body[n:n + 1])
                self.wfile.flush()
                time.sleep(vendor.drip)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    vendor.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    body = json.dumps(value, indent=1).encode()
    return status, {"content-type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}, body


# ---- Teamtailor ------------------------------------------------------------------------------------------------------


def teamtailor(applications: int = 5, size: int = 2, stage: str = "Interview") -> Callable[[Vendor, Asked], Reply]:
    """JSON:API as Teamtailor speaks it, so many a page; the key goes in a header with the version."""
    kinds = {"job-applications": [application(n, stage) for n in range(1, applications + 1)],
             "candidates": [candidate(n) for n in range(1, applications + 1)], "jobs": [job(5)]}

    def answers(vendor: Vendor, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Token token={KEY}" or "x-api-version" not in asked.headers:
            return as_json({"errors": [{"title": "Unauthorized", "detail": f"no access for {KEY}"}]}, 401)
        kind = asked.path.rpartition("/")[2]
        if kind not in kinds:
            return as_json({"errors": [{"title": "Not found"}]}, 404)
        page = int(asked.query.get("page[number]", "1"))
        rows = kinds[kind][(page - 1) * size:page * size]
        told: dict[str, Any] = {"data": rows, "included": included(rows), "meta": {"record-count": len(kinds[kind])},
                                "links": {"first": f"{vendor.url}{asked.path}"}}
        if page * size < len(kinds[kind]):
            told["links"]["next"] = f"{vendor.url}{asked.path}?page%5Bnumber%5D={page + 1}&page%5Bsize%5D={size}"
        return as_json(told)

    return answers


def application(n: int, stage: str) -> dict[str, Any]:
    return {"id": str(n), "type": "job-applications", "attributes": {
        "created-at": f"2026-10-{n:02d}T09:00:00.000+02:00",
        "changed-stage-at": f"2026-10-{n + 1:02d}T09:00:00.000+02:00",
        "rejected-at": None, "cover-letter": "Lieve lezer", "referring-site": "LinkedIn", "sourced": False},
        "relationships": {"candidate": {"data": {"type": "candidates", "id": str(n)}},
                          "job": {"data": {"type": "jobs", "id": "5"}},
                          "stage": {"data": {"type": "stages", "id": stage}}}}


def candidate(n: int) -> dict[str, Any]:
    return {"id": str(n), "type": "candidates", "attributes": {
        "created-at": f"2026-10-{n:02d}T08:00:00.000+02:00", "email": f"kandidaat{n}@example.com", "connected": True,
        "first-name": "Kandidaat", "last-name": str(n)},
        "relationships": {"job-applications": {"data": [{"type": "job-applications", "id": str(n)}]}}}


def job(n: int) -> dict[str, Any]:
    return {"id": str(n), "type": "jobs", "attributes": {"title": "Kok", "created-at": "2026-09-01T09:00:00.000+02:00"},
            "relationships": {"department": {"data": {"type": "departments", "id": "7"}}}}


def included(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    stages = {row["relationships"]["stage"]["data"]["id"] for row in rows if row["type"] == "job-applications"}
    return [*({"id": s, "type": "stages", "attributes": {"name": s}} for s in sorted(stages)),
            {"id": "7", "type": "departments", "attributes": {"name": "Keuken"}}]


# ---- Meta ------------------------------------------------------------------------------------------------------------


def meta(figures: Callable[[date, str], int | None], campaigns: tuple[str, ...] = ("A", "B"),
         size: int = 3) -> Callable[[Vendor, Asked], Reply]:
    """Insights per day and campaign, numbers as strings, pages by cursor. `figures` gives impressions, or None."""
    def answers(vendor: Vendor, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return as_json({"error": {"message": f"Error validating access token {KEY}: Session has expired",
                                      "type": "OAuthException", "code": 190, "error_subcode": 463}}, 400)
        asked_for = json.loads(asked.query["time_range"])
        since, until = (date.fromisoformat(asked_for[k]) for k in ("since", "until"))
        rows = [row(day, name, told) for n in range((until - since).days + 1) for name in campaigns
                if (told := figures(day := since + timedelta(days=n), name)) is not None]
        start = int(asked.query.get("after", "0"))
        page = rows[start:start + size]
        paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(start + len(page))}}
        if start + size < len(rows):
            paging["next"] = f"{vendor.url}{asked.path}?access_token={KEY}&after={start + size}"
        return as_json({"data": page, **({"paging": paging} if page else {})})

    return answers


def row(day: date, name: str, impressions: int) -> dict[str, Any]:
    return {"account_id": "1001", "account_name": "Noordzorg", "account_currency": "EUR", "campaign_id": f"23{ord(name)}",
            "campaign_name": f"Campagne {name}", "impressions": str(impressions), "reach": str(impressions // 2),
            "clicks": "9", "spend": "12.5", "date_start": str(day), "date_stop": str(day)}


# ---- LinkedIn --------------------------------------------------------------------------------------------------------


def linkedin(figures: Callable[[date, int], int | None], campaigns: int = 3, size: int = 2, currency: str = "EUR"
             ) -> Callable[[Vendor, Asked], Reply]:
    """The account, campaigns by cursor, and figures per day and campaign in one answer without pages: empty for days
    without any. It wants its own headers, and brackets and commas as they are."""
    def answers(vendor: Vendor, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return as_json({"status": 401, "serviceErrorCode": 65601, "code": "REVOKED_ACCESS_TOKEN",
                            "message": "The token used in the request has been revoked by the user"}, 401)
        if not asked.headers.get("linkedin-version", "").startswith("20"):
            return as_json({"status": 426, "code": "NONEXISTENT_VERSION", "message": "Version is not active"}, 426)
        if asked.headers.get("x-restli-protocol-version") != "2.0.0":
            return as_json({"status": 400, "message": "Invalid query parameters"}, 400)
        if asked.path.endswith("/adAccounts/512345678"):
            return as_json({"id": 512345678, "name": "Noordzorg", "currency": currency, "status": "ACTIVE"})
        if asked.path.endswith("/adAccounts/512345678/adCampaigns"):
            start = int(asked.query.get("pageToken", "0"))
            found = [{"id": n, "name": f"Campagne {n}", "status": "ACTIVE"} for n in range(1, campaigns + 1)]
            more = {"nextPageToken": str(start + size)} if start + size < campaigns else {}
            return as_json({"elements": found[start:start + size], "metadata": more})
        if asked.path.endswith("/adAnalytics"):
            assert asked.query["accounts"] == "List(urn:li:sponsoredAccount:512345678)"
            first, last = linkedin_days(asked)
            return as_json({"paging": {"start": 0, "count": 10, "links": []}, "elements": [
                linkedin_row(day, n, told) for k in range((last - first).days + 1) for n in range(1, campaigns + 1)
                if (told := figures(day := first + timedelta(days=k), n)) is not None]})
        return as_json({"status": 403, "code": "ACCESS_DENIED", "message": "Not enough permissions"}, 403)

    return answers


def linkedin_days(asked: Asked) -> tuple[date, date]:
    first, last = (date(int(y), int(m), int(d)) for y, m, d in re.findall(
        r"\(year:(\d+),month:(\d+),day:(\d+)\)", asked.query["dateRange"]))
    return first, last


def linkedin_row(day: date, campaign: int, impressions: int) -> dict[str, Any]:
    when = {"year": day.year, "month": day.month, "day": day.day}
    return {"pivotValues": [f"urn:li:sponsoredCampaign:{campaign}"], "dateRange": {"start": when, "end": when},
            "impressions": impressions, "clicks": 2, "landingPageClicks": 1, "reactions": 0, "comments": 0, "shares": 0,
            "follows": 0, "oneClickLeads": 0, "approximateMemberReach": impressions // 2,
            "costInLocalCurrency": "-2E-18" if impressions == 0 else "12.5"}


# ---- Matomo ----------------------------------------------------------------------------------------------------------


def matomo(visits: Callable[[date], int]) -> Callable[[Vendor, Asked], Reply]:
    """Visits of days, the newest first, so many a page; errors with status 200; the token in the body only."""
    def answers(vendor: Vendor, asked: Asked) -> Reply:
        if parse_qs(asked.body.decode()).get("token_auth") != [KEY]:
            return as_json({"result": "error", "message": "Unable to authenticate with the provided token. It is either "
                            "invalid, expired or is required to be sent as a POST parameter."})
        if asked.query["idSite"] != "1":
            return as_json({"result": "error", "message": "An unexpected website was found in the request: website id "
                            f"was set to '{asked.query['idSite']}' ."})
        first, last = map(date.fromisoformat, asked.query["date"].split(","))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        found = [visit(day, n) for day in reversed(days) for n in range(visits(day))]
        start, size = int(asked.query["filter_offset"]), int(asked.query["filter_limit"])
        return as_json(found[start:start + size])

    return answers


def visit(day: date, n: int, **more: Any) -> dict[str, Any]:
    at = int(datetime(day.year, day.month, day.day, 10, n % 60, tzinfo=UTC).timestamp())
    number = day.toordinal() * 1000 + n
    return {"idSite": "1", "idVisit": str(number), "visitIp": "194.57.91.215", "visitorId": f"{n:016x}",
            "userId": "piet@example.org", "referrerType": "social", "referrerName": "LinkedIn",
            "referrerUrl": "https://www.linkedin.com/", "deviceType": "Smartphone", "plugins": "cookie, pdf",
            "actionDetails": [
                {"type": "action", "url": "https://werkenbij.example.nl/vacatures/kok", "pageTitle": "Kok",
                 "pageId": str(number * 10), "timestamp": at, "timeSpent": 30},
                {"type": "goal", "goalName": "Sollicitatie verzonden", "goalId": 1, "goalPageId": str(number * 10),
                 "url": "https://werkenbij.example.nl/vacatures/kok", "timestamp": at + 60}], **more}


# ---- a plain address -------------------------------------------------------------------------------------------------


def file(content: bytes, **headers: str) -> Callable[[Vendor, Asked], Reply]:
    return lambda vendor, asked: (200, {k.replace("_", "-"): v for k, v in headers.items()}, content)


def costs(*amounts: int) -> bytes:
    rows = [f"{n:02d}-10-2026;Vacaturebank;{amount},50" for n, amount in enumerate(amounts, 1)]
    return "\n".join(["Datum;Post;Bedrag", *rows]).encode()
