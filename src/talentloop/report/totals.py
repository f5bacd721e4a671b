"""A file's own totals beside what was read of it, in words: money is counted in cents and told as money."""

from __future__ import annotations

from .words import Words


def total_said(w: Words, name: str, ours: int, theirs: int | None) -> str:
    """One total: what was read, and whether the file says the same of itself. `name` is that of core.intake.CheckSum."""
    facts = {"name": _name(w, name), "ours": _amount(w, name, ours)}
    if theirs is None:
        return w("take.check.alone", **facts)
    return w("take.check.agrees", **facts) if ours == theirs else w(
        "take.check.differs", theirs=_amount(w, name, theirs), **facts)


def _name(w: Words, name: str) -> str:
    """As the column is called; what is no column has a word of its own."""
    return w(w.first(f"column.{name}", f"column.{name}_micros", f"total.{name.replace(' ', '_')}"))


def _amount(w: Words, name: str, value: int) -> str:
    return w.numbers.money(value / 100, 2) if w.has(f"column.{name}_micros") else w.numbers.count(value)
