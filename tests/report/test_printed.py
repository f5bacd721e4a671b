"""The report as it is printed: in the terminal, as a page and as data, compared with what it was."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html import unescape

import pytest
from report import example, snapshot
from rich.console import Console

from talentloop.core.findings import LoopReport
from talentloop.locale import LANGUAGES
from talentloop.report.html import page
from talentloop.report.json import as_dict
from talentloop.report.terminal import show
from talentloop.report.words import Words

REPORTS = {"over": example.report(), "running": example.running()}


def printed(report: LoopReport, lang: str, width: int, **console: object) -> str:
    out = Console(file=io.StringIO(), width=width, highlight=False, **console)  # type: ignore[arg-type]
    show(report, lang, out)
    return out.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 160])
def test_terminal(lang: str, width: int) -> None:
    snapshot.same(f"terminal-{lang}-{width}.txt", printed(REPORTS["over"], lang, width, no_color=True))


def test_terminal_while_the_loop_runs() -> None:
    snapshot.same("terminal-running-nl-120.txt", printed(REPORTS["running"], "nl", 120, no_color=True))


@pytest.mark.parametrize("width", [80, 119, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(len(line) for line in printed(REPORTS["over"], "nl", width, no_color=True).splitlines()) <= width


def test_without_colour_every_verdict_has_its_shape_and_word() -> None:
    plain = printed(REPORTS["over"], "en", 100, no_color=True, force_terminal=True)
    assert "\x1b[3" not in plain
    for shape, word in (("▲", "Better"), ("▼", "Worse"), ("◇", "Expected"), ("○", "Cannot tell")):
        assert f"{shape} {word}" in re.sub(r"\x1b\[[0-9;]*m", "", plain)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_page(lang: str, name: str) -> None:
    snapshot.same(f"page-{name}-{lang}.html", page(REPORTS[name], lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_data(lang: str) -> None:
    found = as_dict(REPORTS["over"], lang)
    snapshot.same(f"report-{lang}.json", json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))


def test_data_is_the_same_in_every_language_but_for_its_sentences() -> None:
    spoken = {"language", "title", "summary", "sentence", "short", "name"}

    def silent(value: object) -> object:
        if isinstance(value, dict):
            return {k: silent(v) for k, v in value.items() if k not in spoken}
        return [silent(v) for v in value] if isinstance(value, list) else value

    nl, en = (as_dict(REPORTS["over"], lang) for lang in LANGUAGES)
    assert silent(nl) == silent(en) and nl["title"] != en["title"]


def test_what_a_client_writes_cannot_become_markup() -> None:

    evil = "<script>alert(1)</script>"
    report = replace(REPORTS["over"], client=evil, loop=replace(example.LOOP, strategy=evil))
    assert "<script" not in page(report, "nl")


def test_a_page_asks_for_nothing_outside_itself() -> None:
    text = page(REPORTS["over"], "nl")
    assert not re.search(r'(?:src|href)="(?!#)|url\((?!data:|#)|@import|<script|<link', text)
    assert "default-src 'none'" in unescape(text)


def test_a_report_with_next_to_nothing_in_it_is_still_a_page() -> None:

    from talentloop.core.findings import DataHealth

    empty = replace(
        REPORTS["running"], pillars={}, baseline=None, traceability=None, ledger=(), pool_moves=(), history={},
        history_missing=(), others=(), forecasts=(), break_even={}, health=DataHealth({}, None, None, None, ()))
    assert "<h1>" in page(empty, "nl") and printed(empty, "nl", 80, no_color=True)


def test_the_block_of_days_to_come_is_told_where_it_is_drawn() -> None:
    report = REPORTS["running"]
    ahead = replace(report.forecasts[0], kpi="visits", so_far=50_000, low=88_000, high=99_000)
    pages = [page(one, "en") for one in (replace(report, forecasts=(ahead,)), report)]
    assert [Words("en")("page.visits.forecast") in one for one in pages] == [True, False]
