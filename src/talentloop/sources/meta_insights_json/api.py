"""Meta's insights: per day and campaign, by cursor; figures freeze after 28 days, and 37 months back is the most."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from ...core.period import Period
from ..answers import part, word
from ..api import Answer, Api, Field, Given, Means, Request, in_parts
from .insights import RESTATED

TOLD = ("account_id", "account_name", "account_currency", "campaign_id", "campaign_name", "impressions", "reach",
        "clicks", "inline_link_clicks", "spend", "actions")
AT_ONCE = timedelta(days=90)  # that are asked for in one question, so that it is answered in time
KEY_CODES = frozenset({10, 102, 190, 463, 467, *range(200, 300)})  # expired, revoked, or without ads_read
LATER_CODES = frozenset({1, 2, 4, 17, 32, 613, *range(80000, 80015)})
FULL, REST = 90, 60.0  # hundredths of what may be asked, from which on we wait so many seconds


class MetaInsightsApi(Api):
    """The token goes in a header and never in an address; so does it with the next page, whose cursor alone is used."""

    source = "meta_insights_json"
    fields = (Field("account", pattern=r"(act_)?\d{4,20}"), Field("token", secret=True),
              Field("address", pattern=r"https?://\S+", usual="https://graph.facebook.com/v26.0"))
    lookback = RESTATED
    furthest = 37 * 30
    windowed = True

    def first(self, given: Given, window: Period) -> Sequence[Request]:
        account = given["account"].removeprefix("act_")
        url = f"{given['address'].rstrip('/')}/act_{account}/insights?"
        told = {"authorization": f"Bearer {given['token']}"}
        return [Request(url + urlencode({
            "level": "campaign", "time_increment": 1, "limit": 500, "fields": ",".join(TOLD),
            "time_range": json.dumps({"since": str(part.start), "until": str(part.last)})}), told)
            for part in in_parts(window, AT_ONCE)]

    def next(self, request: Request, answer: Answer) -> Request | None:
        after = word(answer.content, "paging", "cursors", "after")
        if not after or not part(answer.content, "paging", "next"):
            return None
        asked = urlsplit(request.url)
        query = {**dict(parse_qsl(asked.query)), "after": after}
        return Request(asked._replace(query=urlencode(query)).geturl(), request.headers)

    def means(self, answer: Answer) -> Means:
        code = part(answer.content, "error", "code")
        if code in LATER_CODES or part(answer.content, "error", "is_transient") is True:
            return Means.LATER
        return Means.KEY if code in KEY_CODES else super().means(answer)

    def rest(self, answer: Answer) -> float | None:
        """It tells how much of what may be asked was used; near the end it is waited for."""
        try:
            used = max(map(float, json.loads(answer.headers.get("x-fb-ads-insights-throttle", "{}")).values()), default=0)
        except (ValueError, TypeError, AttributeError):
            used = 0
        return REST if used >= FULL else super().rest(answer)

    def said(self, answer: Answer) -> str:
        return word(answer.content, "error", "message") or ""


API = MetaInsightsApi()
