"""What taking up an invitation asks of somebody who has no account yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from ....store.app.models import LANGUAGES, User


class NewAccount(forms.Form):
    password = forms.CharField(widget=forms.PasswordInput, strip=False)
    language = forms.ChoiceField(choices=LANGUAGES)

    def __init__(self, *args: Any, email: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.email = email

    def clean_password(self) -> str:
        given: str = self.cleaned_data["password"]
        validate_password(given, User(email=self.email))
        return given
