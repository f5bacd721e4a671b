"""One mapping as a source of tables: which columns it reads, whether it makes sense, and how its files are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ...core.facts import FACTS, ORIGIN, Column, Type
from ...core.intake import Context, Likeness, Mapped, Reading
from ..reader import columns
from ..reader.columns import is_personal, plain
from ..reader.problems import Problems
from ..reader.style import Hints
from ..reader.table import Table
from ..reader.tabular import Run, TabularSource, Taker
from .rows import MappedRows

MAPPABLE = ("applications", "costs", "leads", "target_groups", "interactions", "jobs", "vacancies", "quality_scores",
            "controls", "consent_log")
SETTINGS = ("dates", "numbers")  # constants that say how the file writes, instead of filling a column
KINDS = {Type.ID: "identity", Type.TEXT: "text", Type.INT: "count", Type.MICROS: "amount", Type.BOOL: "flag",
         Type.DAY: "day", Type.INSTANT: "moment"}
# Columns that a mapping may name beside those of the fact table, and what their cells hold.
BESIDE = {
    "costs": {"from": "until", "to": "until", "month": "month"},
    "applications": {"email": "identity", "phone": "identity", "stage": "text", "stage_day": "day"},
    "leads": {"email": "identity", "phone": "identity"},
    "interactions": {"email": "identity", "phone": "identity"},
    "consent_log": {"email": "identity", "phone": "identity"},
    "target_groups": {"size": "count"},
    "quality_scores": {"score_mean": "decimal"},
    "controls": {"from": "until", "to": "until", "month": "month"},
}
AHEAD = {("costs", "day"), ("jobs", "day"), ("jobs", "end_day"), ("applications", "start_day")}  # may be planned
# Required columns that are known without being mapped, and what fills the others: any one of these.
KNOWN = {("costs", "currency"), ("costs", "side"), ("applications", "channel"), ("applications", "origin"),
         ("consent_log", "about"), ("consent_log", "act")}
NEEDED = {("costs", "amount_micros")}  # a row says nothing without it
CONTACT = ("email", "phone", "person")
FILLED_BY = {
    ("costs", "day"): ("from", "month"), ("controls", "day"): ("from", "month"),
    ("applications", "day"): ("received_at",),
    ("applications", "candidate"): (*CONTACT, "application"), ("applications", "application"): CONTACT,
    ("leads", "lead"): CONTACT, ("interactions", "interaction"): CONTACT,
    ("consent_log", "decision"): (*CONTACT, "application", "candidate"),
    ("interactions", "day"): ("at",), ("interactions", "at"): ("day",),
    ("target_groups", "size_low"): ("size",), ("target_groups", "size_high"): ("size",),
    ("quality_scores", "score_sum"): ("score_mean",),
}
FIRST = date(1960, 1, 1)  # somebody's first working day may be long ago
ABOUT_PEOPLE = ("applications", "leads", "interactions", "jobs", "consent_log")


class MappedTable(TabularSource):
    """Reads one fact table from files with the client's own headings."""

    name = "mapping"
    title = "mapping"
    facts = MAPPABLE

    def __init__(self, mapped: Mapped) -> None:
        self.mapped = mapped
        self.columns = {name: _column(mapped.fact, name, heading) for name, heading in mapped.columns.items()}
        self.adds = ("amount_micros",) if "amount_micros" in mapped.columns else ()

    def taker(self, run: Run) -> Taker:
        return MappedRows(self.mapped, run)

    def _likeness(self, table: Table) -> Likeness:
        missing = [self.mapped.columns[n] for n in self.columns if n not in table.places]
        if not table.places:
            return Likeness(0.2, f"the name fits {self.mapped.match}, none of the headings does")
        if missing:
            return Likeness(0.95, f"the name fits {self.mapped.match}; missing: {', '.join(missing)}")
        return Likeness(1.0, f"the name fits {self.mapped.match}")

    def read(self, path: Path, context: Context) -> Reading:
        problems = Problems(path.name)
        tell_mapping(self.mapped, problems)
        if problems.found:
            return Reading(self.name, path, iter(()), problems.found)
        return super().read(path, context)

    def hints(self, table: Table, context: Context) -> Hints:
        said = self.mapped.constants
        return Hints(numbers=said.get("numbers", ""), dates=said.get("dates", ""))

    def limits(self, context: Context) -> tuple[date, date]:
        return FIRST, super().limits(context)[1]

    def named(self, table: Table) -> Sequence[int]:
        """Everything but figures says what a row is about."""
        return [p.index for n, p in table.places.items() if self.columns[n].kind not in ("count", "amount", "decimal")]

    def _notes(self, run: Run) -> dict[str, str]:
        read = {plain(p.heading) for p in run.table.places.values()}
        personal = [h for h in run.table.heading if plain(h) not in read and is_personal(h)]
        for name in self.columns:
            if name not in run.table.places and not self.columns[name].required:
                run.problems.add("mapped_column_missing", run.table.heading_line, name, found=self.mapped.columns[name])
        return {**super()._notes(run), "fact": self.mapped.fact, "personal_columns_left_out": str(len(personal))}


