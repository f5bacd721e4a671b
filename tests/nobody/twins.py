"""Two workspaces with the same totals, which differ in small groups only: whoever can tell them apart knows of a few.

In both the same people come on the same days by the same channels. What differs in `moved` is to whom a few of the
groups below ten belong: an application by e-mail instead of the job board, one and a lead of one campaign instead of
another of the same channel, a hire for another vacancy, somebody in the fourth pool instead of the third. The group that
each leaves is the one that must be hidden with the small one, so every figure that may be shown is the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from talentloop.core.facts import FACTS, Rows
from talentloop.core.intake import Batch
from talentloop.core.kpi import Focus
from talentloop.core.loop import Change, ChangeKind, Closing
from talentloop.core.period import Period
from talentloop.core.standing import Standing
from talentloop.people import DERIVATIONS
from talentloop.workspace import Workspace

START, TODAY = date(2025, 12, 29), date(2026, 7, 20)
WEEKS = 9
LOOPS = tuple(Period.of_weeks(START + timedelta(weeks=n), WEEKS) for n in (9, 18, 27))
BASELINE = Period.of_weeks(START, WEEKS)
APPLY = (2, 4)  # the third week of each stretch, and so on: Wednesdays on which everybody applies
Row = dict[str, object]

# Arrivals of a day, the same every day: (channel, network, campaign, how many).
ARRIVALS = (("display_video", "google_display", "groot", 15), ("paid_social", "facebook", "klein", 10),
            ("paid_social", "facebook", "midden", 15), ("organic_search", None, None, 10),
            ("jobboard_paid", "indeed", None, 15), ("email", None, None, 10))
# Who applies in a stretch: arrival → how many.
APPLIED = {"groot": 22, "klein": 4, "midden": 15, "jobboard_paid": 13, "email": 3}
VACANCIES = {"Piloot": 3, "Kok": 22, "Verpleegkundige": 32}
LEADS = {"klein": 4, "midden": 11, "groot": 14}
POOLS = ((12, 17), (6, 8), (30, 4))  # people, contacts each; two more stand on the edge of the third and the fourth
# One of each goes over to the other in the second world; both are too few, or would tell of the few.
MOVED = {"midden": "klein", "jobboard_paid": "email"}
MOVED_VACANCY = ("Kok", "Piloot")
SLOTS = 14  # visits a day of people who come back, and of others in their place


def build(path: Path, moved: bool) -> Workspace:
    """One of the two workspaces, planned and told."""
    home = Workspace.create(path, "Proef")
    settings = path / "client.toml"
    text = settings.read_text().replace("[client]", f"[client]\nas_of = {TODAY}").replace('"2 months"', '"9 weeks"')
    settings.write_text(text.replace("[roi]", COSTS))

    home = Workspace(path)
    home.lake.take(Batch("told", "spec", datetime(2026, 7, 20), blocks(moved)), DERIVATIONS)
    home.freeze_baseline(BASELINE)
    for period, focus in zip(LOOPS, (Focus.REACH, Focus.TRAFFIC, Focus.CONVERSION), strict=True):
        home.start_loop(focus, "Meer verhalen", period.start, None, None, (), period, {})
    home.log_change(Change(LOOPS[1].start + timedelta(days=9), "budget", ChangeKind.BUDGET, True), 2)
    home.close_loop(Closing(TODAY, "Verhalen werken"), 1)
    return home


COSTS = """\
[roi]
agency_fee = [0.2, 0.25]
first_year_salary = [38000, 52000]
"""


def blocks(moved: bool) -> Iterator[Rows]:
    """Every raw fact of a world."""
    for fact, rows in told(moved).items():
        names = [n for n in FACTS[fact].names if n not in ("source", "batch", "fetched_at")]
        yield Rows(fact, {n: [row.get(n) for row in rows] for n in names})


def told(moved: bool) -> dict[str, list[Row]]:
    hits = [*crowd(), *regulars(moved)]
    applications: list[Row] = []
    leads: list[Row] = []
    for number, period in enumerate((BASELINE, *LOOPS)):
        applications += applied(hits, number, [day for day in period if day.weekday() == 2 and day < TODAY][:4], moved)
        leads += asked(number, period, moved)
    return {"web_hits": hits, "applications": applications, "leads": leads, "exposures": list(delivered()),
            "costs": [cost(n, day) for n, day in enumerate(x for x in Period(START, TODAY) if x.weekday() == 2)]}


def hit(event: int, day: date, minute: int, visitor: int, channel: str, network: str | None, campaign: str | None,
        page: str = "/verhalen/0") -> Row:
    return {"event": event, "at": datetime(day.year, day.month, day.day, 6) + timedelta(minutes=minute), "day": day,
            "visitor": visitor, "identity": "persistent", "consent": "full", "traffic_class": "human",
            "kind": "page_view", "page": page, "page_type": "content", "content": f"verhaal {page[-1]}",
            "evp_theme": "sfeer", "channel": channel, "network": network, "campaign": campaign, "device": "mobile",
            "engaged_ms": 12_000, "scroll_pct": 80, "provenance": "measured"}


def crowd() -> Iterator[Row]:
    """Who comes once: as many by every channel, every day."""
    number = 0
    for day in Period(START, TODAY):
        for channel, network, campaign, count in ARRIVALS:
            for _ in range(count):
                number += 1
                yield hit(number, day, number % 600, 1_000_000 + number, channel, network, campaign,
                          f"/verhalen/{number % 5}")


def regulars(moved: bool) -> Iterator[Row]:
    """People who come back, every day as many visits: places that they leave free are taken by others."""
    first, when = LOOPS[1].start, dict[date, list[int]]()
    people = [contacts for count, contacts in POOLS for _ in range(count)]
    for person, contacts in enumerate(people):
        for n in range(contacts):
            when.setdefault(first + timedelta(days=(5 * person + 3 * n) % LOOPS[1].days), []).append(2_000_000 + person)
    for who, days in between(moved).items():
        for n in days:
            when.setdefault(first + timedelta(days=n), []).append(who)
    event = 5_000_000
    for day in Period(START, TODAY):
        there = when.get(day, [])
        assert len(there) <= SLOTS
        for slot in range(SLOTS):
            event += 1
            yield hit(event, day, 30 + 45 * slot, there[slot] if slot < len(there) else 3_000_000 + event, "direct",
                      None, None)


def between(moved: bool) -> dict[int, tuple[int, ...]]:
    """Two people and the days on which they come: one with sixteen contacts and one with seven, or fifteen and eight.

    They come in the same weeks in either world, so that nobody is new, returning or unique at another time.
    """
    one, other = tuple(range(0, 44, 3)), (0, 7, 14, 21, 28, 35, 42)
    assert len(one) == 15
    return {4_000_001: one, 4_000_002: (*other, 46)} if moved else {4_000_001: (*one, 46), 4_000_002: other}


def applied(hits: list[Row], number: int, days: list[date], moved: bool) -> Iterator[Row]:
    """Applications of one stretch, each by somebody who came that day, as many a day in both worlds."""
    arrivals = [name for name, count in APPLIED.items() for _ in range(count)]
    vacancies = [name for name, count in VACANCIES.items() for _ in range(count)]
    vacancies = [vacancies[n * 16 % len(vacancies)] for n in range(len(vacancies))]  # all sorts by every channel
    hired = {n for n in range(len(arrivals)) if n % 2 == 0}
    if moved:
        for kept, gone in MOVED.items():
            n = next(n for n in range(len(arrivals)) if arrivals[n] == kept and n not in hired)
            arrivals[n] = gone
        kept, gone = MOVED_VACANCY
        vacancies[next(n for n in range(len(vacancies)) if vacancies[n] == kept and n in hired)] = gone
    free: dict[tuple[object, object, object], list[Row]] = {}
    for one in hits:
        if one["day"] in days and one["visitor"] == 1_000_000 + one["event"]:  # type: ignore[operator]
            free.setdefault((one["campaign"] or one["channel"], one["day"], one["page"]), []).append(one)
    for n, (name, vacancy) in enumerate(zip(arrivals, vacancies, strict=True)):
        day = days[n % len(days)]
        came, application = free[name, day, f"/verhalen/{n % 5}"].pop(), 10_000 * (number + 1) + n
        hits += [{**came, "event": 8_000_000 + 2 * application + step, "kind": kind, "page": "/solliciteren",
                  "at": came["at"] + timedelta(minutes=1 + step), "application": application,  # type: ignore[operator]
                  "content": None, "evp_theme": None, "page_type": "form", "engaged_ms": None, "scroll_pct": None}
                 for step, kind in enumerate(("application_start", "application_complete"))]
        accepted = day + timedelta(days=14)
        yield {"application": application, "candidate": application, "day": day, "received_at": came["at"],
               "vacancy": vacancy, "job_family": vacancy,
               "channel": "unknown", "origin": "external", "provenance": "measured",
               "hired_day": accepted if n in hired and accepted < TODAY else None}


def asked(number: int, period: Period, moved: bool) -> Iterator[Row]:
    """Leads of one stretch, all on one Wednesday."""
    by = [name for name, count in LEADS.items() for _ in range(count)]
    if moved:
        by[by.index("midden")] = "klein"
    channels = {campaign: (channel, network) for channel, network, campaign, _ in ARRIVALS}
    for n, name in enumerate(by):
        channel, network = channels[name]
        yield {"lead": 1000 * number + n, "person": 7_000_000 + 1000 * number + n,
               "day": period.start + timedelta(days=2), "kind": "job_alert", "channel": channel, "network": network,
               "campaign": name, "provenance": "measured"}


def delivered() -> Iterator[Row]:
    for day in Period(START, TODAY):
        for _, network, campaign, _ in ARRIVALS:
            if campaign:
                yield {"day": day, "network": network, "account": "a", "paid": "paid", "campaign_id": campaign,
                       "campaign": campaign, "impressions": 9000, "clicks": 50, "link_clicks": 40,
                       "spend_micros": 20_000_000, "currency": "EUR", "provenance": "measured"}


def cost(number: int, day: date) -> Row:
    return {"day": day, "line": f"bureau {number}", "kind": "agency_marketing", "side": "external",
            "amount_micros": 500_000_000, "currency": "EUR", "provenance": "measured"}


def everything(home: Workspace) -> Standing:
    """The windows of a workspace in which nobody is too few."""
    return Standing.of([x.period for x in home.plan.loops], BASELINE, TODAY, smallest=1)
