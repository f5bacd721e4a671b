"""Several sites judged together: what each shows, and what all of them show as one."""

from __future__ import annotations

from dataclasses import dataclass

from .kpi import Kpi
from .lift import Lift
from .loop import Loop
from .verdict import Verdict


@dataclass(frozen=True)
class Site:
    """One workspace and its loop that is judged together with those of others."""

    client: str
    loop: Loop


@dataclass(frozen=True)
class Missed:
    """A site whose verdict on a KPI cannot take part: the name of its own verdict's reason."""

    client: str
    because: str


@dataclass(frozen=True)
class PooledKpi:
    """One KPI over several sites. Figures are never added: only lifts are averaged.

    `alone` are the sites that took part with their own lifts; `shared` is the correlation of their errors that was
    reckoned with, `apart` how far true lifts differ between sites (log scale).
    """

    kpi: Kpi
    lift: Lift
    alone: tuple[tuple[str, Lift], ...]
    missed: tuple[Missed, ...]
    shared: float
    apart: float
    verdict: Verdict
    primary: bool


@dataclass(frozen=True)
class PooledReport:
    sites: tuple[Site, ...]
    rows: tuple[PooledKpi, ...]
