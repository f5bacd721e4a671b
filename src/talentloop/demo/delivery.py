"""What the networks say they delivered: per day and campaign, and the people reached per window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.period import Period
from .arrivals import Visits, runs, spread
from .employer import CAMPAIGNS, Campaign
from .season import Ints

IDS = {"meta": 120_210_000_000_000_000, "linkedin": 341_000_000, "search": 21_400_000_000}  # of a length like theirs
LANDS = 0.81  # share of link clicks that arrive on the site
DAY_NOISE = 0.13  # sd of log of a day's impressions
# Per impression: reactions, comments, shares, saves, follows; clicks that are not on the link, per link click.
RESPONSE = {"meta": (0.0042, 0.0003, 0.0004, 0.0002, 0.00008), "linkedin": (0.0035, 0.0002, 0.0003, 0.0, 0.00012),
            "search": (0.0, 0.0, 0.0, 0.0, 0.0)}
OTHER_CLICKS = {"meta": 0.38, "linkedin": 0.22, "search": 0.0}
ACTIONS = ("reactions", "comments", "shares", "saves", "follows")
# Times the same account sees it in two months: at 100,000 impressions, and how it grows with more.
FREQUENCY = {"meta": (4.9, 0.16), "linkedin": (3.9, 0.10)}
MOST_FREQUENT = 7.0


@dataclass
class Delivered:
    """One campaign; every array has one value a day of the period."""

    campaign: Campaign
    number: str  # the platform's id
    impressions: Ints
    link_clicks: Ints
    clicks: Ints
    spend_cents: Ints
    leads: Ints
    actions: dict[str, Ints]


def delivered(visits: Visits, period: Period, leads: Ints, rng: np.random.Generator) -> list[Delivered]:
    """Per campaign: clicks follow the visits that arrived, impressions follow a budget that knows no season.

    `leads` are the lead forms per day on the first Meta campaign.
    """
    found = []
    for i, campaign in enumerate(CAMPAIGNS):
        landed = np.bincount(visits.day[visits.campaign == i], minlength=period.days)
        on = runs(campaign, period)
        link_clicks = landed + spread(landed.mean() / max(on.mean(), 1e-9) * (1 / LANDS - 1) * on, rng)
        usual = link_clicks.sum() / max(on.sum(), 1) / campaign.ctr
        shown = usual * on * np.exp(rng.normal(0, DAY_NOISE, period.days))
        impressions = np.maximum(shown.astype(np.int64), np.where(on > 0, link_clicks * 4, 0))
        price = campaign.cpm * np.exp(rng.normal(0, 0.08, period.days))
        found.append(Delivered(
            campaign, str(IDS[campaign.network] + 7919 * (i + 1)), impressions, link_clicks,
            link_clicks + rng.poisson(link_clicks * OTHER_CLICKS[campaign.network]),
            np.rint(impressions * price / 10).astype(np.int64), leads if i == 0 else np.zeros_like(leads),
            {a: rng.poisson(impressions * share) for a, share in zip(ACTIONS, RESPONSE[campaign.network], strict=True)}))
    return found


def shown(of: list[Delivered], network: str, period: Period, window: Period) -> int:
    """Impressions of a network in a window."""
    first, last = (window.start - period.start).days, (window.end - period.start).days
    return int(sum(d.impressions[first:last].sum() for d in of if d.campaign.network == network))


def reached(impressions: int, network: str) -> int:
    """Accounts reached by so many impressions: more budget brings more people and shows it to them more often."""
    base, growth = FREQUENCY[network]
    often = np.clip(base * (max(impressions, 1) / 100_000) ** growth, 1.0, MOST_FREQUENT)
    return int(impressions / often)
