"""`{% w "id" n=3 %}`: the words of that id in the reader's language; numbers and days are written its way."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

register = template.Library()
FORMS = ("csv", "xlsx", "json")


@register.simple_tag(takes_context=True)
def w(context: template.Context, id: str, **facts: Any) -> str:
    """A sentence with its places filled in; escaped like every text."""
    return str(context["w"](id, **facts))


@register.simple_tag(takes_context=True)
def of(context: template.Context, group: str, value: object) -> str:
    """The word of one value in a list: `{% of "focus" loop.focus %}`."""
    return str(context["w"].of(group, value))


@register.simple_tag(takes_context=True)
def number(context: template.Context, value: float, digits: int = 0) -> str:
    return str(context["w"].numbers.count(value, digits))


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date) -> str:
    return str(context["w"].numbers.day(value))


@register.simple_tag
def passkey_places(credential: str, **others: str) -> str:
    """For allauth's script of passkeys: the ids of the elements that it works with."""
    ids = {name: str(id) for name, id in {**others, "credential": credential}.items()}
    return mark_safe(json.dumps({"ids": {**ids, "data": "js_data"}}))  # ids of ours and Django's; nothing of a reader


@register.inclusion_tag("take.html", takes_context=True)
def files(context: template.Context, name: str, *places: object, query: str = "", **asked: str) -> dict[str, Any]:
    """Links to what is on screen as files: `{% files "loop_file" client.slug loop.number %}`; what was asked for goes
    along, all of it by `query=request.GET.urlencode` or piece by piece by `by=by`."""
    query = query or urlencode({key: value for key, value in asked.items() if value})
    ways = [(form.upper(), reverse(name, args=(*places, form)) + (f"?{query}" if query else "")) for form in FORMS]
    return {"ways": ways, "rights": context["rights"], "w": context["w"]}
