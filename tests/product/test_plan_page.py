"""The plan as a page: self-contained, every figure of the plan on it, and what to do about unprovable targets."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from talentloop.core.kpi import Focus
from talentloop.core.target import Target
from talentloop.report.plan_page import ShownPlan, plan_page
from talentloop.report.words import Words
from talentloop.workspace import Workspace

from .test_cli import run


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_kpi_stands_on_a_page_that_fetches_nothing(demo: Workspace, lang: str) -> None:
    report = demo.plan_report()
    page, w = plan_page(report, lang), Words(lang)
    assert f'<html lang="{lang}">' in page and "default-src 'none'" in unescape(page)
    assert "<script" not in page and "http" not in re.sub(r"http-equiv|http://www\.w3\.org/", "", page)
    text = unescape(re.sub(r"<[^>]+>", " ", page))
    assert [row.kpi.id for row in report.rows if w.name(row.kpi) not in text] == []
    assert report.baseline and w.numbers.period(report.baseline.period) in text


def test_targets_are_drawn_beside_what_can_be_proven(own_demo: Workspace) -> None:
    own_demo.start_loop(Focus.CONVERSION, "Kort formulier", date(2026, 11, 10), targets=[
        Target("applications_completed", change=0.2), Target("visits", change=9.0)])
    report = own_demo.plan_report()
    states = {row.kpi.id: row.provable for row in report.rows if row.wanted_change is not None}
    assert states == {"applications_completed": False, "visits": True}
    page = plan_page(report, "en")
    drawn = re.findall(r'<svg class="chart (\w+)" viewBox="[^"]+" role="img" aria-label="([^"]+)"', page)
    assert [name for name, _ in drawn] == ["wide", "narrow"]
    assert all("Provable: visits. Not in one loop: applications completed." in unescape(alt) for _, alt in drawn)
    assert "Of the 2 targets, 1 can be proven" in page and "What you can do" in page
    table = page[page.index('class="behind"'):page.index("What you can do")]
    assert "+20%" in table and "+900%" in table and "±" in table


def test_without_targets_or_loops_there_is_a_page_that_says_so(tmp_path: Path) -> None:
    home = Workspace.create(tmp_path / "nieuw")
    page = ShownPlan(home.plan_report(), "nl").html()
    assert "Nog geen loop gepland" in page and "Er is nog geen 0-meting" in page and 'class="chart' not in page


def test_on_the_command_line(demo: Workspace, tmp_path: Path) -> None:
    done = run("plan", "--html", tmp_path / "plan.html", home=demo.path)
    assert done.returncode == 0 and "plan.html" in done.stdout, done.stderr
    assert (tmp_path / "plan.html").read_text(encoding="utf-8").startswith("<!doctype html>")
