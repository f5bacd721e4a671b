"""What the settings ask."""

from __future__ import annotations

from django import forms

from ....store.app.models import ROLES


class Invited(forms.Form):
    """Somebody to let in, with a role for this client or for the whole agency."""

    email = forms.EmailField(max_length=254)
    role = forms.ChoiceField(choices=ROLES)
    of = forms.ChoiceField(choices=[("client", "client"), ("agency", "agency")], required=False)
