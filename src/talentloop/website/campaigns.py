"""Campaigns as they really arrived: spelt two ways, ending up nowhere, or put on links within the site itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .links import tidy

PAID_OF = {"paid_social": ("organic_social", "referral_site"), "paid_search": ("organic_search",),
           "jobboard_paid": ("jobboard_free",)}  # where visits of a paid link land when its medium is missing
INSIDE = 0.5  # from this share of arrivals in the middle of a visit on, a campaign stands on links of the site itself


@dataclass(frozen=True)
class Seen:
    """Visits that a campaign brought through one channel; `inside`: visits that were going on when it was told."""

    campaign: str
    channel: str
    network: str
    visits: int
    inside: int = 0


@dataclass(frozen=True)
class Noticed:
    """Something to mend: the campaigns it is about, how many visits it touches, and what to write instead."""

    code: str
    campaigns: tuple[str, ...]
    visits: int
    better: str = ""


def noticed(seen: Sequence[Seen], smallest: int) -> tuple[tuple[Noticed, ...], int]:
    """What is worth mending, the most visits first; and how many more there are of too few visits to show."""
    found = [*_spelt_twice(seen), *_untidy(seen), *_unknown(seen), *_half_paid(seen), *_inside(seen)]
    shown = sorted((n for n in found if n.visits >= smallest), key=lambda n: (-n.visits, n.code, n.campaigns))
    return tuple(shown), len(found) - len(shown)


def _visits(seen: Sequence[Seen]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in seen:
        found[one.campaign] += one.visits
    return found


def _spelt_twice(seen: Sequence[Seen]) -> Iterator[Noticed]:
    alike: dict[str, list[str]] = defaultdict(list)
    visits = _visits(seen)
    for campaign in visits:
        alike["".join(c for c in tidy(campaign) if c.isalnum())].append(campaign)
    for bare, names in alike.items():
        if bare and len(names) > 1:
            names.sort(key=lambda name: (-visits[name], name))
            yield Noticed("two_spellings", tuple(names), sum(visits[n] for n in names), tidy(names[0]))


def _untidy(seen: Sequence[Seen]) -> Iterator[Noticed]:
    return (Noticed("untidy", (name,), n, tidy(name)) for name, n in _visits(seen).items() if tidy(name) != name)


def _unknown(seen: Sequence[Seen]) -> Iterator[Noticed]:
    return (Noticed("unknown_channel", (x.campaign,), x.visits) for x in seen if x.channel == "unknown")


def _half_paid(seen: Sequence[Seen]) -> Iterator[Noticed]:
    """The same campaign on the same network, paid and unpaid: some of its links lack the medium."""
    paid = {(x.campaign, x.network, unpaid) for x in seen for unpaid in PAID_OF.get(x.channel, ()) if x.network}
    return (Noticed("lacks_medium", (x.campaign,), x.visits) for x in seen
            if (x.campaign, x.network, x.channel) in paid)


def _inside(seen: Sequence[Seen]) -> Iterator[Noticed]:
    visits, inside = _visits(seen), dict[str, int]()
    for one in seen:
        inside[one.campaign] = inside.get(one.campaign, 0) + one.inside
    return (Noticed("own_links", (name,), n) for name, n in inside.items()
            if n and n >= INSIDE * (visits[name] + n))
