"""The trust of a client: its own false alarms, promises and prior, in text, page and JSON; a short past says so."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from talentloop.core.target import Target
from talentloop.core.trust import Judged, Missing, Trust
from talentloop.report.trust_page import ShownTrust
from talentloop.workspace import PLAN, Workspace, write_plan

from .test_cli import answer, run


@pytest.fixture(scope="module")
def found(demo: Workspace) -> Trust:
    return demo.trust()


def test_the_demo_has_placebo_loops_of_every_kind(found: Trust) -> None:
    assert {k.kind for k in found.kinds} == set(Judged)
    assert all(0 < k.before.loops < k.all.loops for k in found.kinds)
    assert found.all.loops == sum(k.all.loops for k in found.kinds) > 200
    assert found.before.rate is not None and found.before.low is not None and found.before.low <= 0.05
    assert found.prior.origin == "shipped" and found.prior.trained_on and found.prior.placebo_loops > 1000


def test_a_promise_is_kept_or_broken_by_what_came(own_demo: Workspace) -> None:
    """A huge target is provable and never came; the same loop with no target has promised nothing."""
    plan = own_demo.plan
    closed = [x for x in plan.loops if x.closed]
    huge = [replace(x, targets=(Target("visits", change=9.0),)) if x in closed else x for x in plan.loops]
    write_plan(own_demo.path / PLAN, replace(plan, loops=tuple(huge)))
    promises = Workspace(own_demo.path).trust().promises
    assert promises.called >= 1 and promises.came == promises.proven == 0
    none = [replace(x, targets=()) for x in plan.loops]
    write_plan(own_demo.path / PLAN, replace(plan, loops=tuple(none)))
    without = Workspace(own_demo.path).trust()
    assert without.promises.called == 0 and Missing.NO_PROMISES in without.missing


def test_a_new_workspace_says_what_is_missing(tmp_path: Path) -> None:
    found = Workspace.create(tmp_path / "nieuw").trust()
    assert found.missing == (Missing.NO_FACTS, Missing.NO_CLOSED_LOOPS) and found.kinds == ()
    page = unescape(ShownTrust(found, "nl").html())
    assert "Er zijn nog geen gegevens ingelezen." in page and "nog geen loop gesloten" in page


def test_a_short_past_says_so(tmp_path: Path) -> None:
    home = Workspace.create(tmp_path / "kort")
    settings = home.path / "client.toml"
    settings.write_text(settings.read_text() + '\n[[file]]\nmatch = "leads*.csv"\nfact = "leads"\n'
                        'columns = { day = "Datum", person = "E-mail" }\nconstants = { kind = "job_alert" }\n')
    (tmp_path / "leads.csv").write_text("Datum;E-mail\n01-09-2026;a@example.org\n02-09-2026;b@example.org\n")
    assert answer("take", tmp_path / "leads.csv", home=home.path)["files"][0]["outcome"] == "taken"
    assert "short_history" in answer("trust", home=home.path)["missing"]
    assert "te kort" in run("trust", home=home.path).stdout


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_says_what_the_figures_say(found: Trust, lang: str) -> None:
    page = ShownTrust(found, lang).html()
    assert "<script" not in page and "http" not in re.sub(r"http-equiv|http://www\.w3\.org/", "", page)
    text = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))
    for kind in found.kinds:
        assert f" {kind.before.loops} {kind.before.alarms} " in text and f" {kind.all.loops} {kind.all.alarms} " in text
    assert ("echte loops inbegrepen" if lang == "nl" else "real loops included") in text
    assert ("te weinig om te zeggen" if lang == "nl" else "too few to say") in text


def test_on_the_command_line(demo: Workspace, found: Trust, tmp_path: Path) -> None:
    told = answer("trust", "--html", tmp_path / "trust.html", home=demo.path)
    assert told["all"]["loops"] == found.all.loops and told["promised"] == 0.05
    assert (tmp_path / "trust.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    printed = run("trust", home=demo.path, lang="nl").stdout
    assert "Vals alarm vóór je eerste loop" in printed and "Meegeleverd" in printed
