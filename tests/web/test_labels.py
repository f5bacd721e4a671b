"""No label, heading, choice or button of any page shows the name of something in code instead of a word."""

from __future__ import annotations

import re

import pytest

from web import walk
from web.conftest import World

LABELS = re.compile(r"<(h[1-6]|label|th|dt|button|option|legend|summary)\b[^>]*>(.*?)</\1>", re.DOTALL)
FORMAL = re.compile(r"(?<![.\w])(?:u|uw|U|Uw)(?![.\w])")
IN_CODE = re.compile(r"(?<![\w/@.])[a-z]+(?:_[a-z0-9]+)+(?![\w/@])|\b(?:web|kpi|errors|page)\.[a-z_]+\.[a-z_]+\b")


def names_in_code(page: str) -> list[str]:
    """Names of code among what the page's labels say; what visitors or sources named themselves stands in cells."""
    said = (re.sub(r"<[^>]*>", " ", text) for _, text in LABELS.findall(page))
    return [found for text in said for found in IN_CODE.findall(text)]


def formal(page: str) -> list[str]:
    """Dutch that keeps its distance: we say "je"."""
    return FORMAL.findall(re.sub(r"<script.*?</script>|<[^>]*>", " ", page, flags=re.DOTALL))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_label_shows_a_name_of_code(world: World, lang: str) -> None:
    walked = list(walk.pages(world))
    user = world.person(walk.EVERYBODY)
    user.language = lang
    user.save()
    browser = world.browser(walk.EVERYBODY)
    wrong = {name: found for name, path in walked if (found := (
        names_in_code(page := browser.get(path).content.decode()) + (formal(page) if lang == "nl" else [])))}
    assert len(walked) > 40 and wrong == {}


def test_a_name_of_code_would_be_seen() -> None:
    assert names_in_code('<label for="x">consent_months</label><td>ga4_events</td>') == ["consent_months"]
    assert formal("<p>Kies uw <b>doel</b></p><script>u</script>") == ["uw"]
    assert names_in_code("<th>web.log.fact.source</th><h1>Data</h1>") == ["web.log.fact"]
