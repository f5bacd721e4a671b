"""Pages of LinkedIn's advertising API to exposures and reach: figures name a campaign by number, its page by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ...core.facts import Rows
from ...core.intake import Context, Likeness, Reading
from ...core.period import Period
from ..answers import beginning, documents, listed, part, word
from ..reader.delivery import Store
from ..reader.problems import Problems, Refused
from ..reader.table import Block
from ..source import Sample

RESTATED = 30  # days in which LinkedIn still corrects its figures
FIGURES = {"impressions": "impressions", "clicks": "clicks", "link_clicks": "landingPageClicks",
           "reactions": "reactions", "comments": "comments", "shares": "shares", "follows": "follows",
           "platform_leads": "oneClickLeads", "reach": "approximateMemberReach"}
COST = "costInLocalCurrency"
CAMPAIGN, DAY = "urn:li:sponsoredCampaign:", timedelta(days=1)
MARKS = ('"urn:li:sponsored', '"dateRange"', '"pivotValues"', '"adAccounts"', COST)


class LinkedInAdsJson:
    """Days are UTC days. Reach is LinkedIn's own estimate, of one campaign on one day; it is not given for longer than
    92 days, and never added."""

    name = "linkedin_ads_json"
    title = "LinkedIn Ads (API)"
    version = 1
    facts = ("exposures", "reach")

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        text = beginning(sample)
        seen = [mark.strip('"') for mark in MARKS if mark in text]
        sure = CAMPAIGN in text and "dateRange" in seen
        return Likeness(0.95 if sure else 0.1 * len(seen), "keys: " + ", ".join(seen) if seen else "no LinkedIn keys")

    def read(self, path: Path, context: Context) -> Reading:
        problems = Problems(path.name)
        reading = Reading(self.name, path, iter(()), problems.found)
        reading.rows = _rows(path, problems, reading)
        return reading


SOURCE = LinkedInAdsJson()


@dataclass
class Account:
    """What pages say of the account: figures themselves name nothing but numbers."""

    name: str | None = None
    currency: str | None = None
    campaigns: dict[str, str] = field(default_factory=dict)


def _rows(path: Path, problems: Problems, reading: Reading) -> Iterator[Rows]:
    try:
        pages = documents(path)
    except Refused as refused:
        problems.append(refused.problem)
        problems.close()
        return
    account, store, days, seen = _account(pages), Store(RESTATED, "campaign"), set[date](), 0
    for line, page in enumerate(pages, 1):
        figures = [e for e in listed(page, "elements") if part(e, "dateRange") is not None]
        rows = [row for e in figures if (row := _row(line, e, account, problems))]
        seen += len(rows)
        days.update(day for row in rows for day in (row["start"], row["end"]))
        yield from _delivered(store, line, rows)
    yield from store.rest()
    if not seen and not reading.blocked:
        problems.add("no_rows")
    if days:
        reading.window = Period(min(days), max(days) + DAY)
    problems.close()


def _account(pages: Sequence[Any]) -> Account:
    found = Account()
    for page in pages:
        if "elements" not in page and word(page, "currency"):
            found.name, found.currency = word(page, "name") or word(page, "id"), word(page, "currency")
        for one in listed(page, "elements"):
            if (number := word(one, "id")) and (name := word(one, "name")):
                found.campaigns[number] = name
    return found


def _delivered(store: Store, line: int, rows: Sequence[Mapping[str, Any]]) -> Iterator[Rows]:
    if not rows:
        return
    block = Block([line] * len(rows))
    for name in {n for row in rows for n in row}:
        block.values[name] = [row.get(name) for row in rows]
    windows = [(row["start"], row["end"]) for row in rows]
    yield from store.deliver(block.only([start == end for start, end in windows]))
    yield from store.reached(block, windows, ["linkedin"] * len(rows))


def _row(line: int, element: Any, account: Account, problems: Problems) -> dict[str, Any] | None:
    """One campaign on one day (or over a longer window), None where it does not say which."""
    start, end = (_day(part(element, "dateRange", edge)) for edge in ("start", "end"))
    number = next((v.removeprefix(CAMPAIGN) for v in listed(element, "pivotValues")
                   if isinstance(v, str) and v.startswith(CAMPAIGN)), None)
    if not start or not end or not number or end < start:
        problems.add("not_a_date" if number else "cell_empty", line, "dateRange" if number else "pivotValues",
                     found=str(element)[:200])
        return None
    row: dict[str, Any] = {
        "day": start, "start": start, "end": end, "network": "linkedin", "account": account.name,
        "campaign_id": number, "campaign": account.campaigns.get(number), "currency": account.currency}
    for name, key in FIGURES.items():
        row[name] = _count(line, key, part(element, key), problems)
    row["spend_micros"] = _micros(line, part(element, COST), problems)
    return row


def _day(told: Any) -> date | None:
    try:
        return date(told["year"], told["month"], told["day"])
    except (TypeError, KeyError, ValueError, OverflowError):
        return None


def _count(line: int, key: str, value: Any, problems: Problems) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != value // 1:
        problems.add("not_a_number", line, key, found=value)
        return None
    return int(value)


def _micros(line: int, value: Any, problems: Problems) -> int | None:
    """Costs come as text, a campaign without any as what its sum left over: "-2E-18"."""
    if value is None:
        return None
    try:
        micros = (Decimal(str(value)) * 1_000_000).quantize(Decimal(1), ROUND_HALF_EVEN)
    except InvalidOperation:
        problems.add("not_a_number", line, COST, found=value)
        return None
    return int(micros)
