"""What somebody gave for a connection, held against what its API needs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..core.errors import BadInput, UnknownName
from ..sources.api import Api

LONGEST = 4000


def checked(api: Api, given: Mapping[str, str]) -> dict[str, str]:
    """Each field's value, blanks around it gone. Errors: UnknownName for a field that it has not, BadInput for one that
    is missing or cannot be right; neither repeats a value."""
    known = {f.name: f for f in api.fields}
    for name in given:
        if name not in known:
            raise UnknownName("no_such_field", name=name, near=", ".join(known))
    clean = {name: given.get(name, "").strip() or field.usual for name, field in known.items()}
    for name, field in known.items():
        if not clean[name] and field.needed:
            raise BadInput("field_missing", name=name)
        if clean[name] and (len(clean[name]) > LONGEST or not re.fullmatch(field.pattern, clean[name])):
            raise BadInput("field_wrong", name=name)
    return {name: value for name, value in clean.items() if value}
