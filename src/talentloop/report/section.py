"""One block of a report as texts: what page and terminal print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One block of the report. `rows` are cells of text under `headings`; `align` has l or r per column; with `total`
    the last row is their sum. `lines` follow the table, `listed` as a list. `point` says what a picture of it says,
    `note` how to read that picture."""

    id: str
    title: str
    sub: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    align: str = ""
    total: bool = False
    lines: tuple[str, ...] = ()
    listed: bool = False
    point: str = ""
    note: str = ""
    kpi: str = ""
