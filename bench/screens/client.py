"""A client of any size: the demo's people in their numbers, their hits taken in bulk, all else read from its exports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from talentloop.command.demonstrate import scaled
from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.demo import HISTORY, PLAN, Story, ats, client_toml, ga4, imagine, networks, office
from talentloop.demo.delivery import delivered
from talentloop.demo.employer import CAMPAIGNS, CHANNELS, PAGES
from talentloop.demo.write import stream
from talentloop.people import DERIVATIONS
from talentloop.store.planfile import Plan, write_plan
from talentloop.website.channels import ARRIVAL, Channels, Said
from talentloop.website.pages import ABOUT, Pages
from talentloop.workspace import COLLECTOR, Workspace
from talentloop.workspace import PLAN as PLAN_FILE

AT_SCALE_1 = 425_900  # hits of the demo
SEED = 2024
BLOCK = 100_000
# What each of the demo's events (ga4.KINDS) is to the tracker.
HAPPENED = ("other", "other", "page_view", "job_search", "scroll", "engage", "apply_click", "application_start",
            "application_complete", "lead_submit")


def make(folder: Path, hits: int) -> Workspace:
    """The client in `folder`, with about so many hits over eighteen months, its loops closed and its 0-meting frozen."""
    scale = hits / AT_SCALE_1
    story = imagine(SEED, scale)
    write_exports(folder, story, scale)
    home = Workspace(folder)
    home.take(sorted((folder / "exports").iterdir()))
    take_hits(home, story)
    write_plan(folder / PLAN_FILE, Plan(PLAN.baseline, tuple(scaled(loop, scale) for loop in PLAN.loops)))
    home.freeze_baseline()
    home.keep_verdicts()
    return home


def write_exports(folder: Path, story: Story, scale: float) -> None:
    """What the demo writes, but for the hits."""
    exports = folder / "exports"
    exports.mkdir(parents=True)
    asked = office.platform_leads(story.leads, HISTORY)
    networks.write(exports, delivered(story.visits, HISTORY, asked, stream(SEED, 8)), HISTORY)
    ats.write(exports, story.applications, story.visits)
    office.write(exports, story.leads, story.applications, story.vacancies, HISTORY, scale, stream(SEED, 9))
    (folder / "client.toml").write_text(client_toml(SEED), encoding="utf-8")


def take_hits(home: Workspace, story: Story) -> None:
    """The hits as the collector's drains would leave them, a batch a month; what is derived of them once, at the end."""
    happened = ga4.events(story.visits, story.outcome, story.views, stream(SEED, 6))
    flat = ga4.tables(story.visits, story.views, happened, story.application_of, HISTORY)
    told = Told(home, story, flat["v"])
    months = [f"{day:%Y-%m}" for day in HISTORY]
    month = np.unique(months, return_inverse=True)[1][flat["e"]["day"]]  # its place among all months
    for number, name in enumerate(dict.fromkeys(months)):
        of_it = np.flatnonzero(month == number)
        rows = (told.rows(flat["e"], of_it[i:i + BLOCK]) for i in range(0, len(of_it), BLOCK))
        home.lake.take(Batch(f"{COLLECTOR}:{name}", COLLECTOR, datetime(2026, 11, 2), rows))
    home.lake.refresh(DERIVATIONS)


class Told:
    """Makes rows of web_hits of the demo's flat events; what repeats (pages, arrivals, visitors) is worked out once."""

    def __init__(self, home: Workspace, story: Story, visits: dict[str, np.ndarray]) -> None:
        self.visits, self.views, context = visits, story.views, home.context
        paths = [p[0] for p in PAGES] + [path for v in story.vacancies for path in (v.path, f"{v.path}/solliciteren")]
        pages, channels = Pages(context), Channels(context)
        self.pages = _columns([pages.of(path).about for path in paths])
        # A row of arrivals per channel and campaign; campaign −1 is the channel's own.
        self.arrivals = _columns([channels.columns(_said(c, k)) for c in range(len(CHANNELS))
                                  for k in range(-1, len(CAMPAIGNS))])
        self.kinds = _texts(list(HAPPENED))
        self.application = np.array([context.pseudonym("application", str(n)) if n else 0
                                     for n in visits["application"].tolist()], dtype=np.int64)
        rng = np.random.default_rng(SEED)
        self.persistent = rng.integers(-2**63, 2**63, int(visits["cookie"].max()) + 1, dtype=np.int64)
        self.daily = rng.integers(-2**63, 2**63, len(visits["visit"]), dtype=np.int64)

    def rows(self, events: dict[str, np.ndarray], which: np.ndarray) -> Rows:
        """One block: the events at these places, of which their ids are made."""
        e, n = SimpleNamespace(**{name: column[which] for name, column in events.items()}), len(which)
        visit = self.views.visit[e.vw]
        agrees = self.visits["consent"][visit] == 1
        at = e.at.astype("datetime64[us]")
        arrived = (self.views.nth[e.vw] == 0) & (e.kind == ga4.VIEW)
        arrival = self.visits["channel"][visit] * (len(CAMPAIGNS) + 1) + self.visits["campaign"][visit] + 1
        application = np.where(e.kind == ga4.COMPLETE, self.application[visit], 0)
        depth = np.where(e.kind == ga4.SCROLL, e.scroll, np.where(e.kind == ga4.VIEW, 0, -1))
        return Rows("web_hits", {
            "event": (which.astype(np.int64) + 1) * 1_000_003, "at": at,
            "day": np.datetime64(HISTORY.start) + e.day,
            "visitor": np.where(agrees, self.persistent[self.visits["cookie"][visit]], self.daily[visit]),
            "identity": _either(agrees, "persistent", "daily"), "consent": _either(agrees, "full", "limited"),
            "traffic_class": _either(self.visits["internal"][visit] == 1, "internal", "human"),
            "kind": self.kinds[e.kind].tolist(),
            **{name: column[self.views.page[e.vw]].tolist() for name, column in zip(ABOUT, self.pages, strict=True)},
            **{name: np.where(arrived, column[arrival], None).tolist()
               for name, column in zip(ARRIVAL, self.arrivals, strict=True)},
            "device": _either(self.visits["mobile"][visit] == 1, "mobile", "desktop"),
            "engaged_ms": _known(e.engaged, e.engaged >= 0), "scroll_pct": _known(depth, depth >= 0),
            "scroll_90": _known((depth >= 90).astype(np.int64), depth >= 0),
            "application": _known(application, application != 0), "provenance": ["measured"] * n})


def _said(channel: int, campaign: int) -> Said:
    c = CHANNELS[channel]
    named = CAMPAIGNS[campaign].name if campaign >= 0 else c.campaigns[0] if c.campaigns else None
    return Said(c.source or None, c.medium or None, named, None, c.referrer or None)


def _texts(values: list[str | None]) -> np.ndarray:
    return np.array(values, dtype=object)


def _columns(rows: list[tuple[str | None, ...]]) -> list[np.ndarray]:
    return [_texts(list(column)) for column in zip(*rows, strict=True)]


def _either(which: np.ndarray, yes: str, no: str) -> list[str]:
    return np.array([no, yes], dtype=object)[which.astype(np.int64)].tolist()


def _known(values: np.ndarray, which: np.ndarray) -> list[int | None]:
    return np.where(which, values.astype(object), None).tolist()
