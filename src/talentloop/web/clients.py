"""A client made: its folder with settings, its place in the overview, and somebody who can let people in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import get_language

from ..store.app.models import Agency, Client, Membership
from ..store.app.roles import Role
from ..store.settings_change import change_settings
from ..workspace import SETTINGS, Workspace
from . import audit
from .place import Place
from .reader import words

NAMELESS = "werkgever"  # the address of a name that has no letters that fit in one


class NameForm(forms.Form):
    """What every new client is asked; a name that is there already is refused, so that a second click adds no second."""

    name = forms.CharField(max_length=200)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if Client.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(words(get_language() or "nl")("web.installation.there"))
        return name


@transaction.atomic
def add_client(request: HttpRequest, name: str, agency: Agency | None, settings: Mapping[str, Any]) -> Client:
    """In the database and on the disk, with these settings in client.toml; without an agency its maker is its admin."""
    slug = _free(slugify(name)[:50] or NAMELESS)
    home = Workspace.create(Place.here().make().clients / slug, name)
    made = Client.objects.create(slug=slug, name=name, agency=agency, folder=str(home.path))
    if agency is None:
        Membership.objects.create(user=request.user, client=made, role=Role.ADMIN.value)
    home.who = audit.who(request)
    if settings:
        change_settings(home.path / SETTINGS, settings, home.note)
    audit.note(request, "settings", did="client added", client=made.pk)
    return made


def _free(slug: str) -> str:
    """This name, or with a number when a client or a folder has it already."""
    names = (slug, *(f"{slug}-{n}" for n in range(2, 1000)))
    return next(n for n in names if not Client.objects.filter(slug=n).exists()
                and not (Place.here().clients / n).exists())
