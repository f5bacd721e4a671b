"""The committed page of KPIs is what the KPIs and their examples say now."""

from __future__ import annotations

from talentloop.core.kpis import KPIS

from .render import PAGE, page


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.spec.render"


def test_every_kpi_stands_on_it() -> None:
    assert [id for id in KPIS if f"### {id}\n" not in page()] == []
