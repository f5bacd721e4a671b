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
