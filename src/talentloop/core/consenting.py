"""Consent as a state machine: which decision leads from which state to which, and which cannot be taken at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

# State → decision → next state; states are vocabulary.CONSENTS, decisions its CONSENT_ACTS. What is not here cannot be:
# an opt-out is lifted before anything is allowed again, and only what was given can be taken back.
NEXT: Mapping[str, Mapping[str, str]] = {
    "unknown": {"granted": "full", "declined": "limited", "opted_out": "refused"},
    "limited": {"granted": "full", "declined": "limited", "opted_out": "refused"},
    "full": {"granted": "full", "declined": "limited", "withdrawn": "limited", "opted_out": "refused"},
    "refused": {"opted_out": "refused", "opted_in": "limited"},
}


@dataclass(frozen=True)
class ConsentText:
    """What visitors were asked, word by word, in both languages; in force from a day until the next version's."""

    version: int
    start: date
    nl: str
    en: str


@dataclass(frozen=True)
class Step:
    """One decision as the machine took it: without `valid` it changed nothing."""

    act: str
    was: str
    now: str
    valid: bool


def walked(acts: Iterable[str], state: str = "unknown") -> Iterator[Step]:
    """The decisions of one browser or candidate in order of time, each with the state before and after it."""
    for act in acts:
        after = NEXT[state].get(act)
        yield Step(act, state, after or state, after is not None)
        state = after or state


def text_on(texts: Iterable[ConsentText], day: date) -> int | None:
    """Version of the text that was in force on a day; None before the first."""
    return max((t.version for t in texts if t.start <= day), default=None)
