"""What the API answers with, as its own description tells it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema


class Window(Schema):
    """Half-open: `end` is the first day after it."""

    start: date
    end: date


class Value(Schema):
    """A figure in the KPI's unit; `low` and `high` are its range or its own 95 % margin."""

    value: float
    low: float | None
    high: float | None


class CannotSay(Schema):
    """In place of a figure: why there is none, and what to do."""

    cannot_say: str = Field(description="not_connected, not_yet, too_few, partly_missing, …")
    about: str | None
    sentence: str


class Trouble(Schema):
    """What went wrong: a stable code, and a sentence that says what to do."""

    code: str
    sentence: str


class ClientSeen(Schema):
    id: str
    name: str
    language: str
    currency: str
    today: date = Field(description="today in the client's own zone")


class Definition(Schema):
    id: str
    definition: str = Field(description="its identity; figures of different definitions are never compared")
    name: str
    meaning: str
    pillar: str
    kind: str
    unit: str
    direction: str
    headline: bool
    of_people: bool = Field(description="counts people: small groups are not told")
    facts: list[str]
    splits: list[str] = Field(description="what its figure may be asked `by`")


class LoopSeen(Schema):
    number: int
    period: Window
    focus: str
    primary: str
    strategy: str
    compared_with: str
    targets: list[dict[str, Any]]
    planned_visits: dict[str, int]
    changes: list[dict[str, Any]]
    closing: dict[str, Any] | None
    day: int = Field(description="days gone by")
    running: bool
    closed: bool


class Segment(Schema):
    segment: str
    figure: Value | CannotSay


class Identity(Schema):
    """Who is one person in a figure of people, and how long they are known again."""

    person: str = Field(description="browser: one browser with consent; joined: all ids that somebody joined themselves")
    id_days: int = Field(description="an id is known again for this long at most")
    window_days: int | None = Field(description="days before the window's end in which touches count; null: the window")
    sentence: str


class FigureTold(Schema):
    """One KPI over one window, with everything that must stand beside it."""

    kpi: str
    definition: str
    unit: str
    window: Window
    figure: Value | CannotSay
    sources: list[str]
    provenances: list[str]
    coverage: float | None = Field(description="share of the people that it rests on; null where consent plays no part")
    identity: Identity | None = Field(description="null where the figure knows nobody again")
    provisional_until: date | None
    days_with_data: int
    missing_days: list[date]


class FigureAsked(FigureTold):
    by: str | None
    segments: list[Segment]


class Cell(FigureTold):
    name: str
    verdict: dict[str, Any]
    target: dict[str, Any] | None


class Board(Schema):
    """The KPI framework of a loop, a list per pillar."""

    loop: int
    as_of: date
    focus: str
    primary: str
    purity: str
    pillars: dict[str, list[Cell]]


class StoryTold(Cell):
    """One KPI of a loop; what the parts hold stands in docs/reference/json.md."""

    meaning: str
    comparisons: dict[str, Any]
    expectation: dict[str, Any]
    mix: dict[str, Any] | None
    combined: Any
    controls: Any
    read_away: list[dict[str, Any]]
    maturity: dict[str, Any] | None
    split: dict[str, Any]
    companions: dict[str, Any]
    loops: list[dict[str, Any]]
