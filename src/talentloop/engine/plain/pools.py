"""Who stands in which pool, who moved, and who rose after reading, in plain Python."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ...core.identity import KnownAs, knowledge
from ...core.measure import Flows, Rises, Stock
from ...core.measurement import CannotSay, Parts, Reason
from ...core.moves import HIRED, MERGED
from ...core.period import Period
from .rows import Facts, Row

EVE = timedelta(days=1)


def hired(facts: Facts, known_as: KnownAs, before: date, told: date) -> set[int]:
    """Who was hired before a day, by what was told up to and including another."""
    return {known_as(a["person"], told) for a in facts.get("counted_applications", ())
            if a.get("person") is not None and a.get("hired_day") is not None and a["hired_day"] < before}


def stock(facts: Facts, asked: Stock, period: Period, touches: Sequence[Row]) -> Parts | CannotSay:
    if not touches:
        return CannotSay(Reason.NO_DATA_IN_PERIOD, asked.fact)
    known_as = knowledge(facts.get("merges", ()))
    last = period.end - EVE
    per_person = Counter(known_as(t["person"], last) for t in touches)
    gone = hired(facts, known_as, period.end, last)
    return (sum(asked.low <= n and (n < asked.high or not asked.high)
                for who, n in per_person.items() if who not in gone),)


def flows(facts: Facts, asked: Flows, period: Period, touches: Sequence[Row]) -> Parts | CannotSay:
    """Pool on the eve of the period and what became of it by its last day, for everybody in a pool at either."""
    if not touches:
        return CannotSay(Reason.NO_DATA_IN_PERIOD, asked.fact)
    known_as, eve, last = knowledge(facts.get("merges", ())), period.start - EVE, period.end - EVE
    before: dict[int, Counter[int]] = defaultdict(Counter)
    after: Counter[int] = Counter()
    applied = set()
    for t in touches:
        who = known_as(t["person"], last)
        before[who][known_as(t["person"], eve)] += t["day"] < period.start
        after[who] += t["day"] >= period.end - timedelta(days=asked.window_days)
        if t["kind"] == "application_complete" and t["day"] in period:
            applied.add(who)
    gone = hired(facts, known_as, period.start, eve)
    early, late = (hired(facts, known_as, until, last) for until in (period.start, period.end))
    moves: dict[tuple[int, int], list[bool]] = defaultdict(list)
    for who, own in before.items():
        pools = [bisect_right(asked.bounds, n) for id, n in sorted(own.items(), key=lambda x: (-x[1], x[0]))
                 if n and id not in gone]
        came = MERGED if who in early else HIRED if who in late else bisect_right(asked.bounds, after[who])
        if not pools:
            moves[0, 0 if came == MERGED else came].append(who in applied)
        for i, was in enumerate(pools):
            moves[was, MERGED if i else came].append(not i and who in applied)
    moves.pop((0, 0), None)
    return tuple((*move, len(people), sum(people)) for move, people in sorted(moves.items()))


def rises(facts: Facts, asked: Rises, period: Period, touches: Sequence[Row]) -> Parts | CannotSay:
    """Per value and pool on the day of first reading: people, and those whom later touches brought to a higher pool."""
    known_as, last = knowledge(facts.get("merges", ())), period.end - EVE
    table = "visits" if asked.by == "channel" else "page_reads"
    reads = [r for r in facts.get(table, ()) if r["traffic_class"] == "human" and r["identity"] == "persistent"
             and period.start <= r["day"] < period.end - timedelta(days=asked.days)]
    first: dict[tuple[str, int], date] = {}
    for r in reads:
        for value in {"", r[asked.by]} - {None}:
            key = value, known_as(r["visitor"], last)
            first[key] = min(r["day"], first.get(key, r["day"]))
    if not first:
        return CannotSay(Reason.NO_DATA_IN_PERIOD, asked.fact)
    days: dict[int, list[date]] = defaultdict(list)
    for t in touches:
        days[known_as(t["person"], last)].append(t["day"])
    found: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for (value, who), day in first.items():
        pool, later = (bisect_right(asked.bounds, n) for n in counts(days[who], day, asked))
        found[value, pool].append(later > pool)
    return tuple((*key, len(people), sum(people)) for key, people in sorted(found.items()))


def counts(days: Iterable[date], day: date, asked: Rises) -> tuple[int, int]:
    """Touches in the window that ends with a day, and those together with what follows."""
    near = [d for d in days if day - timedelta(days=asked.window_days) < d <= day + timedelta(days=asked.days)]
    return sum(d <= day for d in near), len(near)
