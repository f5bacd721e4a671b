"""Draws the picture of docs/explanation/identity.md from the table that stands in it, so that no figure is typed twice.

    python -m bench.people.picture             writes docs/images/identity.svg
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.verdict.pictures import EDGE, IMAGES, ROOT, WIDTH, Mark, bar, drawn, rule, table, words

PAGE = ROOT / "docs" / "explanation" / "identity.md"
IMAGE = IMAGES / "identity.svg"
TITLE = "Told of the same invented people"
TELLERS = {"daily salt": "Daily salt", "monthly salt": "Monthly salt",
           "talentloop, id by the page, 70 % consent": "talentloop, id by the page",
           "talentloop, id by the server, 70 % consent": "talentloop, id by the server"}
NAMES, ROW = 220, 30


def number(cell: str) -> float | None:
    """`+94 %` → .94, `–` → None."""
    digits = cell.replace(" %", "").replace("+", "")
    return None if digits == "–" else float(digits) / 100


def picture(text: str) -> str:
    """Two blocks of bars: how many people too many, and how many of the returning ones are known again."""
    found = table(text, TITLE)
    many = {name: number(found[row]["too many"]) for row, name in TELLERS.items()}
    again = {name: (number(found[row]["returning"]), number(found[row]["truly"])) for row, name in TELLERS.items()}
    marks = [*_block("Unique visitors counted too many", many, 30),
             *_known_again("Returning visitors: told, and the truth as a line", again, 200)]
    return drawn(marks, 356)


def _block(title: str, figures: dict[str, float | None], top: float) -> Iterator[Mark]:
    scale = (WIDTH - 2 * EDGE - NAMES - 70) / max(n or 0 for n in figures.values())
    yield words(EDGE, top, title, size=16, weight=600)
    for i, (name, n) in enumerate(figures.items()):
        y = top + 32 + ROW * i
        yield words(EDGE, y, name)
        yield bar(EDGE + NAMES, y, (n or 0) * scale, _shade(name))
        yield words(EDGE + NAMES + (n or 0) * scale + 8, y, f"+{100 * (n or 0):.0f} %", size=13)


def _known_again(title: str, figures: dict[str, tuple[float | None, float | None]], top: float) -> Iterator[Mark]:
    scale = (WIDTH - 2 * EDGE - NAMES - 120) / max(true or 0 for _, true in figures.values())
    yield words(EDGE, top, title, size=16, weight=600)
    for i, (name, (told, true)) in enumerate(figures.items()):
        y, end = top + 32 + ROW * i, EDGE + NAMES + (true or 0) * scale
        yield words(EDGE, y, name)
        yield rule(end, y - 9, y + 9, "ink")
        if told is None:
            yield words(EDGE + NAMES, y, "cannot tell", "muted", 13)
        else:
            yield bar(EDGE + NAMES, y, told * scale, _shade(name))
        yield words(end + 8, y, f"{100 * (true or 0):.1f} %" if told is None else
                    f"{100 * told:.1f} of {100 * (true or 0):.1f} %", size=13)


def _shade(name: str) -> str:
    return "accent" if name.endswith("server") else "accent-soft" if name.startswith("talentloop") else "unsure-soft"


if __name__ == "__main__":
    IMAGE.write_text(picture(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
