"""What came of taking one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from .errors import Problem
from .facts import Rows
from .intake import CheckSum
from .period import Period


class Outcome(Enum):
    TAKEN = "taken"
    REPEATED = "repeated"  # the same content was taken before: nothing changed
    REFUSED = "refused"  # problems block: nothing of it was taken
    NOT_RECOGNISED = "not_recognised"


@dataclass(frozen=True)
class FileTaken:
    """`rows` per fact table, `replaced` rows that gave way to a restatement, `checks` the file's own totals."""

    path: Path
    outcome: Outcome
    source: str | None = None
    batch: str | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)
    period: Period | None = None
    checks: tuple[CheckSum, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def noted(self) -> dict[str, Any]:
        """What the audit log says of it: the batch tells the content, the name of the file stays the client's own."""
        return {"outcome": self.outcome.value, "source": self.source, "batch": self.batch,
                "rows": sum(self.rows.values()), "replaced": sum(self.replaced.values())}


@dataclass(frozen=True)
class FileTried:
    """What taking a file would do (`would`, as if it had been done), and its first rows per fact table."""

    would: FileTaken
    first: tuple[Rows, ...] = ()
