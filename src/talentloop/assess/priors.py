"""A population prior of one's own as a file: written whole, and refused with a reason when it is none."""

from __future__ import annotations

import json
from pathlib import Path

from ..core.errors import BadSettings
from ..stats.prior import Prior, dump, parse
from ..store.planfile import write_whole


def read_prior(path: Path) -> Prior:
    """The prior in a file of `talentloop prior refit`."""
    try:
        found = parse(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSettings("prior_unreadable", file=path.name, found=f"{type(error).__name__} {error}") from error
    if not found.models:
        raise BadSettings("prior_unreadable", file=path.name, found="models")
    return found


def write_prior(path: Path, prior: Prior) -> None:
    write_whole(path, (json.dumps(dump(prior), ensure_ascii=False, separators=(",", ":")) + "\n").encode())
