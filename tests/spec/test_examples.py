"""Every example gives its figure on every engine, and every KPI has at least one."""

from __future__ import annotations

import pytest

from talentloop.core.kpis import KPIS

from . import conversion, pools, quality, reach, roi, traffic
from .example import Between, Example, told_as
from .told import Engine

EXAMPLES = tuple(e for file in (pools, reach, traffic, conversion, quality, roi) for e in file.EXAMPLES)


def name(example: Example) -> str:
    return f"{example.kpi}: {example.says}"


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_example(example: Example, engine: Engine) -> None:
    kpi = KPIS[example.kpi]
    measurement = engine(example.told).measure(kpi.primitives, [example.period], by=example.by)
    found = told_as(kpi.value(measurement, example.period, example.segment))
    if isinstance(example.expect, Between):
        assert isinstance(found, Between)
        assert (found.low, found.high) == pytest.approx((example.expect.low, example.expect.high))
    else:
        assert found == (pytest.approx(example.expect) if isinstance(example.expect, int | float) else example.expect)


@pytest.mark.parametrize("kpi", KPIS)
def test_every_kpi_has_an_example_with_a_figure(kpi: str) -> None:
    assert any(e.kpi == kpi and isinstance(e.expect, int | float | Between) for e in EXAMPLES)


def test_examples_are_sentences() -> None:
    """They are printed in the documentation as they stand here."""
    assert [e.says for e in EXAMPLES if not e.says.endswith(".") or e.says[0].islower()] == []
    assert len({name(e) for e in EXAMPLES}) == len(EXAMPLES)
