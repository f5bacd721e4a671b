"""What the installation's settings ask."""

from __future__ import annotations

from django import forms

from ....store.app.models import Agency
from ...clients import NameForm


class AgencyForm(forms.Form):
    name = forms.CharField(max_length=200)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if Agency.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("there", code="there")
        return name


class ClientForm(NameForm):
    """A client with a workspace of its own; of an agency, or of nobody but itself."""

    agency = forms.ModelChoiceField(Agency.objects.order_by("name"), required=False)
