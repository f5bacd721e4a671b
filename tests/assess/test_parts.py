"""Parts over windows: no answer, and no two answers laid over each other, tell of fewer people than may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from talentloop.assess.parts import about_people, part, split
from talentloop.core.kpis import KPIS
from talentloop.core.measure import Primitive
from talentloop.core.measurement import CannotSay, Figure, Measured, Measurement, Reason
from talentloop.core.period import Period
from talentloop.core.standing import Standing

START, K = date(2026, 1, 5), 10  # a Monday
CHANNELS = ("email", "paid_social", "referral")
LEADS, PEOPLE, VISITS = KPIS["leads"], KPIS["leads_people"], KPIS["visits"]


def weeks(first: int, last: int) -> Period:
    return Period(START + timedelta(weeks=first), START + timedelta(weeks=last))


LOOPS = (weeks(1, 4), weeks(5, 8))
TODAY = START + timedelta(weeks=9, days=3)
WHOLE = Period(START, TODAY)


class Told:
    """An engine that knows how many leads each channel brought on each day."""

    def __init__(self, days: dict[str, dict[date, int]]) -> None:
        self.told = days

    def days(self, fact: str) -> Period | None:
        return WHOLE

    def measure(self, primitives: Sequence[Primitive], periods: Sequence[Period], by: str | None = None,
                daily: bool = True) -> Measurement:
        found = {(p, window, channel): Measured(p, window, (n,), {}, channel) for p in primitives for window in periods
                 for channel in self.told if (n := self.count(channel, window))}
        return Measurement(found, {}, by)

    def count(self, channel: str, window: Period) -> int:
        return sum(n for day, n in self.told[channel].items() if day in window)


def standing(*loops: Period) -> Standing:
    return Standing.of(loops or LOOPS, None, TODAY, K)


def asked(engine: Told, window: Period) -> dict[str, Figure | CannotSay]:
    return dict(split(engine, LEADS, window, "channel", standing()))


days = st.integers(0, WHOLE.days - 1).map(lambda n: START + timedelta(days=n))
leads = st.fixed_dictionaries({c: st.dictionaries(days, st.sampled_from([1, 2, 9, 10, 11, 40]), max_size=8)
                               for c in CHANNELS})
edges = st.integers(0, 9).map(lambda n: START + timedelta(weeks=n)) | days | st.just(TODAY)
windows = st.tuples(edges, edges).filter(lambda e: e[0] < e[1]).map(lambda e: Period(*e))


def few(n: int) -> bool:
    return 0 < n < K


@settings(max_examples=300, deadline=None)
@given(leads, windows, windows)
def test_no_two_answers_tell_of_a_few_people(told: dict[str, dict[date, int]], one: Period, other: Period) -> None:
    engine = Told(told)
    answers = {w: {c: f for c, f in asked(engine, w).items() if isinstance(f, Figure)} for w in (one, other)}
    for window, found in answers.items():
        rest = sum(engine.count(c, window) for c in CHANNELS if c not in found)
        assert not any(few(int(f.value)) for f in found.values())
        assert not found or not few(rest), "the total less what is shown"
    if one.start <= other.start and other.end <= one.end:
        both = {c: int(answers[one][c].value - answers[other][c].value) for c in answers[one] if c in answers[other]}
        between = {c: engine.count(c, one) - engine.count(c, other) for c in CHANNELS}
        assert not any(few(n) for n in both.values()), "the same part over two windows"
        assert not both or not few(sum(between.values()) - sum(both.values())), "what the difference leaves over"


def test_a_window_that_cuts_through_a_week_is_told_which_window_to_ask() -> None:
    engine = Told({c: {d: 20 for d in WHOLE} for c in CHANNELS})
    found = asked(engine, Period(START + timedelta(days=1), START + timedelta(weeks=3)))
    assert set(found.values()) == {CannotSay(Reason.NOT_A_WINDOW, str(weeks(1, 3)))}
    assert all(isinstance(f, Figure) for f in asked(engine, weeks(1, 3)).values())


def test_a_part_that_is_few_in_one_week_is_told_of_its_loop_and_not_of_weeks() -> None:
    engine = Told({"email": {START + timedelta(weeks=1): 3, START + timedelta(weeks=2): 30},
                   "referral": {d: 20 for d in WHOLE}, "paid_social": {d: 20 for d in WHOLE}})
    assert isinstance(asked(engine, LOOPS[0])["email"], Figure)
    assert asked(engine, weeks(2, 4))["email"] == CannotSay(Reason.TOO_FEW, str(K))
    assert isinstance(asked(engine, weeks(2, 4))["referral"], Figure)


def test_people_who_are_counted_once_are_told_of_a_stretch_only() -> None:
    engine = Told({c: {d: 20 for d in WHOLE} for c in CHANNELS})
    over = dict(split(engine, PEOPLE, LOOPS[0], "channel", standing()))
    part_of = dict(split(engine, PEOPLE, weeks(1, 3), "channel", standing()))
    assert all(isinstance(f, Figure) for f in over.values())
    assert set(part_of.values()) == {CannotSay(Reason.NOT_A_WINDOW, str(LOOPS[0]))}


def test_what_tells_of_no_people_is_told_of_every_window() -> None:
    engine = Told({"email": {START: 1}})
    window = Period(START, START + timedelta(days=2))
    assert part(engine, [VISITS], [window], "channel", "email", standing())["visits", window] == Figure(1.0, n=1)


def test_figures_made_of_people_are_about_people() -> None:
    made_of = {"site_conversion", "apply_rate", "cph_marketing", "cph_media", "cph_full", "time_to_hire",
               "traceable_share", "completion_rate", "applications_started", "apply_clicks"}
    assert [id for id in made_of if not about_people(KPIS[id])] == []
    assert not about_people(VISITS) and not about_people(KPIS["impressions"])


def test_those_who_are_in_a_wider_count_only_are_as_many_as_may_be_shown() -> None:
    """Completed less traceable applications: both can be asked, so what lies between is told as well."""
    class Few(Told):
        def count(self, channel: str, window: Period) -> int:
            return super().count(channel, window) - self.less

        def measure(self, primitives: Sequence[Primitive], periods: Sequence[Period], by: str | None = None,
                    daily: bool = True) -> Measurement:
            found: dict[object, Measured] = {}
            for p in primitives:
                self.less = 3 if p.where else 0
                found |= Told.measure(self, [p], periods, by, daily).measured
            return Measurement(found, {}, by)  # type: ignore[arg-type]

    engine = Few({c: {START + timedelta(weeks=1): 50} for c in CHANNELS})
    found = dict(split(engine, KPIS["applications_traceable"], LOOPS[0], "channel", standing()))
    assert {f.reason for f in found.values() if isinstance(f, CannotSay)} == {Reason.TOO_FEW} and len(found) == 3


def test_stretches_lie_beside_each_other_and_leave_nothing_out() -> None:
    cut, day = standing(), START - timedelta(weeks=40)
    while day < TODAY:
        stretch = cut.stretch(day)
        assert stretch.start == day or day == START - timedelta(weeks=40)
        assert sum(w.days for w in cut.weeks(stretch)) == stretch.days
        day = stretch.end
    assert day == TODAY
    assert {cut.stretch(loop.start) for loop in LOOPS} == set(LOOPS)
