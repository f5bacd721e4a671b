"""What connecting asks: the fields that a source's API needs, and the days to fetch anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from ....connect.given import LONGEST
from ....core.errors import BadInput
from ....core.period import Period
from ....report.words import Words
from ....sources.api import Api


class ConnectForm(forms.Form):
    """One field for each thing that the API needs. What is secret is never written back into a page; of a connection
    that is there (`amends`) what is left empty stays."""

    def __init__(self, w: Words, api: Api, data: Any = None, amends: Mapping[str, str] | None = None,
                 only_secrets: bool = False) -> None:
        super().__init__(data)
        self.w, self.api = w, api
        for field in api.fields:
            if only_secrets and not field.secret:
                continue
            widget = forms.PasswordInput(render_value=False) if field.secret else forms.TextInput()
            self.fields[field.name] = forms.CharField(
                required=False, max_length=LONGEST, widget=widget,
                initial=(amends or {}).get(field.name, field.usual) if not field.secret else None)

    def given(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    def refuse(self, error: BadInput) -> None:
        """Say at its field what is wrong with it."""
        kind = "missing" if error.code == "field_missing" else "wrong"
        self.add_error(str(error.facts["name"]), self.w(f"web.connect.{kind}"))

    @property
    def asked(self) -> list[tuple[forms.BoundField, str]]:
        """What somebody has to fill in, with the id of its words."""
        return [(self[name], f"connect.{self.api.source}.{name}") for name in self.fields if name not in self._usual]

    @property
    def usual(self) -> list[tuple[forms.BoundField, str]]:
        """What is filled in already and mostly stays so."""
        return [(self[name], f"connect.{self.api.source}.{name}") for name in self.fields if name in self._usual]

    @property
    def _usual(self) -> set[str]:
        return {f.name for f in self.api.fields if f.usual}


class DaysForm(forms.Form):
    """From which day, until and including which."""

    first = forms.DateField()
    last = forms.DateField()

    def __init__(self, w: Words, today: date, furthest: int, data: Any = None) -> None:
        super().__init__(data)
        self.w, self.today = w, today
        self.earliest = today - timedelta(days=furthest) if furthest else None
        self.yesterday = today - timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", self.w("web.connect.days.order"))
        elif last and last > self.yesterday:
            self.add_error("last", self.w("web.connect.days.yesterday"))
        elif first and self.earliest and first < self.earliest:
            self.add_error("first", self.w("web.connect.days.furthest", day=self.w.numbers.day(self.earliest)))
        return found

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"] + timedelta(days=1))
