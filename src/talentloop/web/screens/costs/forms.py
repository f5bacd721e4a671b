"""What the ledger asks: a cost written by hand, with its amount as people type amounts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from ....core.roi import PARAMETERS, SHARES, Range
from ....ledger.by_hand import KINDS, SIDES, Cost, Written, side_of, spread_over
from ...typed import typed_amount

MICROS = 1_000_000
MOST = Decimal(1_000_000_000)


class Day(forms.DateInput):
    input_type = "date"


class CostForm(forms.Form):
    """An amount for one day, or spread evenly over the days up to and including `last`."""

    line = forms.CharField(max_length=120)
    kind = forms.ChoiceField(choices=[(k, k) for k in KINDS])
    side = forms.ChoiceField(choices=[("", ""), *((s, s) for s in SIDES)], required=False)
    amount = forms.CharField(max_length=24)
    first = forms.DateField(widget=Day)
    last = forms.DateField(widget=Day, required=False)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    instead = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def clean_amount(self) -> int:
        """Whole millionths."""
        amount = typed_amount(self.cleaned_data["amount"])
        if amount is None or not 0 < amount < MOST:
            raise forms.ValidationError("amount")
        return int(amount * MICROS)

    def cost(self) -> Cost:
        """Errors: BadInput when it ends before it starts."""
        given = self.cleaned_data
        return Cost(spread_over(given["first"], given["last"]), given["line"].strip(), given["kind"],
                    given["side"] or side_of(given["kind"]), given["amount"])


def fresh() -> CostForm:
    """An empty form; its token makes a second click the same cost."""
    return CostForm(initial={"token": secrets.token_urlsafe(9), "kind": "content"})


def to_correct(written: Written, amount: str) -> CostForm:
    """The form with a cost in it that it will take the place of."""
    cost = written.cost
    one_day = cost.period.days == 1
    return CostForm(initial={
        "line": cost.line, "kind": cost.kind, "side": cost.side, "amount": amount, "first": cost.period.start,
        "last": None if one_day else cost.period.last, "token": secrets.token_urlsafe(9), "instead": written.batch})


def as_it_was(written: Written, amount: str, instead: str = "") -> dict[str, str]:
    """What a button sends along that writes this cost again, maybe in the place of what took its place."""
    fields = {**to_correct(written, amount).initial, "instead": instead}
    return {name: "" if value is None else str(value) for name, value in fields.items()}


class AssumptionsForm(forms.Form):
    """What the return is worked out with: each number from its lowest to its highest, as client.toml holds them."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in PARAMETERS:
            for end in ("low", "high"):
                self.fields[f"{name}_{end}"] = forms.CharField(max_length=24, required=False)

    def rows(self) -> Iterator[tuple[str, Any, Any, bool]]:
        """Name, lowest, highest, and whether it is a percentage."""
        return ((name, self[f"{name}_low"], self[f"{name}_high"], name in SHARES) for name in PARAMETERS)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in PARAMETERS:
            ends = [typed_amount(given.get(f"{name}_{end}") or "") for end in ("low", "high")]
            typed = [bool(given.get(f"{name}_{end}")) for end in ("low", "high")]
            most = 100 if name in SHARES else MOST
            if any(typed) and (None in ends or not ends[0] <= ends[1] <= most):  # type: ignore[operator]
                self.add_error(f"{name}_low", "range")
            given[name] = None if not any(typed) else ends
        return given

    def changes(self) -> Mapping[str, Any]:
        """For client.toml: two ends, one number where they are the same, None where nothing is stated."""
        return {f"roi.{name}": _stated(name, self.cleaned_data[name]) for name in PARAMETERS}


def _stated(name: str, ends: list[Decimal] | None) -> Any:
    if ends is None:
        return None
    low, high = (float(x) / 100 if name in SHARES else int(x) if x == int(x) else float(x) for x in ends)
    return low if low == high else [low, high]


def assumptions(roi: Mapping[str, Range], version: str, written: Any) -> AssumptionsForm:
    """The form as client.toml has it; `written` writes a number in the reader's language."""
    initial: dict[str, str] = {"version": version}
    for name, found in roi.items():
        for end, value in (("low", found.low), ("high", found.high)):
            amount = value * 100 if name in SHARES else value
            initial[f"{name}_{end}"] = written(amount, 0 if abs(amount - round(amount)) < 1e-9 else 1)
    return AssumptionsForm(initial=initial)
