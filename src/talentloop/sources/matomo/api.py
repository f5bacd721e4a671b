"""Matomo's reporting API: visits a week at a time, five hundred a page; its token is posted, never in an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from ...core.period import Period
from ..answers import part, word
from ..api import Answer, Api, Field, Given, Means, Request, in_parts
from .hits import LATE

AT_ONCE = timedelta(days=7)
PAGE = 500
NO_ACCESS = ("token", "authenticat", "access", "permission")  # words of its errors, which all come with status 200


class MatomoApi(Api):
    """Errors are answers with status 200. A day is the site's own; days that are over are asked, and the last three
    again: visits may come in late."""

    source = "matomo"
    fields = (Field("address", pattern=r"https?://\S+"), Field("site", pattern=r"\d{1,9}"), Field("token", secret=True))
    lookback = LATE.days
    windowed = True

    def first(self, given: Given, window: Period) -> Sequence[Request]:
        place = given["address"].partition("?")[0].removesuffix("index.php").rstrip("/")
        told = {"content-type": "application/x-www-form-urlencoded"}
        body = urlencode({"token_auth": given["token"]}).encode()
        return [Request(f"{place}/index.php?" + urlencode({
            "module": "API", "method": "Live.getLastVisitsDetails", "format": "JSON", "idSite": given["site"],
            "period": "range", "date": f"{days.start},{days.last}", "filter_limit": PAGE,
            "filter_offset": 0}), told, body)
            for days in in_parts(window, AT_ONCE)]

    def next(self, request: Request, answer: Answer) -> Request | None:
        if len(answer.content) < PAGE:
            return None
        asked = urlsplit(request.url)
        query = dict(parse_qsl(asked.query))
        query["filter_offset"] = str(int(query["filter_offset"]) + PAGE)
        return Request(asked._replace(query=urlencode(query)).geturl(), request.headers, request.body)

    def is_page(self, answer: Answer) -> bool:
        return isinstance(answer.content, list)

    def means(self, answer: Answer) -> Means:
        if answer.status == 200 and part(answer.content, "result") == "error":
            return Means.KEY if any(w in self.said(answer).lower() for w in NO_ACCESS) else Means.REFUSED
        return super().means(answer)

    def said(self, answer: Answer) -> str:
        return word(answer.content, "message") or ""


API = MatomoApi()
