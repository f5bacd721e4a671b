"""Every recipe and tutorial is done as it stands: what it says to type works, and what it says comes out comes out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from page import DEMO, ROOT, blocks, console, environment, run, unsaid, write

DOCS = ROOT / "docs"
PAGES = sorted((*(DOCS / "how-to").glob("*.md"), *(DOCS / "tutorials").glob("*.md")))
COPIED = ("src", "tests", "pyproject.toml", "GLOSSARY.md", "ARCHITECTURE.md")  # for recipes that change the product


def changes_the_product(page: Path) -> bool:
    return any("src/talentloop/" in text for b in blocks(page) for text in (b.text, *b.heading.values()))


def begins_with_the_demo(page: Path) -> bool:
    return not changes_the_product(page) and f"$ {DEMO}\n" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_does_what_it_says(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    source, demo = ROOT / "src", request.getfixturevalue("small_demo") if begins_with_the_demo(page) else None
    if changes_the_product(page):
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, tmp_path / name)
        source = tmp_path / "src"
    run(page, tmp_path, environment(tmp_path, source), demo)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_has_something_to_do(page: Path) -> None:
    assert any(b.kind == "console" and not b.heading for b in blocks(page)), f"{page.name} shows no command to type"


def test_a_page_that_does_not_hold_is_found(tmp_path: Path) -> None:
    """The runner can fail: a wrong output, a wrong exit code, a place that is not there."""
    page = tmp_path / "page.md"
    for wrong in ("$ echo one\ntwo\n", "$ false\n", "$ true\n# exit 3\n"):
        page.write_text(f"```console\n{wrong}```\n")
        with pytest.raises(AssertionError):
            console(next(blocks(page)), tmp_path, environment(tmp_path, ROOT / "src"), "here")
    (tmp_path / "other.py").write_text("y = 2\n")
    page.write_text('```python in=other.py after="y = 3"\nx = 1\n```\n')
    with pytest.raises(AssertionError, match="no line with"):
        write(next(blocks(page)), tmp_path, "here")
    page.write_text("```python\nassert False\n```\n")
    with pytest.raises(AssertionError):
        run(page, tmp_path, environment(tmp_path, ROOT / "src"))


def test_output_is_read_in_order() -> None:
    assert unsaid("one … three\nfour", "one two three\n\n  four  ") == ""
    assert unsaid("four\none", "one two three four") == "one"
