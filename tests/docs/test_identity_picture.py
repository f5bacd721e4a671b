"""The picture of identity.md is what the table on that page says now."""

from __future__ import annotations

import re
from html import unescape

from bench.people.picture import IMAGE, PAGE, TELLERS, TITLE, picture
from bench.verdict.pictures import table

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_committed_picture_is_what_the_script_makes() -> None:
    assert IMAGE.read_text(encoding="utf-8") == picture(TEXT), "run python -m bench.people.picture"


def test_every_figure_of_the_picture_stands_in_the_table() -> None:
    written, found = unescape(picture(TEXT)), table(TEXT, TITLE)
    for row in TELLERS:
        assert found[row]["too many"] in written
        assert found[row]["truly"].split(" ")[0] in written
    changed = picture(TEXT.replace("| +94 % |", "| +95 % |"))
    assert "+95 %" in changed and "+94 %" not in changed


def test_it_fetches_nothing_and_the_page_says_its_point() -> None:
    svg = IMAGE.read_text(encoding="utf-8")
    assert not re.search(r"<script|<image|@import|url\(|href=|var\(", svg) and "prefers-color-scheme:dark" in svg
    alt = re.search(r"!\[([^\]]+)\]\(\.\./images/identity\.svg\)", TEXT)
    assert alt and len(alt.group(1)) > 80
