"""A message that says what was done, with the button beside it that takes it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string


def said(request: HttpRequest, what: str, undo: str = "", **fields: str) -> None:
    """Say what was done; `undo` is the address that takes it back, `fields` what the button sends along."""
    if undo:
        what = render_to_string("undo.html", {"what": what, "undo": undo, "fields": fields}, request)
    messages.success(request, what)
