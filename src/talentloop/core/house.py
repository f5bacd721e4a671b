"""A client's house style for its reports: one accent colour and a logo."""

from __future__ import annotations

import re
from dataclasses import dataclass

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
MOST_BYTES = 300_000


@dataclass(frozen=True)
class House:
    """`accent` is #rrggbb or "" for our own; `logo` the bytes of a PNG or JPEG, or none."""

    accent: str = ""
    logo: bytes = b""


OURS = House()
