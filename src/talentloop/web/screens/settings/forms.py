"""What the settings ask."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from ....core.house import COLOUR
from ....core.kpis.pools import CLASSES, USUAL
from ....store.app.keys import ROLES as KEY_ROLES
from ....store.app.models import LANGUAGES, ROLES
from ...typed import Whole

RHYTHMS = ("1 month", "2 months", "3 months", "8 weeks", "9 weeks")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{2,5})?")


class ForWhom(forms.Form):
    """What a role is for: this client, or the whole agency."""

    of = forms.ChoiceField(choices=[("client", "client"), ("agency", "agency")], required=False)


class Invited(ForWhom):
    """Somebody to let in, with a role."""

    email = forms.EmailField(max_length=254)
    role = forms.ChoiceField(choices=ROLES)


class KeyForm(forms.Form):
    """A key for a program: what it is for, and what it may read."""

    name = forms.CharField(max_length=100)
    role = forms.ChoiceField(choices=[(r.value, r.value) for r in KEY_ROLES])


class PageForm(forms.Form):
    """The page that is looked at."""

    url = forms.CharField(max_length=500)


class Lines(forms.CharField):
    """One thing a line."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=5000, required=False, **more)

    def to_python(self, value: Any) -> Any:
        return [line for x in str(value or "").splitlines() if (line := x.strip())]


class Measuring(forms.Form):
    """How this client is measured: language, days, rhythm, what does not matter, own sites and colleagues' networks."""

    language = forms.ChoiceField(choices=LANGUAGES)
    timezone = forms.CharField(max_length=60)
    rhythm = forms.ChoiceField()
    band = forms.DecimalField(min_value=Decimal(1), max_value=Decimal(50), localize=True)
    pools = forms.ChoiceField(choices=[(x, x) for x in CLASSES])
    own_hosts = Lines()
    internal_addresses = Lines()
    record = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, now: str, tellers: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        record = self.fields["record"]
        assert isinstance(record, forms.ChoiceField)
        record.choices = [(x, x) for x in tellers]
        rhythm = self.fields["rhythm"]
        assert isinstance(rhythm, forms.ChoiceField)
        rhythm.choices = [(x, x) for x in dict.fromkeys((*RHYTHMS, now))]

    def clean_own_hosts(self) -> list[str]:
        found = [re.sub(r"^https?://|/+$", "", x.lower()) for x in self.cleaned_data["own_hosts"]]
        if any(not HOST.fullmatch(x) for x in found):
            raise forms.ValidationError("host", code="host")
        return found

    def clean_internal_addresses(self) -> list[str]:
        found: list[str] = self.cleaned_data["internal_addresses"]
        try:
            for x in found:
                ipaddress.ip_network(x, strict=False)
        except ValueError as wrong:
            raise forms.ValidationError("network", code="network") from wrong
        return found

    def changes(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"client.language": given["language"], "client.timezone": given["timezone"].strip(),
                "loops.rhythm": given["rhythm"], "loops.band": float(given["band"]) / 100,
                "pools.classes": given["pools"] if given["pools"] != USUAL else None,
                "client.own_hosts": given["own_hosts"], "client.internal_addresses": given["internal_addresses"],
                **({"record.web_hits": given["record"]} if given["record"] else {})}


class TargetGroup(forms.Form):
    """A target group with its size, and who says so. An empty name takes it away."""

    name = forms.CharField(max_length=120, required=False)
    low = Whole(min_value=1, required=False)
    high = Whole(min_value=1, required=False)
    source = forms.CharField(max_length=200, required=False)
    date = forms.DateField(required=False)
    definition = forms.CharField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("name"):
            for key in ("low", "source", "date"):
                if not given.get(key) and key not in self.errors:
                    self.add_error(key, forms.ValidationError("needed", code="required"))
            if given.get("low") and given.get("high") and given["high"] < given["low"]:
                self.add_error("high", forms.ValidationError("order", code="order"))
        return given

    def row(self) -> dict[str, Any] | None:
        """As client.toml has it."""
        given = self.cleaned_data
        return {**given, "high": given["high"] or given["low"]} if given.get("name") else None


TargetGroups = forms.formset_factory(TargetGroup, extra=1, max_num=40, absolute_max=60)


class HouseForm(forms.Form):
    """Colour and logo of reports."""

    accent = forms.RegexField(COLOUR.pattern + r"\Z", required=False)
    logo = forms.FileField(required=False)
    without_logo = forms.BooleanField(required=False)
