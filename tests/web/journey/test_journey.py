"""The candidate journey shows the steps, the largest leak and the moves between pools that the report shows."""

from __future__ import annotations

from talentloop.assess.form_steps import _told
from talentloop.core.facts import FACTS
from talentloop.core.findings import FormStep
from talentloop.report.form import onward
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
    assert onward(steps) == [None, None, 0.4, 0.25] and onward(steps, before=True)[2] == 30 / 45
