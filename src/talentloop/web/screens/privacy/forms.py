"""What the privacy screens ask."""

from __future__ import annotations

from typing import Any

from django import forms

from ....store.settings import KEPT_DAYS, KEPT_MONTHS, Settings

PARTIES = ("controller", "contact", "processor", "purpose")


class Asked(forms.Form):
    """Whom a request is about. What is typed here goes to a keyed hash and nowhere else."""

    contact = forms.CharField(max_length=254, required=False)
    visitor = forms.CharField(max_length=100, required=False)
    behalf = forms.CharField(max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("contact") and not given.get("visitor"):
            self.add_error("contact", forms.ValidationError("nobody", code="nobody"))
        return given

    @property
    def contacts(self) -> list[str]:
        return [self.cleaned_data["contact"]] if self.cleaned_data["contact"] else []

    @property
    def browsers(self) -> list[str]:
        return [self.cleaned_data["visitor"]] if self.cleaned_data["visitor"] else []


class RulesForm(forms.Form):
    """How long each kind is kept, the smallest group that is shown, and who is responsible."""

    smallest_cell = forms.IntegerField(min_value=5, max_value=1000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for key, (_, most) in {**KEPT_MONTHS, **KEPT_DAYS}.items():
            self.fields[key] = forms.IntegerField(min_value=1, max_value=most)
        for key in PARTIES:
            self.fields[key] = forms.CharField(max_length=300, required=False)

    @classmethod
    def of(cls, settings: Settings) -> RulesForm:
        return cls(initial={"smallest_cell": settings.smallest_cell, **settings.kept, **settings.parties})

    def changes(self, settings: Settings) -> dict[str, Any]:
        """Keys of client.toml, only those that are not as they were."""
        parties = {k: settings.parties.get(k, "") for k in PARTIES}
        was = {"smallest_cell": settings.smallest_cell, **settings.kept, **parties}
        return {f"privacy.{key}": value or None for key, value in self.cleaned_data.items() if value != was[key]}
