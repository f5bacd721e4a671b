"""What the terminal prints under the framework: journey, why a KPI falls, evidence, costs, pools, questions, changes."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ..core.findings import LoopReport
from .sections import Section, sections
from .words import Words


def appendix(w: Words, report: LoopReport, width: int) -> Iterator[RenderableType]:
    """Every section that has something to say."""
    for section in sections(w, report):
        yield _printed(section, width)


def _printed(section: Section, width: int) -> RenderableType:
    lines: list[RenderableType] = [Text(""), Rule(style="dim"), Text(section.title, style="bold")]
    if section.sub:
        lines.append(_wrapped(section.sub, width, "dim"))
    if section.rows:
        lines += [Text(""), _table(section)]
    lines += [_wrapped(f"{'· ' if section.listed else ''}{line}", width) for line in section.lines]
    return Group(*lines)


def _wrapped(text: str, width: int, style: str = "") -> RenderableType:
    table = Table.grid()
    table.add_column(max_width=width)
    table.add_row(Text(text, style=style))
    return table


def _table(section: Section) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for heading, side in zip(section.headings, section.align, strict=True):
        table.add_column(heading, justify="left" if side == "l" else "right", no_wrap=side == "r")
    for i, row in enumerate(section.rows):
        last = section.total and i == len(section.rows) - 1
        table.add_row(*(Text(cell) for cell in row), style="bold" if last else None)
    return table
