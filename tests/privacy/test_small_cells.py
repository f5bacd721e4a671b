"""Small cells: hidden, and never to be worked out from what is shown."""

from hypothesis import given
from hypothesis import strategies as st

from talentloop.privacy.small_cells import suppressed


def test_a_lone_small_cell_takes_another_with_it() -> None:
    assert suppressed({"linkedin": 40, "indeed": 12, "tiktok": 3}) == {"tiktok", "indeed"}


def test_cells_of_nobody_may_be_shown() -> None:
    assert suppressed({"linkedin": 40, "indeed": 0}) == frozenset()


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 60), max_size=8))
def test_what_is_hidden_cannot_be_worked_out_from_the_total(cells: dict[str, int]) -> None:
    hidden = suppressed(cells)
    assert all(name in hidden for name, n in cells.items() if 0 < n < 10)
    together = sum(cells[name] for name in hidden)
    others = [n for name, n in cells.items() if name not in hidden and n > 0]
    if hidden and others:
        assert len(hidden) > 1 and together >= 10


def test_what_lies_in_no_cell_is_a_cell_when_the_total_is_shown() -> None:
    assert suppressed({"linkedin": 40, "indeed": 30}, total=74) == {"indeed"}
    assert suppressed({"linkedin": 40, "indeed": 30}, total=90) == frozenset()
    assert suppressed({"linkedin": 40, "indeed": 30, "tiktok": 3}, total=90) == {"tiktok", "indeed"}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 60), min_size=2, max_size=8), st.integers(0, 30))
def test_the_total_less_what_is_shown_is_nobody_or_enough(cells: dict[str, int], outside: int) -> None:
    hidden = suppressed(cells, total=sum(cells.values()) + outside)
    left = outside + sum(cells[name] for name in hidden)
    shown = sum(n for name, n in cells.items() if name not in hidden)
    assert left == 0 or left >= 10 or shown == 0
