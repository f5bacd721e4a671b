"""The candidate journey shows the steps, the largest leak and the moves between pools that the report shows."""

from __future__ import annotations

from talentloop.assess.form_steps import _told, form_leak
from talentloop.core.facts import FACTS
from talentloop.core.findings import FormLeak, FormStep, onward
from talentloop.report.form import _largest
from talentloop.report.sections import sections
from talentloop.report.words import Words
from web.conftest import World


def test_it_has_the_steps_of_the_report(world: World) -> None:
    report = world.home.findings(2)
    steps = next(s for s in sections(Words("nl", report.currency), report) if s.id == "journey")
    text = world.browser("viewer").get("/c/merelhof/journey/2/").content.decode()
    assert all(cell in text for row in steps.rows for cell in row[:2])


def test_without_a_loop_it_says_where_to_begin(world: World) -> None:
    assert world.browser("agency marketer").get("/c/bakker/journey/").status_code == 200


def test_it_tells_where_people_leave_the_form_as_the_facts_have_it(world: World) -> None:
    """Counted by hand in the facts; who is too few to tell of is not told."""
    report, smallest = world.home.findings(5), world.home.settings.smallest_cell
    loop, found = report.loop.period, {}
    with world.home.lake.asking() as (ask, now):
        for id, condition in (("click", "apply_clicks > 0"), ("begun", "application_starts > 0")):
            [[found[id]]] = ask(
                f"SELECT count(DISTINCT visitor) FROM {now.source(FACTS['visits'])} WHERE {condition} "
                f"AND traffic_class = 'human' AND identity = 'persistent' "
                f"AND day >= '{loop.start}' AND day < '{loop.end}'").fetchall()
    told = {step.id: step.people for step in report.form_steps}
    assert list(told) == ["job", "click", "form", "begun", "sent"]
    assert found["click"] > found["begun"] >= smallest
    assert {id: told[id] for id in found} == found
    assert all(n is None or n >= smallest for n in told.values()) and told["job"] is not None
    text = world.browser("viewer").get("/c/merelhof/journey/5/").content.decode()
    assert "Van vacature tot verstuurd" in text and "Klikte op solliciteren" in text


def test_a_step_that_few_left_out_is_not_told_nor_one_that_few_took() -> None:
    assert _told({"job": 100, "click": 95, "form": 40, "begun": 40, "sent": 3}, 10) == {
        "job": 100, "click": None, "form": 40, "begun": 40, "sent": None}
    steps = (FormStep("job", 100, 90), FormStep("click", None, 45), FormStep("form", 40, 30), FormStep("begun", 10, 15))
    assert onward(steps) == [None, None, (40, 100), (10, 40)] and onward(steps, before=True)[2] == (30, 45)


def left_before(*steps: tuple[str, int]) -> FormLeak:
    found = form_leak(tuple(FormStep(id, n, None) for id, n in steps))
    assert found is not None
    return found


def test_where_most_leave_is_said_with_its_margin_and_not_where_chance_may_have_put_it() -> None:
    clear = left_before(("job", 900), ("click", 200), ("form", 190), ("begun", 100), ("sent", 80))
    assert (clear.step, clear.rival, clear.chance) == ("begun", "sent", False)
    assert clear.share == 90 / 190 and clear.low < clear.share < clear.high < 0.55
    few = left_before(("job", 900), ("click", 200), ("form", 190), ("begun", 100), ("sent", 60))
    assert (few.step, few.rival, few.chance) == ("begun", "sent", True)
    assert "kan toeval zijn" in _largest(Words("nl"), few) and "kan toeval zijn" not in _largest(Words("nl"), clear)
    assert all("47%" in told and "marge 40% tot 54%" in told for told in (_largest(Words("nl"), x) for x in (few, clear)))


def test_one_step_has_nothing_to_be_larger_than() -> None:
    assert form_leak((FormStep("job", 900, None), FormStep("click", 200, None), FormStep("sent", 80, None))) is None
