"""What every page is printed on: its policy, its style, and the room its templates stand in."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from ..core.house import OURS, House
from .house import picture
from .house import style as house_style
from .theme import stylesheet

POLICY = "default-src 'none'; style-src 'sha256-{}'; font-src data:; base-uri 'none'; form-action 'none'"


@cache
def template(name: str) -> Any:
    """A template of this package; what it asks for and does not get is an error, and every text is escaped."""
    room = Environment(loader=PackageLoader("talentloop.report"), autoescape=select_autoescape(default=True),
                       undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return room.get_template(f"{name}.html.jinja")


def dress(house: House = OURS) -> dict[str, Any]:
    """`style`, the `policy` that allows that style and nothing else (no script, no request), and the client's `logo`."""
    style, logo = "\n".join(filter(None, (stylesheet(), house_style(house)))), picture(house)
    policy = POLICY.format(b64encode(sha256(style.encode()).digest()).decode())
    return {"style": Markup(style), "policy": f"{policy}; img-src data:" if logo else policy, "logo": logo}
