"""The people of whom the twins differ in the second loop: by evidence, by pool, by what they read, and who was erased.

Every function gives the same number of visits, leads, contacts and applications in both worlds, on the same days and by
the same channels; `moved` says of one or two people more or less which of two small groups they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from talentloop.core.period import Period

Row = dict[str, object]
Stay = tuple[int, str]  # who comes, and to which page
WEEK = timedelta(weeks=1)
POOLS = ((12, 17), (5, 8), (76, 4))  # people, contacts each; two more stand on the edge of the third and the fourth
ON_EVE = {n for n in range(18) if n in range(6, 12) or n in range(15, 18)}  # of those: who stood in the second before
THIRD, FOURTH = 14, 10  # people in the third and the fourth pool on the eve; one or two contacts stay by its end
BY_EVIDENCE, SEEN_BEFORE = 17, 5  # applications of a campaign; of the last so many with visits, of which most are named
UNKNOWN, SEEN_DIRECT = 24, 9  # applications without a source; of so many there are visits, of which most are named
KNOWN, OTHERS = 17, 150  # people who left a lead in the first loop and applied in the second, or did not
ERASED = 3
EARLY = 8  # of those who apply in the loop that runs, so many came before: fewer than ten lie beyond nine in ten of all


def wednesdays(period: Period, today: date) -> list[date]:
    """The days on which everybody applies."""
    return [day for day in period if day.weekday() == 2 and day < today][:4]


# ---- who comes back ------------------------------------------------------------------------------------------------


def stays(start: date, loop: Period, today: date, moved: bool) -> dict[date, list[Stay]]:
    """Per day who comes back, and to which page; the second world swaps two pages of one day."""
    found: dict[date, list[Stay]] = {}

    def come(day: date, who: int, page: str = "/verhalen/0") -> None:
        found.setdefault(day, []).append((who, page))

    for who, days in between(moved).items():
        for n in days:
            come(loop.start + timedelta(days=n), who)
    for person, contacts in enumerate(contacts for count, contacts in POOLS for _ in range(count)):
        days = sorted(loop.start + timedelta(days=(5 * person + 3 * n) % loop.days) for n in range(contacts))
        for day in days:
            come(day, 2_000_000 + person, first_read(person, moved) if day == days[0] and person < 11 else "/verhalen/0")
        if person == 3:  # somebody else reads the other of the two that day
            come(days[0], 3_900_000, "/verhalen/1" if moved else "/verhalen/2")
        for n in range(3 if person in ON_EVE else 0):
            come(start + timedelta(days=(person + 3 * n) % 9), 2_000_000 + person)
    for person in range(THIRD):
        for day in (*((person + 2 * n) % 9 for n in range(5)), 30 + person):
            come(start + timedelta(days=day), third(person))
    for person in range(FOURTH):
        for day in (*((person + n) % 9 for n in range(14)), 40 + person, 50 + person):
            come(start + timedelta(days=day), fourth(person))
    running = wednesdays(Period(loop.end, today), today)
    for n in range(EARLY):
        come(came_early(moved, running[n % len(running)], n), early(n))
    applied = wednesdays(loop, today)
    for n in range(SEEN_DIRECT):
        come(applied[2 + n % 2] - timedelta(days=10), 2_400_000 + n)
    return found


def first_read(person: int, moved: bool) -> str:
    """What those who come to the fourth pool read first: few of them the one, few the other."""
    return "/verhalen/1" if person < (3 if moved else 4) else "/verhalen/2"


def between(moved: bool) -> dict[int, tuple[int, ...]]:
    """Two people and the days on which they come: one with sixteen contacts and one with seven, or fifteen and eight.

    They come in the same weeks in either world, so that nobody is new, returning or unique at another time.
    """
    one, other = tuple(range(0, 44, 3)), (0, 7, 14, 21, 28, 35, 42)
    assert len(one) == 15
    return {4_000_001: one, 4_000_002: (*other, 46)} if moved else {4_000_001: (*one, 46), 4_000_002: other}


def came_early(moved: bool, applied: date, person: int) -> date:
    """When the few who apply in the loop that runs came first: of one it is a day more or less ago."""
    return applied - timedelta(days=(41 if moved else 40) if person == 0 else 44 + person)


def early(person: int) -> int:
    return 2_500_000 + person


def third(person: int) -> int:
    return 2_100_000 + person


def fourth(person: int) -> int:
    return 2_200_000 + person


def came_back(moved: bool) -> dict[int, int]:
    """Which applications of the loop are by people who stood in a pool on its eve: number → browser."""
    who = [*(third(n) for n in range(7 if moved else 8)), *(fourth(n) for n in range(5 if moved else 4))]
    return {5 + n: visitor for n, visitor in enumerate(who)}


# ---- evidence ------------------------------------------------------------------------------------------------------


def named(moved: bool) -> tuple[range, range]:
    """Whose application the site could name: of those with a campaign's visit before, and of those with visits alone.

    One goes from the second tier to the fourth and one the other way about from no first touch to one.
    """
    return (range(5), range(5)) if moved else (range(4), range(6))


def by_evidence(days: list[date]) -> Iterator[Row]:
    """Applications that the ATS knows by a tracked link; of the first few there were visits too."""
    for n in range(BY_EVIDENCE):
        yield application(910_000 + n, days[1 + n % 3], channel="paid_social", network="facebook", campaign="midden",
                          tracked=True)


def of_unknown(days: list[date]) -> Iterator[Row]:
    for n in range(UNKNOWN):
        yield application(920_000 + n, days[2 + n % 2])


def as_said(days: list[date], counts: dict[str, int]) -> Iterator[Row]:
    """Applications of which only the ATS names a source."""
    for n, channel in enumerate(name for name, count in counts.items() for _ in range(count)):
        yield application(930_000 + n, days[n % 4], channel=channel)


def known_before(days: list[date]) -> Iterator[Row]:
    """Applications of people who left a lead in the loop before."""
    for n in range(KNOWN):
        yield application(940_000 + n, days[n % 4], person=7_500_000 + n)


def application(number: int, day: date, **also: object) -> Row:
    return {"application": number, "candidate": number, "day": day, "received_at": datetime.combine(day, time(12)),
            "vacancy": "Monteur", "job_family": "techniek", "channel": "unknown", "origin": "external",
            "provenance": "measured", **also}


def leads_before(day: date) -> Iterator[Row]:
    for n in range(KNOWN + OTHERS):
        yield {"lead": 950_000 + n, "person": of_lead(n), "day": day, "kind": "contact", "channel": "paid_social",
               "network": "facebook", "campaign": "midden", "provenance": "measured"}


def of_lead(n: int) -> int:
    return 7_500_000 + n if n < KNOWN else 7_600_000 + n - KNOWN


def confirmed(loop: Period, moved: bool) -> Iterator[Row]:
    """Leads of two weeks: of few it is known that they confirmed, one more of them in the first week or in the second."""
    of_week = ((24, 5), (20, 7)) if moved else ((24, 4), (20, 8))
    for week, (count, sure) in enumerate(of_week):
        for n in range(count):
            yield {"lead": 960_000 + 100 * week + n, "person": 7_700_000 + 100 * week + n,
                   "day": loop.start + week * WEEK + timedelta(days=2), "kind": "job_alert", "channel": "display_video",
                   "network": "google_display", "campaign": "groot", "confirmed": n < sure, "provenance": "measured"}


# ---- contacts, consent and erasure ---------------------------------------------------------------------------------


def chats(loop: Period, moved: bool) -> Iterator[Row]:
    """Who left a lead and came a pool higher by two chats: few of them applied."""
    applied, others = (4, OTHERS - 2) if moved else (3, OTHERS - 1)
    who = [7_500_000 + n for n in range(applied)] + [7_600_000 + n for n in range(others)]
    for n, person in enumerate(who):
        for again in range(2):
            yield chat(970_000 + 2 * n + again, loop.start + timedelta(days=40), person, 11 + again)


def of_erased(start: date, loop: Period, person: Callable[[str], int], moved: bool) -> Iterator[Row]:
    """Who is erased later: some of the second pool, and two of the third and the fourth, or both of the third."""
    told = [(mail, [start + timedelta(days=n) for n in (10, 11, 12)]) for mail in erased()[2:]]
    contacts = (15, 8) if moved else (16, 7)
    told += [(mail, [loop.start + timedelta(days=3 * n + 1) for n in range(count)])
             for mail, count in zip(erased(), contacts, strict=False)]
    number = 980_000
    for who, when in told:
        for day in when:
            number += 1
            yield chat(number, day, person(who))


def erased() -> list[str]:
    return [f"e{n}@example.org" for n in range(ERASED + 2)]


def chat(number: int, day: date, person: int, hour: int = 11) -> Row:
    return {"interaction": number, "person": person, "at": datetime.combine(day, time(hour, number % 60)), "day": day,
            "kind": "chat", "channel": "whatsapp_chat", "provenance": "measured"}


def decisions(day: date, moved: bool) -> Iterator[Row]:
    """Consent given by many, taken back by few, and measuring refused by a few more."""
    acts = [(n, "granted") for n in range(60)]
    acts += [(n, "withdrawn" if n < (4 if moved else 3) else "opted_out") for n in range(16)]
    for number, (who, act) in enumerate(acts):
        yield {"decision": 990_000 + number, "at": datetime.combine(day, time(8 + number // 60, number % 60)), "day": day,
               "about": "measuring", "act": act, "text": 1, "visitor": 9_000_000 + who, "provenance": "measured"}


def partly_known(loop: Period, moved: bool) -> Iterator[tuple[int, date, str, bool]]:
    """Visits of two small campaigns: (number, day, campaign, may be known again)."""
    lasting = {"smal": 5, "breed": 11} if moved else {"smal": 4, "breed": 12}
    for first, (campaign, count) in enumerate((("smal", 14), ("breed", 30))):
        for n in range(count):
            day = loop.start + timedelta(days=2 * (n - 7 * first) % loop.days)
            yield 100 * first + n, day, campaign, n < lasting[campaign]
