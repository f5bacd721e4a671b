"""Hits become visits and page reads, said in plain Python: the meaning that the SQL of people/ must have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from ...core.identity import ID_DAYS

Row = Mapping[str, Any]
Fact = dict[str, Any]

GAP = timedelta(minutes=30)  # more than this between two hits starts a new visit
LOOK_BACK = timedelta(days=ID_DAYS)
ENGAGED_MS = 10_000
# From best to worst; a visit is as bad as its worst hit.
WORSE = ("human", "internal", "test", "bot_suspect", "bot_known")
INTENT = ("apply_click", "application_start", "application_complete", "lead_submit")


def visits(hits: Iterable[Row]) -> list[Fact]:
    """One row per visit. Hits without a visitor belong to no visit: nobody can tell which ones go together."""
    found = [visit(run) for _, own in by_visitor(hits) for run in runs(own)]
    days_of: dict[object, list] = {}
    for v in found:
        days_of.setdefault(v["visitor"], []).append(v["day"])
    for v in found:
        earlier = any(v["day"] - LOOK_BACK <= day < v["day"] for day in days_of[v["visitor"]])
        v["new_returning"] = "returning" if earlier else "new"
    return found


def by_visitor(hits: Iterable[Row]) -> list[tuple[int, list[Row]]]:
    """Each visitor's hits in the order in which they happened."""
    known = sorted((h for h in hits if h.get("visitor") is not None), key=moment)
    return [(who, list(own)) for who, own in groupby(known, key=lambda h: h["visitor"])]


def moment(hit: Row) -> tuple:
    return hit["visitor"], hit["at"], hit["event"]


def runs(hits: Sequence[Row]) -> list[list[Row]]:
    """Cut one visitor's hits where he was away for more than half an hour; midnight and campaigns do not cut."""
    found: list[list[Row]] = []
    last: datetime | None = None
    for hit in hits:
        if last is None or hit["at"] - last > GAP:
            found.append([])
        found[-1].append(hit)
        last = hit["at"]
    return found


def visit(hits: Sequence[Row]) -> Fact:
    first, last = hits[0], hits[-1]
    arrival = first_with(hits, "channel")
    landing = first_with(hits, "page")
    count = counter(hits)
    time = known_sum(hits, "engaged_ms")
    views = count("page_view")
    engaged = (time or 0) >= ENGAGED_MS or views >= 2 or any(count(kind) for kind in INTENT)
    return {
        "visit": first["event"], "visitor": first["visitor"], "identity": last["identity"], "consent": last["consent"],
        "traffic_class": worst(hits), "start_at": first["at"], "end_at": last["at"], "day": first["day"],
        "channel": arrival.get("channel") or "direct", "network": arrival.get("network"),
        "campaign": arrival.get("campaign"), "landing_page": landing.get("page"),
        "landing_type": landing.get("page_type"), "device": first_with(hits, "device").get("device"),
        "page_views": views, "engaged_ms": time, "engaged": int(engaged),
        "application_starts": min(1, count("application_start")), "application_completes": completed(hits),
        "apply_clicks": count("apply_click"), "leads": count("lead_submit"),
    }


def completed(hits: Sequence[Row]) -> int:
    """Applications completed; a thank-you page that is loaded twice is still one."""
    done = [h for h in hits if h["kind"] == "application_complete"]
    return max(len({h["application"] for h in done if h.get("application") is not None}), min(1, len(done)))


def page_reads(hits: Iterable[Row], seen: Iterable[Row]) -> list[Fact]:
    """One row per visitor, local day and page, whatever happened there; `seen` are the visits of the same hits."""
    visits_of: dict[object, list[Row]] = {}
    for v in seen:
        visits_of.setdefault(v["visitor"], []).append(v)
    of_page = [h for h in hits if h.get("visitor") is not None and h.get("page") is not None]
    of_page.sort(key=lambda h: (h["visitor"], h["day"], h["page"], h["at"], h["event"]))
    return [page_read(list(own), visits_of[who]) for (who, *_), own in
            groupby(of_page, key=lambda h: (h["visitor"], h["day"], h["page"]))]


def page_read(hits: Sequence[Row], seen: Iterable[Row]) -> Fact:
    """The reading of one page on one day by one browser, whose visits are `seen`: it is of the one it began in."""
    first, last = hits[0], hits[-1]
    began_in = next(v for v in seen if v["start_at"] <= first["at"] <= v["end_at"])
    about = {c: first_with(hits, c).get(c) for c in ("page_type", "content", "evp_theme", "persona", "vacancy", "device")}
    return {
        "visitor": first["visitor"], "day": first["day"], "page": first["page"], "identity": last["identity"],
        "consent": last["consent"], "traffic_class": worst(hits), **about,
        "channel": began_in["channel"], "new_returning": began_in["new_returning"], "views": counter(hits)("page_view"),
        "engaged_ms": known_sum(hits, "engaged_ms"), "scroll_pct": max(known(hits, "scroll_pct"), default=None),
        "scroll_90": passed_90(hits),
    }


def passed_90(hits: Sequence[Row]) -> int | None:
    """1 when 90 % of the page was passed, by the source's own word or by the depth; None when neither is measured."""
    depths, flags = known(hits, "scroll_pct"), known(hits, "scroll_90")
    if not depths and not flags:
        return None
    return int(1 in flags or any(depth >= 90 for depth in depths))


def worst(hits: Sequence[Row]) -> str:
    return WORSE[max(WORSE.index(str(h["traffic_class"])) for h in hits)]


def first_with(hits: Sequence[Row], column: str) -> Row:
    """The first hit that knows this column; an empty row when none does."""
    return next((h for h in hits if h.get(column) is not None), {})


def known(hits: Sequence[Row], column: str) -> list:
    return [h[column] for h in hits if h.get(column) is not None]


def known_sum(hits: Sequence[Row], column: str) -> int | None:
    """Sum of what is known, None when nothing is: not measured is not zero."""
    values = known(hits, column)
    return sum(values) if values else None


def counter(hits: Sequence[Row]) -> Callable[[str], int]:
    return lambda kind: sum(h["kind"] == kind for h in hits)
