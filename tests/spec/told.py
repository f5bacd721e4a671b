"""What an engine under test is: something that was told raw facts and now measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from talentloop.core.measure import Primitive
from talentloop.core.measurement import Measurement
from talentloop.core.period import Period

Told = Mapping[str, Sequence[Mapping[str, object]]]  # rows of raw fact tables in the order in which they were told


class Measures(Protocol):
    def measure(self, primitives: Sequence[Primitive], periods: Sequence[Period], by: str | None = None,
                daily: bool = True) -> Measurement: ...


Engine = Callable[[Told], Measures]
