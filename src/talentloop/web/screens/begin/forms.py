"""What the beginning asks: an employer with its sites, and a target group with its size and who says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from ....store.app.models import LANGUAGES, Agency
from ...clients import NameForm
from ...typed import Whole


class ClientForm(NameForm):
    """A new employer."""

    language = forms.ChoiceField(choices=LANGUAGES)
    hosts = forms.CharField(max_length=500, required=False)

    def settings(self) -> dict[str, Any]:
        """For client.toml."""
        hosts = [h.strip().lower().removeprefix("https://").removeprefix("http://").split("/")[0]
                 for h in self.cleaned_data["hosts"].replace(";", ",").split(",") if h.strip()]
        return {"client.language": self.cleaned_data["language"], "client.own_hosts": hosts}


class GroupForm(forms.Form):
    """How large is the target group, and who says so?"""

    group = forms.CharField(max_length=200)
    low = Whole(min_value=1, max_value=20_000_000)
    high = Whole(min_value=1, max_value=20_000_000)
    source = forms.CharField(max_length=200)
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))

    def told(self, today: date) -> dict[str, Any]:
        """A [[target_group]] of client.toml."""
        given = self.cleaned_data
        low, high = sorted((given["low"], given["high"]))
        return {"name": given["group"], "low": low, "high": high, "source": given["source"],
                "date": given["since"] or usual_since(today)}


def usual_since(today: date) -> date:
    """The turn of a year at least half a year ago: a 0-meting that is frozen today lies after it, and knows its size."""
    return date(today.year - (today.month <= 6), 1, 1)


def first_agency(user: Any) -> Agency | None:
    """The agency that a new client goes to: the first that this person has a role at."""
    return Agency.objects.filter(members__user=user).order_by("pk").first()
