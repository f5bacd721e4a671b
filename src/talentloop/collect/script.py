"""The tracker's scripts as they were built: their bytes, and a tag of their content by which browsers keep them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

NAMES = ("tl.js", "tl-consent.js", "tl-link.js", "tl-id.js", "tl-frame.js")
BUILT = Path(__file__).parent / "tracker" / "built"


@dataclass(frozen=True)
class Script:
    body: bytes
    tag: str


@lru_cache(len(NAMES))
def script(name: str) -> Script | None:
    """The script of that name, None when there is none."""
    if name not in NAMES or not (BUILT / name).exists():
        return None
    body = (BUILT / name).read_bytes()
    return Script(body, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
