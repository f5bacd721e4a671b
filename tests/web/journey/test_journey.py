"""The candidate journey shows the steps, the largest leak and the moves between pools that the report shows."""

from __future__ import annotations

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
