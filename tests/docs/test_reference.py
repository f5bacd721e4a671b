"""The pages that the code tells are as the code tells them now (`make docs` writes them)."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def builder() -> ModuleType:
    spec = spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = builder()


@pytest.mark.parametrize("name", BUILD.PAGES)
def test_a_page_tells_what_the_code_says_now(name: str) -> None:
    there = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() else ""
    assert there == BUILD.PAGES[name](), f"{name} is behind the code: make docs"


def test_every_command_has_its_help() -> None:
    """The reading of --help finds the commands; had it found none, a page without them would pass."""
    page = BUILD.commands()
    for verb in ("init", "take", "plan", "loop start", "loop close", "report", "kpi", "doctor", "demo"):
        assert f"## talentloop {verb}\n" in page
