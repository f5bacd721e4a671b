"""The engines that the examples and the generated facts run on: one line per engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from spec.told import Engine, Measures, Told, stored


def reference(told: Told, root: Path) -> Measures:
    from talentloop.engine.reference import ReferenceEngine
    from talentloop.people.plain import derive

    return ReferenceEngine(derive(told))


def duckdb(told: Told, root: Path) -> Measures:
    from talentloop.engine.duckdb import DuckEngine

    return DuckEngine(stored(told, root))


ENGINES: Mapping[str, Callable[[Told, Path], Measures]] = {
    "reference": reference,
    "duckdb": duckdb,
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An engine that has been told raw facts."""
    return lambda told: ENGINES[request.param](told, tmp_path)
