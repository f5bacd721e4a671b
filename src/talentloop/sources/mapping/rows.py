"""From parsed cells of a mapped table to rows of its fact table: pseudonyms, words, derived days, spread costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from ...core.facts import FACTS, Column, Rows, Type
from ...core.intake import Mapped
from ...core.moments import local_day
from ...website.channels import Channels
from ..reader import cells
from ..reader.style import Style
from ..reader.table import Block
from ..reader.tabular import EARLIEST, Run, Taker
from .words import RECEIVED, STAGES, WORDS

PROVENANCE = {"costs": "stated", "target_groups": "stated", "quality_scores": "stated", "controls": "stated"}
OWN_HOURS = ("recruiter_time", "manager_time")
ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[a-z]{2,}", re.IGNORECASE)
LONGEST_SPAN = 3 * 366  # days over which one amount may be spread
HELD = 50_000
Values = dict[str, list[Any]]


class MappedRows(Taker):
    """Rows of one mapping. Whatever identifies a person is a pseudonym before it is put anywhere."""

    def __init__(self, mapped: Mapped, run: Run) -> None:
        self.mapped, self.run, self.table = mapped, run, FACTS[mapped.fact]
        self.channels = Channels(run.context)
        self.constants = {n: self._constant(n) for n in mapped.constants if n in self.table.names}
        self.costs: dict[tuple[Any, ...], int] = {}

    def _constant(self, name: str) -> Any:
        """A constant of the mapping, written as ISO date and with a decimal point."""
        column, said = self.table.column(name), self.mapped.constants[name]
        if column.type is Type.TEXT:
            return self._word(column, said, 0, name)
        kind = {Type.INT: "count", Type.MICROS: "amount", Type.DAY: "day", Type.BOOL: "flag", Type.INSTANT: "moment"}
        about = cells.Reading(Style(), self.run.context.zone, EARLIEST, self.run.context.today + timedelta(days=400))
        try:
            return cells.PARSERS[kind.get(column.type, "text")](about)(said)
        except cells.Unreadable as wrong:
            self.run.problems.add("mapping_wrong", column=name, found=said, expected=wrong.expected)
            return None

    def take(self, block: Block) -> Iterator[Rows]:
        values: Values = {name: self._values(name, block) for name in block.values}
        for name, constant in self.constants.items():
            values.setdefault(name, [constant] * len(block))
        if "channel" in block.values and "network" in self.table.names:
            named = [self.channels.of_ats(c).network if c else None for c in block.values["channel"]]
            values.setdefault("network", named)
        complete = DERIVE.get(self.mapped.fact)
        if complete:
            complete(self, values, block.lines)
        if self.mapped.fact == "costs":
            yield from self._take_costs(values, block.lines)
        elif self.mapped.fact == "controls":
            yield from self._take_controls(values, block.lines)
        else:
            yield from self._rows(values, block.lines)

    def _rows(self, values: Values, lines: Sequence[int]) -> Iterator[Rows]:
        kept = {n: v for n, v in values.items() if n in self.table.names}
        self._tell_empty(kept, lines)
        for day in kept.get(self.table.day, ()):
            if day:
                self.run.spans(day, day)
        kept["provenance"] = [PROVENANCE.get(self.mapped.fact, "measured")] * len(lines)
        if lines:
            yield Rows(self.mapped.fact, kept)

    def _tell_empty(self, values: Values, lines: Sequence[int]) -> None:
        for column in self.table.columns:
            if not column.required or column.name in ("source", "batch", "fetched_at", "provenance"):
                continue
            cells_of = values.get(column.name, [None] * len(lines))
            for line, cell in zip(lines, cells_of, strict=True):
                if cell is None and not self.run.problems.told(line, self.heading(column.name)):
                    self.run.problems.add("cell_empty", line, self.heading(column.name))

    def heading(self, name: str) -> str:
        """What the client's file calls a column."""
        return self.mapped.columns.get(name, name)

    # ---- cells -------------------------------------------------------------------------------------------------------

    def _values(self, name: str, block: Block) -> list[Any]:
        raw = block.values[name]
        if name in ("email", "phone", "person"):
            return [self._contact(cell) for cell in raw]
        column = next((c for c in self.table.columns if c.name == name), None)
        if column is None:
            said = {k.casefold(): v for k, v in self.mapped.words.get(name, {}).items()}
            return [said.get(cell.casefold(), cell) if isinstance(cell, str) else cell for cell in raw] if said else raw
        if column.type is Type.ID:
            return [self.pseudonym(name, cell) for cell in raw]
        if column.type is Type.TEXT:
            return [self._word(column, cell, line, name) for cell, line in zip(raw, block.lines, strict=True)]
        return raw

    def pseudonym(self, kind: str, value: object) -> int | None:
        return None if value is None else self.run.context.pseudonym(kind, str(value))

    def _contact(self, cell: str | None) -> str | None:
        """An e-mail address or telephone number in one spelling; used at once as a key and then forgotten."""
        if cell is None:
            return None
        bare = cell.strip().lower().removeprefix("mailto:")
        if "@" in bare:
            return bare
        digits = re.sub(r"[^\d+]", "", bare)
        if re.fullmatch(r"0[1-9]\d{8}", digits):
            return "+31" + digits[1:]
        return "+" + digits[2:] if digits.startswith("00") else digits or None

    def _word(self, column: Column, cell: str | None, line: int, name: str) -> str | None:
        """A text, by the mapping's own words, then by ours; addresses of people are never kept."""
        if cell is None:
            return None
        said = {k.casefold(): v for k, v in self.mapped.words.get(name, {}).items()}.get(cell.casefold(), cell)
        if name == "channel" and said not in column.allowed:
            return self.channels.of_ats(said).channel
        if column.allowed:
            return self._allowed(column, said, line, name)
        if ADDRESS.search(said):
            self.run.problems.add("personal_value", line, self.heading(name))
            return None
        return said

    def _allowed(self, column: Column, said: str, line: int, name: str) -> str | None:
        bare = said.casefold()
        word = bare if bare in column.allowed else WORDS.get((self.mapped.fact, name), {}).get(bare)
        if word is None:
            self.run.problems.add("word_unknown", line or None, self.heading(name), found=said,
                                  expected=", ".join(column.allowed))
        return word

    # ---- costs -------------------------------------------------------------------------------------------------------

    def _take_costs(self, values: Values, lines: Sequence[int]) -> Iterator[Rows]:
        self.run.totals.add("amount_micros", values["amount_micros"])
        needed = {n: v for n, v in values.items() if n not in ("from", "to", "month")}
        spans = self._spans(values, lines)
        needed["day"] = [span and span[0] for span in spans]
        self._tell_empty(needed, lines)
        for i, span in enumerate(spans):
            amount, line, kind = values["amount_micros"][i], values["line"][i], values["kind"][i]
            if span and amount is not None:
                self._spread(amount, span, (line, kind, values["side"][i], values["currency"][i]))
            if len(self.costs) >= HELD:
                yield from self._costs()

    def _take_controls(self, values: Values, lines: Sequence[int]) -> Iterator[Rows]:
        """Each day of a row's week or month has the row's own figure: levels are compared, never totals."""
        spans = self._spans(values, lines)
        self._tell_empty({**{n: v for n, v in values.items() if n not in ("from", "to", "month")},
                          "day": [span and span[0] for span in spans]}, lines)
        rows = [(name, span[0] + timedelta(days=i), value)
                for name, span, value in zip(values["control"], spans, values["value_micros"], strict=True)
                if name and span and value is not None for i in range((span[1] - span[0]).days + 1)]
        if rows:
            self.run.spans(min(day for _, day, _ in rows), max(day for _, day, _ in rows))
            names, days, figures = map(list, zip(*rows, strict=True))
            yield Rows("controls", {"control": names, "day": days, "value_micros": figures,
                                    "provenance": ["stated"] * len(rows)})

    def _spans(self, values: Values, lines: Sequence[int]) -> list[tuple[date, date] | None]:
        size = len(lines)
        months, days = values.get("month", [None] * size), values.get("day", [None] * size)
        starts, ends = values.get("from", [None] * size), values.get("to", [None] * size)
        return [month or self._span(start, end, line) or (day and (day, day))
                for month, day, start, end, line in zip(months, days, starts, ends, lines, strict=True)]

    def _span(self, start: date | None, end: date | None, line: int) -> tuple[date, date] | None:
        if start is None:
            return None
        end = end or start
        if end < start or (end - start).days > LONGEST_SPAN:
            code = "ends_before_start" if end < start else "date_out_of_range"
            self.run.problems.add(code, line, self.mapped.columns.get("to"), found=f"{start} … {end}")
            return None
        return start, end

    def _spread(self, amount: int, span: tuple[date, date], rest: tuple[Any, ...]) -> None:
        """Equal whole micros per day; what is left over goes, a micro each, to the first days."""
        days = (span[1] - span[0]).days + 1
        share, left = divmod(amount, days)
        self.run.spans(*span)
        for i in range(days):
            key = (span[0] + timedelta(days=i), *rest)
            self.costs[key] = self.costs.get(key, 0) + share + (i < left)

    def _costs(self) -> Iterator[Rows]:
        """At most HELD rows at a time."""
        names = ("day", "line", "kind", "side", "currency")
        keys, self.costs = list(self.costs.items()), {}
        for begin in range(0, len(keys), HELD):
            part = keys[begin:begin + HELD]
            columns: Values = {n: [key[i] for key, _ in part] for i, n in enumerate(names)}
            columns["amount_micros"] = [amount for _, amount in part]
            columns["provenance"] = ["stated"] * len(part)
            yield Rows("costs", columns)

    def rest(self) -> Iterator[Rows]:
        if self.costs:
            yield from self._costs()


