"""Campaign links as they really arrived: spelt two ways, lacking a part, ending up nowhere, or put on the site itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .channels import NOT_NAMED, family
from .links import MEDIUMS, name_in_links, tidy

PAID_OF = {"paid_social": ("organic_social", "referral_site"), "paid_search": ("organic_search",),
           "jobboard_paid": ("jobboard_free",)}  # where visits of a paid link land when its medium is missing
INSIDE = 0.5  # from this share of arrivals in the middle of a visit on, a campaign stands on links of the site itself
CASE = "wrong_case"


@dataclass(frozen=True)
class Seen:
    """Visits that one link brought through one channel; `inside`: visits that were going on when it was told.

    `source` and `medium` are as the link wrote them, NOT_NAMED when it left them out, None when nobody can tell:
    rows from before they were kept, or a click id that stands for them.
    """

    campaign: str | None
    channel: str
    network: str
    visits: int
    inside: int = 0
    source: str | None = None
    medium: str | None = None


@dataclass(frozen=True)
class Noticed:
    """Something to mend: which part of links, what stands there, how many visits it touches, and what to write."""

    code: str
    names: tuple[str, ...]
    visits: int
    better: str = ""
    part: str = "campaign"


def noticed(seen: Sequence[Seen], smallest: int) -> tuple[tuple[Noticed, ...], int]:
    """What is worth mending, the most visits first; and how many more there are of too few visits to show."""
    found = [n for part in ("campaign", "source", "medium") for n in _written(seen, part)]
    found += [*_unknown(seen), *_lacking(seen), *_half_paid(seen), *_inside(seen)]
    shown = sorted((n for n in found if n.visits >= smallest), key=lambda n: (-n.visits, n.code, n.part, n.names))
    return tuple(shown), len(found) - len(shown)


def untold(seen: Sequence[Seen]) -> tuple[int, int]:
    """Visits through a campaign, and for how many of them nobody can tell what source and medium the link had."""
    through = [x for x in seen if x.campaign]
    return sum(x.visits for x in through), sum(x.visits for x in through if x.source is None)


def _visits(seen: Sequence[Seen], part: str = "campaign") -> dict[str, int]:
    """Visits by what links wrote in a part, where they wrote something."""
    found: dict[str, int] = defaultdict(int)
    for one in seen:
        name = getattr(one, part)
        if name and name != NOT_NAMED:
            found[name] += one.visits
    return found


def _written(seen: Sequence[Seen], part: str) -> Iterator[Noticed]:
    """How a part is written: in more than one way, in capitals, with marks, or by another name than is usual."""
    visits, alike = _visits(seen, part), defaultdict[str, list[str]](list)
    for name in visits:
        alike["".join(c for c in tidy(name) if c.isalnum())].append(name)
    for bare, names in alike.items():
        if bare and len(names) > 1:
            names.sort(key=lambda name: (-visits[name], name))
            yield Noticed("two_spellings", tuple(names), sum(visits[n] for n in names), tidy(names[0]), part)
    for name, n in visits.items():
        if tidy(name) not in ("", name):
            yield Noticed(CASE if tidy(name) == name.lower() else "untidy", (name,), n, tidy(name), part)
        elif part == "source" and (usual := name_in_links(name)) and usual != name:
            yield Noticed("other_name", (name,), n, usual, part)


def _unknown(seen: Sequence[Seen]) -> Iterator[Noticed]:
    """Links that count at no channel: by their source and medium where those are known, else by their campaign."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for one in (x for x in seen if x.channel == "unknown"):
        for part, name in _at_fault(one):
            found[part, name] += one.visits
    return (Noticed("unknown_channel" if part == "campaign" else "unknown_name", (name,), n, part=part)
            for (part, name), n in found.items())


def _at_fault(one: Seen) -> Iterator[tuple[str, str]]:
    if one.source is None and one.campaign:
        yield "campaign", one.campaign
    if one.source not in (None, NOT_NAMED) and family(one.source or "") is None:
        yield "source", one.source or ""
    if one.medium not in (None, NOT_NAMED) and (one.medium or "").lower() not in MEDIUMS:
        yield "medium", one.medium or ""


def _lacking(seen: Sequence[Seen]) -> Iterator[Noticed]:
    """Links of a campaign that name no source, or no medium."""
    for part in ("source", "medium"):
        found: dict[str, int] = defaultdict(int)
        for one in seen:
            if one.campaign and getattr(one, part) == NOT_NAMED:
                found[one.campaign] += one.visits
        yield from (Noticed("lacks", (name,), n, part=part) for name, n in found.items())


def _half_paid(seen: Sequence[Seen]) -> Iterator[Noticed]:
    """The same campaign on the same network, paid and unpaid, where nobody can tell what its links wrote."""
    paid = {(x.campaign, x.network, unpaid) for x in seen for unpaid in PAID_OF.get(x.channel, ()) if x.network}
    return (Noticed("lacks_medium", (x.campaign,), x.visits) for x in seen
            if x.campaign and x.source is None and (x.campaign, x.network, x.channel) in paid)


def _inside(seen: Sequence[Seen]) -> Iterator[Noticed]:
    visits, inside = _visits(seen), dict[str, int]()
    for one in (x for x in seen if x.campaign):
        inside[one.campaign or ""] = inside.get(one.campaign or "", 0) + one.inside
    return (Noticed("own_links", (name,), n) for name, n in inside.items()
            if n and n >= INSIDE * (visits.get(name, 0) + n))
