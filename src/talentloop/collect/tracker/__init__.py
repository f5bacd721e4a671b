"""The tracker's built scripts: what each weighs, and whether they are built of the sources that lie beside them."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BUILT = HERE / "built"


def manifest() -> dict[str, Any]:
    """What the build wrote down: a hash of its sources, and bytes, gzip bytes and hash of each piece."""
    return json.loads((BUILT / "built.json").read_text(encoding="utf-8"))


def sources() -> str:
    """The hash of name and content of everything that the build depends on, as build.mjs reckons it."""
    names = ["build.mjs", "package-lock.json", *(f"src/{path.name}" for path in (HERE / "src").iterdir())]
    lines = [f"{name} {_sha256((HERE / name).read_bytes())}\n" for name in sorted(names)]
    return _sha256("".join(lines).encode())


def stale() -> list[str]:
    """What in built/ is not what its sources and its own list say; empty when all is well."""
    told = manifest()
    wrong = [] if told["sources"] == sources() else ["src/"]
    pieces = told["pieces"]
    wrong += [name for name, piece in pieces.items() if _sha256((BUILT / name).read_bytes()) != piece["sha256"]]
    return wrong + sorted({path.name for path in BUILT.glob("*.js")} - set(pieces))


def weight(name: str) -> int:
    """Bytes of a piece as it goes over the wire, gzip at its best."""
    return len(gzip.compress((BUILT / name).read_bytes(), 9, mtime=0))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