# ---- what a table leaves to be derived -------------------------------------------------------------------------------

def _costs_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    kinds = values.get("kind", [None] * len(lines))
    values.setdefault("side", ["internal" if kind in OWN_HOURS else "external" for kind in kinds])
    values.setdefault("currency", [rows.run.currency] * len(lines))


def _person(rows: MappedRows, values: Values, size: int) -> list[str | None]:
    """The contact that identifies a person, and `person` as its pseudonym."""
    given = [values.pop(n, [None] * size) for n in ("person", "email", "phone")]
    contacts = [a or b or c for a, b, c in zip(*given, strict=True)]
    values["person"] = [rows.pseudonym("person", c) for c in contacts]
    return contacts


def _days_of(rows: MappedRows, values: Values, moment: str) -> None:
    """The local day of a moment, or the first moment of a local day, whichever was not given."""
    zone = rows.run.context.zone
    if moment in values and "day" not in values:
        values["day"] = [m and local_day(m, zone) for m in values[moment]]


def _applications_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    size = len(lines)
    _days_of(rows, values, "received_at")
    contacts = _person(rows, values, size)
    days, vacancies = values.get("day", [None] * size), values.get("vacancy", [None] * size)
    if "application" not in values:
        values["application"] = [c and rows.pseudonym("application", f"{c}|{d}|{v}")
                                 for c, d, v in zip(contacts, days, vacancies, strict=True)]
    if "candidate" not in values:
        values["candidate"] = [rows.pseudonym("candidate", c) if c else rows.pseudonym("candidate", f"application:{a}")
                               for c, a in zip(contacts, values["application"], strict=True)]
    values.setdefault("origin", ["external"] * size)
    _arrivals(rows, values, size)
    _stages(rows, values, lines)


