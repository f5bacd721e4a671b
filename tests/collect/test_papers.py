"""What the reference says of refusals is what the collector answers, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from talentloop.collect.refusal import REASONS
from talentloop.report.words import Words

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "collector.md"


def test_every_reason_stands_in_the_reference_with_its_status_and_meaning() -> None:
    told = re.findall(r"^\| `(\w+)` \| (\d{3}) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {reason: (int(status), meaning) for reason, status, meaning in told} == REASONS


def test_every_reason_has_words() -> None:
    for lang in ("nl", "en"):
        assert [r for r in (*REASONS, "erased_there") if not Words(lang).has(f"refused.{r}")] == []
