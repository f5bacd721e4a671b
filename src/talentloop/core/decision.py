"""What a team decides when a loop closes, and which decisions the verdict speaks against."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from .errors import LoopRule
from .verdict import Word


class Decision(Enum):
    """What happens to the strategy of the loop that closes."""

    GO_ON = "go_on"
    ADJUST = "adjust"
    STOP = "stop"


# A verdict that cannot tell speaks against nothing: then the team decides without it, and needs no excuse.
AGAINST: Mapping[Word, frozenset[Decision]] = {
    Word.BETTER: frozenset({Decision.STOP}),
    Word.WORSE: frozenset({Decision.GO_ON}),
    Word.NO_RELEVANT_CHANGE: frozenset({Decision.GO_ON}),
}


def against_verdict(word: Word | None, decision: Decision) -> bool:
    """Is this decision one that the verdict on the loop's primary KPI speaks against?"""
    return word is not None and decision in AGAINST.get(word, frozenset())


def check_reason(loop: int, word: Word | None, decision: Decision | None, because: str) -> None:
    """LoopRule where a loop closes with a decision that its verdict speaks against, and nobody says why."""
    if word is not None and decision is not None and against_verdict(word, decision) and not because.strip():
        raise LoopRule("reason_asked", number=loop, word=word.value)