def _arrivals(rows: MappedRows, values: Values, size: int) -> None:
    """Channel and network by the source that the table names."""
    said = [rows.channels.of_ats(name) if name else None for name in values.get("source_name", [None] * size)]
    if "channel" not in values:
        values["channel"] = [a.channel if a else "unknown" for a in said]
    if "network" not in values:
        values["network"] = [a.network if a else None for a in said]


def _stages(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    """A table with one stage and its date per row: the date goes to the column of that stage."""
    stages, days = values.pop("stage", None), values.pop("stage_day", [None] * len(lines))
    if stages is None:
        return
    own = {k.casefold(): v.removesuffix("_day") for k, v in rows.run.context.stages.items()}
    for i, (stage, day) in enumerate(zip(stages, days, strict=True)):
        bare = (stage or "").casefold()
        word = own.get(bare) or STAGES.get(bare)
        if word and f"{word}_day" in rows.table.names:
            values.setdefault(f"{word}_day", [None] * len(lines))[i] = day
        elif bare and bare not in RECEIVED and word not in RECEIVED:
            rows.run.problems.add("word_unknown", lines[i], rows.heading("stage"), found=stage,
                                  expected=", ".join(STAGES))


def _leads_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    _identified(rows, values, lines, "lead")


def _interactions_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    _days_of(rows, values, "at")
    if "at" not in values:
        zone = rows.run.context.zone
        values["at"] = [d and cells.dates.utc(datetime(d.year, d.month, d.day), zone) for d in values["day"]]
    _identified(rows, values, lines, "interaction")


def _identified(rows: MappedRows, values: Values, lines: Sequence[int], ident: str) -> None:
    """An id where the table has none: the person, the day or moment and the kind together."""
    size = len(lines)
    contacts = _person(rows, values, size)
    if ident not in values:
        when = values.get("at") or values.get("day") or [None] * size
        values[ident] = [c and rows.pseudonym(ident, f"{c}|{w}|{k}")
                         for c, w, k in zip(contacts, when, values.get("kind", [None] * size), strict=True)]


def _consent_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    """One decision of each about being kept, told anew with every export; without a day there is no consent."""
    size = len(lines)
    _person(rows, values, size)
    values.setdefault("about", ["keeping"] * size)
    days, acts = values["day"], values.get("act", [None] * size)
    values["act"] = [a or ("granted" if d else "declined") for a, d in zip(acts, days, strict=True)]
    values["day"] = [d or rows.run.context.today for d in days]
    if "decision" not in values:
        who = [values.get(name, [None] * size) for name in ("application", "candidate", "person")]
        values["decision"] = [next((rows.pseudonym("decision", f"{about}|{id}") for id in ids if id is not None), None)
                              for about, *ids in zip(values["about"], *who, strict=True)]


def _target_groups_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    size = values.pop("size", None)
    if size is not None:
        values.setdefault("size_low", size)
        values.setdefault("size_high", size)
    for line, low, high in zip(lines, values["size_low"], values["size_high"], strict=True):
        if low is not None and high is not None and low > high:
            rows.run.problems.add("ends_before_start", line, rows.heading("size_high"), found=f"{low} … {high}")


def _vacancies_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    if "days_to_fill" in values or "filled_day" not in values:
        return
    values["days_to_fill"] = [(filled - opened).days if filled and opened else None
                              for filled, opened in zip(values["filled_day"], values["day"], strict=True)]
    for line, days in zip(lines, values["days_to_fill"], strict=True):
        if days is not None and days < 0:
            rows.run.problems.add("ends_before_start", line, rows.mapped.columns["filled_day"], found=f"{days} days")


def _jobs_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    for line, first, last in zip(lines, values["day"], values.get("end_day", [None] * len(lines)), strict=True):
        if first and last and last < first:
            rows.run.problems.add("ends_before_start", line, rows.mapped.columns["end_day"], found=f"{first} … {last}")


def _quality_complete(rows: MappedRows, values: Values, lines: Sequence[int]) -> None:
    means = values.pop("score_mean", None)
    if means is not None and "score_sum" not in values:
        values["score_sum"] = [None if m is None or n is None else _times_hundred(m * n)
                               for m, n in zip(means, values["people"], strict=True)]


def _times_hundred(number: Decimal) -> int:
    return int((100 * number).to_integral_value(ROUND_HALF_EVEN))


DERIVE: Mapping[str, Callable[[MappedRows, Values, Sequence[int]], None]] = {
    "costs": _costs_complete, "applications": _applications_complete, "leads": _leads_complete,
    "interactions": _interactions_complete, "target_groups": _target_groups_complete, "vacancies": _vacancies_complete,
    "consent_log": _consent_complete, "jobs": _jobs_complete, "quality_scores": _quality_complete,
}
