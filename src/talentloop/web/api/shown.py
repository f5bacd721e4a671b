"""What the API answers with of journey, costs, content and data, as its own description tells it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from .shapes import CannotSay, Value, Window

Totals = Field(description="do its own totals agree with what was read: agree, off, or none when it gives none")


class Step(Schema):
    id: str
    name: str
    kpi: str = Field(description="the KPI that it is told by")
    people: float
    onward: float | None = Field(description="share of the step before, where both are counted alike")
    before: float | None = Field(description="people in what the loop is compared with")


class FormStepTold(Schema):
    id: str
    name: str
    people: int | None = Field(description="null: too few to tell")
    onward: float | None = Field(description="share of the last step before it that is told")
    onward_before: float | None


class Told(Schema):
    """Tables and sentences as the screen shows them."""

    id: str
    title: str
    headings: list[str]
    rows: list[list[str]]
    lines: list[str]


class Journey(Schema):
    """A step without a figure is left out, not made zero. `pool_moves` and `people`: docs/reference/json.md."""

    loop: int
    window: Window
    compared_with: str
    steps: list[Step]
    leak: dict[str, Any] | None = Field(description="the largest leak beside what the loop is compared with, its size "
                                                    "in applications among its facts; null where none is found")
    form_steps: list[FormStepTold]
    form_leak: dict[str, Any] | None = Field(description="before which step the largest share stayed behind, and whether "
                                                         "chance may have put it there")
    pool_bounds: list[int] = Field(description="interactions from which each pool begins")
    pool_moves: list[dict[str, Any]]
    people: dict[str, Any] | None = Field(description="conversion per pool, what leads people a pool up, first touch, "
                                                      "credit per channel")
    sections: list[Told]


class LedgerLine(Schema):
    kind: str
    network: str | None
    side: str = Field(description="external or internal")
    amounts: list[float] = Field(description="one per month of `months`")
    total: float


class PerHire(Schema):
    """One way of counting what a hire costs; the ways differ by factors and are no substitute for one another."""

    kpi: str
    definition: str
    name: str
    figure: Value | CannotSay
    hires: int | None = Field(description="what it is divided by")
    few: bool = Field(description="so few hires that it says little")


class Rolling(Schema):
    until: date
    per_hire: list[PerHire]


class ByHand(Schema):
    line: str
    kind: str
    side: str
    window: Window
    amount: float


class Costs(Schema):
    """Amounts in whole units of `currency`, excluding VAT."""

    currency: str
    known: Window | None = Field(description="from the first to the last day of the ledger; null without one")
    months: list[str]
    ledger: list[LedgerLine]
    networks: list[LedgerLine] = Field(description="parts of the ledger's lines, not to be added to them")
    total: float
    per_hire: list[PerHire]
    rolling: list[Rolling] = Field(description="over the twelve months before each `until`")
    roi: dict[str, Any] = Field(description="what `talentloop roi --json` prints")
    by_hand: list[ByHand]


class PageRead(Schema):
    path: str
    type: str
    content: str | None
    theme: str | None
    persona: str | None
    ruled: bool = Field(description="does a rule say its type?")
    views: Value | CannotSay


class Rule(Schema):
    """Of the rules that fit a page the first one counts."""

    pattern: str
    type: str | None
    content: str | None
    theme: str | None
    persona: str | None
    pages: int
    views: Value | CannotSay


class Content(Schema):
    pages: list[PageRead] = Field(description="most read first")
    rules: list[Rule]
    without_rule: int


class LinkNoticed(Schema):
    """Something to mend in campaign links."""

    code: str
    part: str
    names: list[str]
    better: str | None = Field(description="what to write")
    visits: int
    amiss: str
    to_do: str


class Links(Schema):
    noticed: list[LinkNoticed]
    too_few_to_show: bool = Field(description="is there more, of too few visits to show?")
    visits: Value | CannotSay = Field(description="visits through a campaign")
    visits_untold: Value | CannotSay = Field(description="those whose source and medium nobody can tell any more")


class Source(Schema):
    id: str
    name: str
    facts: list[str]
    window: Window
    rows: int
    last_day: date
    days_ago: int
    stale: bool
    missing_days: int
    totals: str = Totals
    provisional_until: date | None = Field(description="until then it may still change what it told")
    estimated: bool = Field(description="partly an estimate of the platform or modelled")
    brought: datetime | None


class Break(Schema):
    """From `day` on a figure means something else."""

    day: date
    kind: str = Field(description="platform, source or tracking")
    sentence: str


class Batch(Schema):
    id: str
    source: str
    at: datetime
    rows: dict[str, int]
    window: Window | None
    totals: str = Totals
    differs: list[dict[str, Any]]
    replaces: dict[str, int] = Field(description="rows of other batches that it took the place of")
    replaced_by: dict[str, int]


class Advice(Schema):
    code: str
    serious: bool
    sentence: str


class Data(Schema):
    sources: list[Source] = Field(description="the freshest first")
    breaks: list[Break] = Field(description="the last first")
    batches: list[Batch] = Field(description="those that count, the last first")
    advice: list[Advice]
