"""Where the plan is, and the loop that the tests write in."""

from __future__ import annotations

from talentloop.core.kpi import Focus
from talentloop.core.loop import Loop
from talentloop.workspace import Workspace

PLAN = "/c/merelhof/plan/"
CHANGE = f"{PLAN}change/"


def open_loop(home: Workspace) -> Loop:
    """The loop of the demo that nobody has closed, or one that is planned now."""
    found = next((x for x in home.plan.loops if not x.closed), None)
    return found or home.start_loop(Focus.REACH, "Gezien worden")


def version_in(page: bytes) -> dict[str, str]:
    """What a form carries along: the plan that it is about."""
    text = page.decode()
    return {name: text.split(f'name="{name}" value="')[1].split('"')[0] for name in ("version", "trace")}
