"""The errors a user can meet: each says what, where and what to do now, and each class has its own exit code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong in what a user gave us; a value that is returned, never raised.

    `code` is stable (words in both languages hang on it); `line` and `column` count from 1 where known. `unit` is page
    where `line` counts pages that were fetched.
    """

    code: str
    file: str
    line: int | None = None
    column: str | None = None
    found: str | None = None
    expected: str | None = None
    todo: str | None = None
    severity: str = "error"  # "error": nothing of the file is taken · "warning": taken, but look here
    unit: str = "line"

    @property
    def blocks(self) -> bool:
        return self.severity == "error"


class TalentloopError(Exception):
    """Base of every error we raise on purpose; `code` names the sentence, `facts` fill it in."""

    exit_code = 1
    code = "error"

    def __init__(self, code: str | None = None, **facts: object) -> None:
        self.code = code or self.code
        self.facts: Mapping[str, object] = facts
        super().__init__(self.code + "".join(f" · {k}: {v}" for k, v in facts.items()))


class NoWorkspace(TalentloopError):
    """There is no workspace here or above."""

    exit_code = 3
    code = "no_workspace"


class BadSettings(TalentloopError):
    """client.toml cannot be read or holds something we do not understand."""

    exit_code = 4
    code = "bad_settings"


class NothingRecognised(TalentloopError):
    """A file is of no source that we know."""

    exit_code = 5
    code = "not_recognised"


class BadInput(TalentloopError):
    """A file was recognised, but what is in it stops us from taking it."""

    exit_code = 6
    code = "bad_input"


class LoopRule(TalentloopError):
    """What is asked breaks a rule of the learning loop (overlap, no baseline, closed already)."""

    exit_code = 7
    code = "loop_rule"


class PlanMoved(LoopRule):
    """Someone else changed the plan since it was looked at; what they changed is seen by reading it again."""

    exit_code = 14
    code = "plan_moved"


class UnknownName(TalentloopError):
    """A KPI, loop, dimension or source that does not exist; `near` offers what comes closest."""

    exit_code = 8
    code = "unknown_name"


class StoreTrouble(TalentloopError):
    """The fact store cannot be written or read (locked, disk full, damaged)."""

    exit_code = 9
    code = "store_trouble"


class CannotServe(TalentloopError):
    """The server cannot start here: its port is not free, or its database does not answer."""

    exit_code = 10
    code = "port_taken"


class KeyTrouble(TalentloopError):
    """The key of the pseudonyms is missing or was destroyed, or what is asked needs a confirmation."""

    exit_code = 13
    code = "key_missing"


class FetchTrouble(TalentloopError):
    """A source that is connected did not give its data: what it said, and what to do."""

    exit_code = 15
    code = "fetch_unreachable"


class NotAdditive(TypeError):
    """A programmer asked to sum what may not be summed: uniques, reach, ratios, medians, stocks."""
