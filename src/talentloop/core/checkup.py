"""What the doctor says of a workspace: what is connected, what is missing, what that leaves empty, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .period import Period


@dataclass(frozen=True)
class Connected:
    """One fact table that has rows: who told it, how many rows, from when to when."""

    fact: str
    sources: tuple[str, ...]
    rows: int
    period: Period


@dataclass(frozen=True)
class Advice:
    """One thing to do; `code` names the sentence, `facts` fill it in. `serious`: figures are wrong or missing by it."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    serious: bool = False


@dataclass(frozen=True)
class Checkup:
    """`empty` maps each KPI that has no figure to the facts that it lacks."""

    client: str
    connected: tuple[Connected, ...]
    missing: tuple[str, ...]
    empty: Mapping[str, tuple[str, ...]]
    advice: tuple[Advice, ...]

    @property
    def healthy(self) -> bool:
        return not any(a.serious for a in self.advice)