def own_column(fact: str, name: str) -> Column | None:
    """The column of the fact table itself; None for one that only stands beside it (BESIDE), or that is none."""
    return next((c for c in FACTS[fact].columns if c.name == name), None) if fact in FACTS else None


def indispensable(fact: str, name: str) -> bool:
    """Can no row do without it, and is it known from nothing else? Another column may still fill it (FILLED_BY)."""
    return _needed(fact, own_column(fact, name)) and (fact, name) not in KNOWN


def _column(fact: str, name: str, heading: str) -> columns.Column:
    own = own_column(fact, name)
    kind = BESIDE.get(fact, {}).get(name) or (_kind(fact, own) if own else "text")
    # A column that others hang on must be there as well.
    needed = _needed(fact, own) or any(name in others for (f, _), others in FILLED_BY.items() if f == fact)
    return columns.Column(kind, {"own": (heading,)}, needed)


def _needed(fact: str, column: Column | None) -> bool:
    return column is not None and (column.required or (fact, column.name) in NEEDED)


def _kind(fact: str, column: Column) -> str:
    return "until" if (fact, column.name) in AHEAD else KINDS[column.type]


def tell_mapping(mapped: Mapped, problems: Problems) -> None:
    """Problems of the mapping itself, before any file is opened."""
    if mapped.fact not in MAPPABLE:
        problems.add("mapping_wrong", found=mapped.fact, expected=f"a fact of {', '.join(MAPPABLE)}")
        return
    table = FACTS[mapped.fact]
    known = {*table.names, *BESIDE.get(mapped.fact, {})}
    for name in (*mapped.columns, *mapped.constants):
        if name not in known and not (name in SETTINGS and name in mapped.constants):
            problems.add("mapping_wrong", column=name, found=name, expected=f"a column of {mapped.fact}")
    _tell_settings(mapped, problems)
    given = {*mapped.columns, *mapped.constants}
    for column in (c for c in table.columns if c not in ORIGIN):
        fillers = {column.name, *FILLED_BY.get((mapped.fact, column.name), ())}
        if indispensable(mapped.fact, column.name) and not given & fillers:
            problems.add("mapping_wrong", column=column.name, expected=f"a heading or constant for {column.name}")
    _tell_personal(mapped, problems)


def _tell_settings(mapped: Mapped, problems: Problems) -> None:
    for name, allowed in (("dates", ("dmy", "mdy")), ("numbers", ("comma", "dot"))):
        if mapped.constants.get(name, allowed[0]) not in allowed:
            problems.add("mapping_wrong", column=name, found=mapped.constants[name], expected=" or ".join(allowed))


def _tell_personal(mapped: Mapped, problems: Problems) -> None:
    """Names, birth dates, letters and notes are never read, not even when a mapping asks for them."""
    if mapped.fact not in ABOUT_PEOPLE:
        return
    for name, heading in mapped.columns.items():
        contact = _column(mapped.fact, name, heading).kind == "identity" and columns.is_contact(heading)
        if (is_personal(heading) or columns.is_written(heading)) and not contact:
            problems.add("personal_column", column=name, found=heading)
