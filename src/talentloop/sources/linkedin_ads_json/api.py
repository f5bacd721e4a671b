"""LinkedIn's advertising API: the account, its campaigns by cursor, and figures a fortnight at a time without pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from ...core.period import Period
from ..answers import listed, part, word
from ..api import Answer, Api, Field, Given, Means, Request, in_parts
from .analytics import COST, FIGURES, RESTATED

AT_ONCE = timedelta(days=14)
MOST = 15_000  # rows in one answer: what there is more it leaves out, and does not say so
TOLD = ("dateRange", "pivotValues", COST, *FIGURES.values())


class LinkedInAdsApi(Api):
    """A token lives sixty days. It tells nothing of how much may be asked, only that it was too often (429)."""

    source = "linkedin_ads_json"
    fields = (Field("account", pattern=r"\d{4,20}"), Field("token", secret=True),
              Field("version", pattern=r"20\d{4}", usual="202603"),
              Field("address", pattern=r"https?://\S+", usual="https://api.linkedin.com/rest"))
    lookback = RESTATED
    furthest = 10 * 365
    windowed = True

    def first(self, given: Given, window: Period) -> Sequence[Request]:
        told = {"authorization": f"Bearer {given['token']}", "linkedin-version": given["version"],
                "x-restli-protocol-version": "2.0.0"}
        place, number = given["address"].rstrip("/"), given["account"]
        account = f"{place}/adAccounts/{number}"
        campaigns = f"{account}/adCampaigns?" + urlencode({"q": "search", "pageSize": 1000})
        # Without the right to read an account its figures are an empty answer: the account itself is asked first.
        return [Request(account, told), Request(campaigns, told),
                *(Request(f"{place}/adAnalytics?{_figures(number, days)}", told) for days in in_parts(window, AT_ONCE))]

    def next(self, request: Request, answer: Answer) -> Request | None:
        after = word(answer.content, "metadata", "nextPageToken")
        if not after:
            return None
        return Request(f"{request.url.partition('&pageToken=')[0]}&pageToken={quote(after, safe='')}", request.headers)

    def is_page(self, answer: Answer) -> bool:
        return isinstance(part(answer.content, "elements"), list) or word(answer.content, "currency") is not None

    def means(self, answer: Answer) -> Means:
        if answer.status == 200 and len(listed(answer.content, "elements")) >= MOST:
            return Means.REFUSED
        return super().means(answer)

    def said(self, answer: Answer) -> str:
        if answer.status == 200:
            return f"≥ {MOST} campaigns × days"
        code = part(answer.content, "code")
        return word(answer.content, "message") or (code if isinstance(code, str) else "")


def _figures(account: str, window: Period) -> str:
    """The query as Rest.li writes it: brackets and commas stay, and colons within a name do not."""
    edges = f"(start:{_written(window.start)},end:{_written(window.last)})"
    urn = quote(f"urn:li:sponsoredAccount:{account}", safe="")
    return (f"q=analytics&pivot=CAMPAIGN&timeGranularity=DAILY&dateRange={edges}&accounts=List({urn})"
            f"&fields={','.join(TOLD)}")


def _written(day: date) -> str:
    return f"(year:{day.year},month:{day.month},day:{day.day})"


API = LinkedInAdsApi()
