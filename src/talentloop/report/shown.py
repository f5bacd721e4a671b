"""Reports as values that print well: in a terminal, in a notebook, as a table of data, as a page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from ..core.findings import LoopReport
from ..core.house import OURS, House
from ..core.identity import identity_of
from ..core.kpi import Kpi
from ..core.measurement import CannotSay, Figure
from ..core.period import Period
from .figures import told_shortly
from .html import page
from .json import as_dict
from .one_person import as_json as identity_json
from .one_person import one_person
from .terminal import show
from .words import Words

if TYPE_CHECKING:
    import pandas

VEGA_LITE = "application/vnd.vegalite.v5+json"
WIDTH = 120


@dataclass(frozen=True)
class Chart:
    """A picture that a notebook draws; `spec` is Vega-Lite."""

    spec: dict[str, Any]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {VEGA_LITE: self.spec, "image/svg+xml": self.svg()}

    def svg(self) -> str:
        import vl_convert

        return str(vl_convert.vegalite_to_svg(self.spec))


@dataclass(frozen=True)
class ShownReport:
    """One loop's report in one language. `findings` holds the plain values behind every word."""

    findings: LoopReport
    lang: str
    house: House = OURS

    def __str__(self) -> str:
        console = Console(file=io.StringIO(), width=WIDTH, no_color=True, highlight=False)
        show(self.findings, self.lang, console)
        return console.file.getvalue()  # type: ignore[attr-defined]

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The page inside a frame of its own, so that its style stays its own."""
        from html import escape

        return (f'<iframe srcdoc="{escape(self.html(), quote=True)}" '
                'style="width:100%;height:48rem;border:0" title="talentloop"></iframe>')

    def html(self) -> str:
        """The self-contained page."""
        return page(self.findings, self.lang, self.house)

    def save(self, path: str | Path) -> Path:
        """Write the page to a file."""
        target = Path(path)
        target.write_text(self.html(), encoding="utf-8")
        return target

    def to_dict(self) -> dict[str, Any]:
        """What `talentloop report --json` prints."""
        return as_dict(self.findings, self.lang)

    def to_frame(self) -> pandas.DataFrame:
        """One row per KPI; needs pandas (the extra `frame`)."""
        import pandas

        return pandas.json_normalize(self.to_dict()["kpis"]).set_index("id")

    def chart(self, kpi: str = "visits") -> Chart:
        """The line of a KPI over time, with the loops behind it."""
        from .charts import over_time

        return Chart(over_time(self.findings, kpi, self.lang))


@dataclass(frozen=True)
class KpiTable:
    """Figures of some KPIs; a row is (KPI, segment or "", figure or why there is none)."""

    rows: tuple[tuple[Kpi, str, Figure | CannotSay], ...]
    period: Period
    by: str | None
    lang: str
    currency: str
    coverage: Mapping[str, float | None] = field(default_factory=dict)  # KPI of people → who of them can be known again

    def to_dict(self) -> dict[str, Any]:
        """What `talentloop kpi --json` prints; `end` is the first day after the window."""
        return {"window": {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}, "by": self.by,
                "figures": [self._row(*row) for row in self.rows]}

    def _row(self, kpi: Kpi, segment: str, figure: Figure | CannotSay) -> dict[str, Any]:
        said = {"kpi": kpi.id, "segment": segment or None, "unit": kpi.unit.value, "definition": kpi.definition,
                "coverage": self.coverage.get(kpi.id),
                "identity": identity_json(Words(self.lang, self.currency), identity_of(kpi))}
        if isinstance(figure, CannotSay):
            return {**said, "value": None, "low": None, "high": None, "reason": figure.reason.value}
        return {**said, "value": figure.value, "low": figure.low, "high": figure.high, "reason": None}

    def to_frame(self) -> pandas.DataFrame:
        """One row per figure; needs pandas (the extra `frame`)."""
        import pandas

        return pandas.DataFrame(self.to_dict()["figures"])

    def cells(self) -> list[tuple[str, str, str]]:
        """KPI, segment and figure in words."""
        w = Words(self.lang, self.currency)
        return [(w.name(kpi), self._segment(w, segment), told_shortly(w, kpi, figure))
                for kpi, segment, figure in self.rows]

    def notes(self) -> list[str]:
        """What figures of people rest on, in words: which share of them, and who is one person in it."""
        w = Words(self.lang, self.currency)
        known = dict.fromkeys(found for kpi, _, _ in self.rows if (found := identity_of(kpi)))
        shares = {share for share in self.coverage.values() if share is not None}
        return [*(f"{w('page.coverage')}: {w('page.coverage.value', share=w.numbers.percent(share))}"
                  for share in sorted(shares)),
                *(one_person(w, one) for one in known)]

    def _segment(self, w: Words, segment: str) -> str:
        return w.of(self.by, segment) if self.by else segment

    def __str__(self) -> str:
        return "\n".join([*("  ".join(cells) for cells in self.cells()), *self.notes()])

    __repr__ = __str__
