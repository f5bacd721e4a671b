"""Numbers as people type them, with points or commas between the thousands, in either language."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

TYPED = re.compile(r"(\d{1,3}(?:[., \u00a0]?\d{3})*|\d+)(?:[.,](\d{1,2}))?")  # groups of three; then at most two decimals


def typed_amount(text: str) -> Decimal | None:
    """`1.250`, `1.250,50`, `1250.5` and `€ 1 250` are read in either language; None for anything else."""
    found = TYPED.fullmatch(text.strip().removeprefix("€").strip())
    if found is None:
        return None
    return Decimal(re.sub(r"\D", "", found[1]) + "." + (found[2] or "0"))


class Whole(forms.IntegerField):
    """A whole number, where `138.000` is a hundred and thirty-eight thousand: a number field of the browser sends the
    same letters, and means 138 by them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **more)

    def to_python(self, value: Any) -> int | None:
        text = str(value if value is not None else "").strip()
        below = text.startswith(("-", "−"))
        amount = typed_amount(text.lstrip("-−"))
        return super().to_python(value if amount is None else f"{-amount if below else amount:f}")
