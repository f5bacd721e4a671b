"""What was printed before, to compare with: texts in snapshots/, with paths and what changes by itself blotted out."""

from __future__ import annotations

import os
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"
REWRITE = "TALENTLOOP_SNAPSHOTS"  # set to `write` to accept what is printed now

BLOTS = (
    (re.compile(r"<style>.*?</style>", re.S), "<style>…</style>"),
    (re.compile(r"sha256-[A-Za-z0-9+/=]+"), "sha256-…"),
    (re.compile(r'(<svg class="(?:chart|bar)[^>]*>).*?</svg>', re.S), r"\1…</svg>"),
    (re.compile(r"(?:/[\w.-]+){2,}/(?=[\w.-]+\.(?:csv|xlsx|html))"), "<path>/"),
)


def blotted(text: str) -> str:
    for pattern, instead in BLOTS:
        text = pattern.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def same(name: str, text: str) -> None:
    """Fails when `text` is not what it was; shows the first line that differs."""
    file, now = FOLDER / name, blotted(text)
    if os.environ.get(REWRITE) == "write" or not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(now, encoding="utf-8")
        assert os.environ.get(REWRITE) == "write", f"{name} was not there and is written now: read it, then run again"
    before = file.read_text(encoding="utf-8").splitlines()
    for i, (old, new) in enumerate(zip(before, now.splitlines(), strict=False), 1):
        assert old == new, f"{name}, line {i}: run with {REWRITE}=write if this is meant"
    assert len(before) == len(now.splitlines()), f"{name} is longer or shorter than it was"
