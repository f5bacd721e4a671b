"""How long the bar beside a part is: by the largest, and none where that would mislead."""

from __future__ import annotations

from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.report.figures import bar_lengths


def figures(*values: float | None) -> list[Figure | CannotSay]:
    return [CannotSay(Reason.TOO_FEW, "10") if v is None else Figure(v) for v in values]


def test_the_largest_fills_the_row() -> None:
    assert bar_lengths(figures(30, 120, 0)) == [25, 100, 0]


def test_a_part_without_a_figure_has_no_bar_and_changes_no_other() -> None:
    assert bar_lengths(figures(30, None, 120)) == [25, None, 100]


def test_one_figure_alone_nothing_but_zeros_or_a_loss_is_not_drawn() -> None:
    for values in ((30, None), (0, 0), (-5, 10), ()):
        assert bar_lengths(figures(*values)) == [None for _ in values]
