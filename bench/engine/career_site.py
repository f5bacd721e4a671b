"""Seeded hits of an invented careers site, month by month, as the blocks that a source would hand over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np

from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.core.period import Period, add_months

Table = dict[str, np.ndarray]
START = date(2025, 1, 1)
HITS_A_VISIT = 9
RETURNING = 0.35
KINDS = np.array(["page_view", "engage", "scroll", "job_view", "apply_click", "application_start",
                  "application_complete", "lead_submit", "other"], dtype=object)
CHANCES = np.array([0.34, 0.34, 0.2, 0.06, 0.02, 0.008, 0.003, 0.002, 0.027])
PAGES = np.array([f"/werken-bij/verhaal-{i}" for i in range(120)]
                 + [f"/vacatures/{i}-verpleegkundige" for i in range(400)]
                 + ["/", "/vacatures", "/contact"], dtype=object)
PAGE_TYPES = np.array(["content"] * 120 + ["job"] * 400 + ["home", "job_list", "other"], dtype=object)
CHANNELS = np.array(["direct", "organic_search", "paid_social", "paid_search", "jobboard_paid", "email",
                     "organic_social"], dtype=object)
NETWORKS = np.array([None, None, "instagram", "google_search", "indeed", None, "linkedin"], dtype=object)
CAMPAIGNS = np.array([f"loop-{i}-verhaal" for i in range(24)], dtype=object)
DEVICES = np.array(["mobile", "desktop", "tablet"], dtype=object)
CLASSES = np.array(["human", "bot_known", "internal"], dtype=object)


class Site:
    """Makes hits; remembers its visitors, so that some come back."""

    def __init__(self, seed: int = 7) -> None:
        self.rng = np.random.default_rng(seed)
        self.known = np.empty(0, dtype=np.int64)

    def ids(self, count: int) -> np.ndarray:
        return self.rng.integers(-(2 ** 63), 2 ** 63, count, dtype=np.int64)

    def hits(self, period: Period, count: int) -> Table:
        """About `count` hits in a period, in the order of time."""
        rng, visits = self.rng, max(1, count // HITS_A_VISIT)
        sizes = np.minimum(rng.geometric(1 / HITS_A_VISIT, visits), 80)
        visitor = self.visitors(visits)
        seconds = rng.integers(0, period.days * 86_400, visits)
        of = np.repeat(np.arange(visits), sizes)
        first = np.r_[True, of[1:] != of[:-1]]
        steps = np.where(first, 0, rng.integers(1, 90, of.size))
        since = np.cumsum(steps) - np.repeat(np.cumsum(steps)[first], sizes)
        at = np.datetime64(period.start, "us") + ((seconds[of] + since) * 1_000_000 + rng.integers(
            0, 1_000, of.size) * 1_000).astype("timedelta64[us]")
        order = np.argsort(at, kind="stable")
        order = order[at[order] < np.datetime64(period.end, "us")]
        return {name: column[order] for name, column in self.columns(at, visitor, of, first).items()}

    def visitors(self, count: int) -> np.ndarray:
        fresh = self.ids(count)
        if self.known.size:
            back = self.rng.random(count) < RETURNING
            fresh[back] = self.rng.choice(self.known, int(back.sum()))
        self.known = np.concatenate([self.known, fresh[: count // 2]])[-2_000_000:]
        return fresh

    def columns(self, at: np.ndarray, visitor: np.ndarray, of: np.ndarray, first: np.ndarray) -> Table:
        rng, visits, total = self.rng, visitor.size, of.size
        channel = rng.integers(0, len(CHANNELS), visits)[of]
        kind = np.where(first, 0, rng.choice(len(KINDS), total, p=CHANCES))
        opened = kind == 0  # what follows a page view happens on its page
        page = rng.integers(0, len(PAGES), total)[opened][np.cumsum(opened) - 1]
        limited = (rng.random(visits) < 0.35)[of]
        nothing = np.full(total, None, dtype=object)
        return {
            "event": self.ids(total), "at": at, "day": at.astype("datetime64[D]"), "visitor": visitor[of],
            "identity": np.where(limited, "daily", "persistent").astype(object),
            "consent": np.where(limited, "limited", "full").astype(object),
            "traffic_class": CLASSES[rng.choice(3, visits, p=[0.96, 0.03, 0.01])[of]],
            "kind": KINDS[kind], "page": PAGES[page], "page_type": PAGE_TYPES[page],
            "channel": np.where(first, CHANNELS[channel], nothing),
            "network": np.where(first, NETWORKS[channel], nothing),
            "campaign": np.where(first & (channel > 1), CAMPAIGNS[rng.integers(0, 24, total)], nothing),
            "device": DEVICES[rng.choice(3, visits, p=[0.6, 0.35, 0.05])[of]],
            "engaged_ms": np.where(kind == 1, rng.integers(200, 30_000, total), 0),
            "scroll_pct": np.where(kind == 2, rng.integers(1, 11, total) * 10, None),
        }


def blocks(hits: Table, at_once: int = 100_000) -> Iterator[Rows]:
    """Rows as a source hands them over: texts and what may be empty as lists, whole numbers and times as arrays."""
    total = len(hits["event"])
    for start in range(0, total, at_once):
        part = {name: column[start:start + at_once] for name, column in hits.items()}
        told = {n: c.tolist() if c.dtype == object else c for n, c in part.items()}
        yield Rows("web_hits", {**told, "provenance": ["measured"] * len(part["event"])})


def months(site: Site, hits: int, count: int) -> Iterator[Rows]:
    """Hits of `count` months from START, generated as they are read."""
    for i in range(count):
        start = add_months(START, i)
        yield from blocks(site.hits(Period(start, add_months(start, 1)), hits // count))


def batch(id: str, rows: Iterator[Rows]) -> Batch:
    return Batch(id, "ours", datetime(2026, 11, 1), rows)
