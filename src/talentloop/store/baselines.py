"""baseline.json: every version of the 0-meting ever frozen, the last one in force; none is ever changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..core.baseline import Baseline, FrozenFigure
from ..core.errors import BadSettings
from ..core.period import Period
from .planfile import write_whole


def read_baselines(path: Path) -> tuple[Baseline, ...]:
    if not path.exists():
        return ()
    try:
        return tuple(_baseline(x) for x in json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise BadSettings("baseline_unreadable", file=path.name, found=f"{type(error).__name__} {error}") from error


def add_baseline(path: Path, baseline: Baseline) -> None:
    """Append one version; what was frozen before stays as it was."""
    frozen = [_as_json(x) for x in (*read_baselines(path), baseline)]
    write_whole(path, json.dumps(frozen, ensure_ascii=False, indent=1).encode())


def _baseline(raw: Mapping[str, Any]) -> Baseline:
    return Baseline(
        raw["version"], Period(date.fromisoformat(raw["start"]), date.fromisoformat(raw["end"])),
        date.fromisoformat(raw["frozen_on"]), {k: FrozenFigure(**v) for k, v in raw["figures"].items()},
        {k: tuple(v) for k, v in raw["sources"].items()}, raw["coverage"],
        {k: tuple(map(date.fromisoformat, v)) for k, v in raw["gaps"].items()}, raw["store"],
    )


def _as_json(baseline: Baseline) -> dict[str, Any]:
    return {
        "version": baseline.version, "start": baseline.period.start.isoformat(), "end": baseline.period.end.isoformat(),
        "frozen_on": baseline.frozen_on.isoformat(), "figures": {k: vars(v) for k, v in baseline.figures.items()},
        "sources": {k: list(v) for k, v in baseline.sources.items()}, "coverage": baseline.coverage,
        "gaps": {k: [d.isoformat() for d in v] for k, v in baseline.gaps.items()}, "store": baseline.store,
    }
