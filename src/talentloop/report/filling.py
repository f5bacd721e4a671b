"""Facts of a verdict, a question or an error as text: what a fact is called decides how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite

from ..core.errors import Problem, TalentloopError, UnknownName
from ..core.kpi import Kpi
from ..core.kpis import KPIS
from ..core.period import Period
from .figures import value_text
from .words import Words

# Names of facts that hold a relative change, a share of a whole, and a value in the KPI's own unit.
CHANGES = frozenset({"fact", "expected", "lift", "low", "high", "mix", "rate", "rate_low", "rate_high", "mde80",
                     "change", "predicted"})
SHARES = frozenset({"share", "completeness", "coverage", "rate_now", "rate_then", "band"})
VALUES = frozenset({"value", "wanted"})
ENDS = ("from", "to")  # of a leak, as the site sees them: the KPI of that name may be told by another source
LISTS = {"against": "against", "kind": "change_kind", "word": "word", "focus": "focus"}


def filled(w: Words, facts: Mapping[str, object], kpi: Kpi | None = None) -> dict[str, object]:
    """Every fact as text; `what_nl`/`what_en` become `what`."""
    texts = {name: _text(w, name, value, kpi) for name, value in facts.items()}
    if f"what_{w.lang}" in texts:
        texts["what"] = texts[f"what_{w.lang}"]
    return texts


def _text(w: Words, name: str, value: object, kpi: Kpi | None) -> object:
    if isinstance(value, date):
        return w.numbers.day(value)
    if isinstance(value, Period):
        return w.numbers.period(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(w, name, float(value), kpi)
    if name in LISTS:
        return w("against." + str(value) + ".than") if name == "against" else w.of(LISTS[name], value)
    if name in ENDS and w.has(f"leak.{value}"):
        return w(f"leak.{value}")
    if name == "reason":
        return w(w.first(f"reason.{value}.short", "number.none"))
    return w.inside(w.short(KPIS[str(value)])) if str(value) in KPIS else value


def _number(w: Words, name: str, value: float, kpi: Kpi | None) -> str:
    if not isfinite(value):
        return w("number.none")
    if name in CHANGES:
        return w.numbers.change(value)
    if name in SHARES:
        return w.numbers.share(value)
    if name in VALUES and kpi is not None:
        return value_text(w, kpi, value)
    return w.numbers.count(round(value))


def error_sentence(w: Words, error: TalentloopError) -> str:
    """What went wrong and what to do now."""
    typed = isinstance(error, UnknownName)  # names as they are typed, so that the right one can be typed too
    facts = {name: value if typed and isinstance(value, str) else _text(w, "", value, None)
             for name, value in error.facts.items()}
    if "by" in facts:
        facts["by"] = w.of("dimension", facts["by"])
    if "word" in facts:
        facts["word"] = w.of("word", facts["word"])
    id = f"errors.{error.code}"
    if not w.has(id):
        return w("errors.generic", code=str(error))
    return w(id, **facts)


def problem_sentence(w: Words, problem: Problem) -> str:
    """One problem of a file, with what to do."""
    places = {"found": problem.found or w("problem.empty"), "expected": problem.expected or "", "code": problem.code,
              "column": problem.column or w("problem.this_column")}
    return w(w.first(f"problems.{problem.code}", "problems.generic"), **places)


def problem_place(w: Words, problem: Problem) -> str:
    """`file.csv, regel 12, kolom Kosten`."""
    places = {"file": problem.file, "line": str(problem.line), "column": problem.column or ""}
    if problem.line and problem.unit == "page":
        return w("problem.where_page", **places)
    if problem.line and problem.column:
        return w("problem.where", **places)
    if problem.line:
        return w("problem.where_line", **places)
    return w("problem.where_column", **places) if problem.column else problem.file
