"""Numbers as people type them: money, and whole numbers with points or commas between the thousands."""

from __future__ import annotations

import pytest
from django import forms

from talentloop.web.typed import Whole, typed_amount


@pytest.mark.parametrize(("text", "amount"), [
    ("1.250", "1250.0"), ("1.250,50", "1250.50"), ("1,250.50", "1250.50"), ("1250.5", "1250.5"), ("€ 12", "12.0"),
    ("12,5", "12.5"), ("1 250", "1250.0"), ("1.25.0", "None"), ("twaalf", "None"), ("", "None"), ("1,2345", "None")])
def test_amounts_are_read_as_people_type_them(text: str, amount: str) -> None:
    assert str(typed_amount(text)) == amount


@pytest.mark.parametrize(("text", "whole"), [
    ("138.000", 138000), ("138,000", 138000), ("138 000", 138000), ("138000", 138000), ("1.138.000", 1138000),
    ("12", 12), ("-1.500", -1500), ("12,5", None), ("veel", None), ("1.2.3", None)])
def test_a_point_between_thousands_makes_no_number_a_thousand_times_smaller(text: str, whole: int | None) -> None:
    if whole is not None:
        assert Whole().clean(text) == whole
        return
    with pytest.raises(forms.ValidationError):
        Whole().clean(text)
