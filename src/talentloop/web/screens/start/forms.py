"""What the first run asks: an address, a password, the agency's or employer's name, a language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from ....store.app.models import LANGUAGES, Agency, Membership, User
from ....store.app.roles import Role


class FirstAccount(forms.Form):
    """Makes the first account: it runs this installation, and is admin of its first agency."""

    email = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput, strip=False)
    agency = forms.CharField(max_length=200)
    language = forms.ChoiceField(choices=LANGUAGES)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if password := given.get("password"):
            try:
                validate_password(password, User(email=given.get("email", "")))
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        return given

    def save(self) -> User:
        given = self.cleaned_data
        user = User.objects.create_superuser(given["email"], given["password"], language=given["language"])
        agency = Agency.objects.create(name=given["agency"])
        Membership.objects.create(user=user, agency=agency, role=Role.ADMIN.value)
        return user
