"""Two workspaces with the same totals, which differ in small groups only: whoever can tell them apart knows of a few.

In both the same people come on the same days by the same channels. What differs in `moved` is to whom a few of the
groups below ten belong: an application by e-mail instead of the job board, one and a lead of one campaign instead of
another of the same channel, a hire for another vacancy, somebody in the fourth pool instead of the third, and so on in
what each function here takes `moved` for. The group that each leaves is the one that must be hidden with the small one,
so every figure that may be shown is the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from nobody import few
from talentloop.core.facts import FACTS, Rows
from talentloop.core.intake import Batch
from talentloop.core.kpi import Focus
from talentloop.core.loop import Change, ChangeKind, Closing
from talentloop.core.period import Period
from talentloop.core.standing import Standing
from talentloop.custody.requests import erase
from talentloop.people import DERIVATIONS
from talentloop.privacy.pseudonyms import person_key
from talentloop.workspace import Workspace

START, TODAY = date(2025, 12, 29), date(2026, 7, 20)
WEEKS = 9
LOOPS = tuple(Period.of_weeks(START + timedelta(weeks=n), WEEKS) for n in (9, 18, 27))
BASELINE = Period.of_weeks(START, WEEKS)
SO_FAR = Period(LOOPS[2].start, TODAY)  # of the loop that runs
Row = dict[str, object]

# Arrivals of a day, the same every day: (channel, network, campaign, how many).
ARRIVALS = (("display_video", "google_display", "groot", 20), ("paid_social", "facebook", "klein", 10),
            ("paid_social", "facebook", "midden", 15), ("organic_search", None, None, 10),
            ("jobboard_paid", "indeed", "plaatsing", 15), ("email", "other", "nieuwsbrief", 10))
# Who applies in a stretch: arrival → how many. The smallest two campaigns lie in different channels, and so do the
# smallest two vacancies in different families: a campaign or a vacancy less its channel or family would tell them.
APPLIED = {"groot": 40, "klein": 4, "midden": 15, "plaatsing": 13, "nieuwsbrief": 2}
VACANCIES = {"Piloot": 3, "Monteur": 30, "Verpleegkundige": 29, "Kok": 12}
FAMILIES = {"Piloot": "techniek", "Monteur": "techniek", "Verpleegkundige": "zorg", "Kok": "zorg"}
LEADS = {"klein": 4, "midden": 11, "groot": 14}
# One of each goes over to the other in the second world, applicants and those who are hired; both are too few, or would
# tell of the few.
MOVED = {"midden": "klein", "plaatsing": "nieuwsbrief"}
MOVED_HIRED = {"plaatsing": "nieuwsbrief"}
MOVED_VACANCY = ("Monteur", "Piloot")
# What an ATS says of applications without any evidence; one of the job board's goes to the colleagues'.
SAID = {"employee_referral": 4, "jobboard_paid": 9, "google_for_jobs": 25}
MOVED_SAID = ("jobboard_paid", "employee_referral")
SLOTS = 30  # visits a day of people who come back, and of others in their place


def build(path: Path, moved: bool) -> Workspace:
    """One of the two workspaces, planned and told."""
    home = Workspace.create(path, "Proef")
    settings = path / "client.toml"
    text = settings.read_text().replace("[client]", f"[client]\nas_of = {TODAY}").replace('"2 months"', '"9 weeks"')
    settings.write_text(text.replace("[roi]", COSTS))

    home = Workspace(path)
    home.lake.take(Batch("told", "spec", datetime(2026, 7, 20), blocks(home, moved)), DERIVATIONS)
    home.freeze_baseline(BASELINE)
    for period, focus in zip(LOOPS, (Focus.REACH, Focus.TRAFFIC, Focus.CONVERSION), strict=True):
        home.start_loop(focus, "Meer verhalen", period.start, None, None, (), period, {})
    home.log_change(Change(LOOPS[1].start + timedelta(days=9), "budget", ChangeKind.BUDGET, True), 2)
    home.close_loop(Closing(TODAY, "Verhalen werken"), 1)
    erase(home, few.erased())
    return home


COSTS = """\
[roi]
agency_fee = [0.2, 0.25]
first_year_salary = [38000, 52000]
"""


def blocks(home: Workspace, moved: bool) -> Iterator[Rows]:
    """Every raw fact of a world."""
    for fact, rows in told(home, moved).items():
        names = [n for n in FACTS[fact].names if n not in ("source", "batch", "fetched_at")]
        yield Rows(fact, {n: [row.get(n) for row in rows] for n in names})


def told(home: Workspace, moved: bool) -> dict[str, list[Row]]:
    hits = [*crowd(), *regulars(moved), *partly_known(moved)]
    free: Free = {}
    for one in hits:
        if one["visitor"] == 1_000_000 + one["event"]:  # type: ignore[operator]
            free.setdefault((one["campaign"] or one["channel"], one["day"], one["page"]), []).append(one)
    applications: list[Row] = []
    leads: list[Row] = [*few.leads_before(LOOPS[0].start + timedelta(days=2)), *few.confirmed(LOOPS[1], moved)]
    for number, period in enumerate((BASELINE, *LOOPS)):
        applications += applied(hits, free, number, few.wednesdays(period, TODAY), moved)
        leads += asked(number, period, moved)
    days = few.wednesdays(LOOPS[1], TODAY)
    hits += seen_before(free, days, moved)
    said = {**SAID, **({MOVED_SAID[0]: SAID[MOVED_SAID[0]] - 1, MOVED_SAID[1]: SAID[MOVED_SAID[1]] + 1} if moved else {})}
    applications += [*few.by_evidence(days), *few.of_unknown(days), *few.as_said(days, said), *few.known_before(days)]
    chats = [*few.chats(LOOPS[1], moved),
             *few.of_erased(START, LOOPS[1], lambda who: home.pseudonyms("person", person_key(who)), moved)]
    return {"web_hits": hits, "applications": applications, "leads": leads, "interactions": chats,
            "exposures": list(delivered()), "consent_log": list(few.decisions(START + timedelta(days=9), moved)),
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
    there, event = few.stays(START, LOOPS[1], TODAY, moved), 5_000_000
    for day in Period(START, TODAY):
        come = there.get(day, [])
        assert len(come) <= SLOTS, (day, len(come))
        for slot in range(SLOTS):
            event += 1
            who, page = come[slot] if slot < len(come) else (3_000_000 + event, "/verhalen/0")
            yield hit(event, day, 30 + 31 * slot, who, "direct", None, None, page)


def partly_known(moved: bool) -> Iterator[Row]:
    """Two small campaigns whose visitors mostly cannot be known again."""
    for n, day, campaign, lasting in few.partly_known(LOOPS[1], moved):
        known = {} if lasting else {"identity": "daily", "consent": "limited"}
        yield {**hit(6_000_000 + n, day, n, 6_500_000 + n, "display_video", "youtube", campaign), **known}


Free = dict[tuple[object, object, object], list[Row]]


def seen_before(free: Free, days: list[date], moved: bool) -> Iterator[Row]:
    """Applications of people who came before: by a campaign, or by themselves; the site names the application of some."""
    by_campaign, alone = few.named(moved)
    for n in range(few.SEEN_BEFORE):
        day = days[1 + n % 3]
        for before in (6, 3):
            free["midden", day - timedelta(days=before), f"/verhalen/{n}"].pop()["visitor"] = 2_300_000 + n
        yield from completing(hit(7_900_000 + 10 * n, day, 500 + n, 2_300_000 + n, "direct", None, None),
                              910_000 + n if n in by_campaign else None)
    for n in range(few.SEEN_DIRECT):
        yield from completing(hit(7_950_000 + 10 * n, days[2 + n % 2], 520 + n, 2_400_000 + n, "direct", None, None),
                              920_000 + n if n in alone else None)


def completing(came: Row, application: int | None) -> Iterator[Row]:
    """A visit that ends in an application, with the number of it where the site knows that."""
    yield came
    for step, kind in enumerate(("application_start", "application_complete"), 1):
        yield {**came, "event": came["event"] + step, "kind": kind, "page": "/solliciteren",  # type: ignore[operator]
               "at": came["at"] + timedelta(minutes=step), "application": application,  # type: ignore[operator]
               "content": None, "evp_theme": None, "page_type": "form", "engaged_ms": None, "scroll_pct": None}


def applied(hits: list[Row], free: Free, number: int, days: list[date], moved: bool) -> Iterator[Row]:
    """Applications of one stretch, each by somebody who came that day, as many a day in both worlds."""
    arrivals = [name for name, count in APPLIED.items() for _ in range(count)]
    vacancies = [name for name, count in VACANCIES.items() for _ in range(count)]
    vacancies = [vacancies[n * 15 % len(vacancies)] for n in range(len(vacancies))]  # all sorts by every channel
    hired = {n for n in range(len(arrivals)) if n % 2 == 0}
    if moved:
        for goes, who in ((MOVED, set(range(len(arrivals))) - hired), (MOVED_HIRED, hired)):
            for kept, gone in goes.items():
                arrivals[next(n for n in sorted(who) if arrivals[n] == kept)] = gone
        kept, gone = MOVED_VACANCY
        vacancies[next(n for n in range(len(vacancies)) if vacancies[n] == kept and n in hired)] = gone
    back = few.came_back(moved) if number == 2 else {n: few.early(n) for n in range(few.EARLY)} if number == 3 else {}
    for n, (name, vacancy) in enumerate(zip(arrivals, vacancies, strict=True)):
        day = days[n % len(days)]
        came, application = free[name, day, f"/verhalen/{n % 5}"].pop(), 10_000 * (number + 1) + n
        came["visitor"] = back.get(n, came["visitor"])
        steps = {**came, "event": 8_000_000 + 2 * application - 1}
        hits += [*completing(steps, application)][1:]
        accepted = day + timedelta(days=14)
        yield {"application": application, "candidate": application, "day": day, "received_at": came["at"],
               "vacancy": vacancy, "job_family": FAMILIES[vacancy],
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
