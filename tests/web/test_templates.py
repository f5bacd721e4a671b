"""Templates speak through the catalogues only: no text of their own, and no id that has no words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from talentloop.locale import LANGUAGES, catalogue

WEB = Path(__file__).parents[2] / "src" / "talentloop" / "web"
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
TAG = re.compile(r"{% block kind %}\w*{% endblock %}|{%.*?%}|{{.*?}}|{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
ELEMENT = re.compile(r"<!?[a-zA-Z/][^>]*>")
SAID = re.compile(r'\b(?:title|aria-label|placeholder|alt)="([^"]*)"')
ID = re.compile(r'{% w "([^"]+)"')
GIVEN = re.compile(r'(?:title|text|label|help|go)_id="([^"]+)"')
NAMES = {"talentloop", "·"}  # the product's own name needs no translation


def texts(template: str) -> list[str]:
    """Words that a reader would see and that no catalogue gave."""
    bare = TAG.sub("\0", template)
    shown = ELEMENT.sub("\n", bare)
    found = [*shown.split("\n"), *SAID.findall(bare)]
    return [t for text in found if re.search(r"[^\W\d_]{2,}", t := text.replace("\0", " ").strip())
            and not set(t.split()) <= NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(WEB)))
def test_a_template_has_no_text_of_its_own(path: Path) -> None:
    assert texts(path.read_text(encoding="utf-8")) == []


def test_the_check_sees_text_in_a_page_and_in_an_attribute() -> None:
    assert texts('<p>{% w "a" %} Hallo <b title="Dag">{{ x }}</b></p>') == ["Hallo", "Dag"]


def test_every_id_that_a_template_asks_for_has_words_in_every_language() -> None:
    asked = {id for path in TEMPLATES for found in (ID, GIVEN) for id in found.findall(path.read_text(encoding="utf-8"))}
    assert asked
    assert {(lang, id) for lang in LANGUAGES for id in asked if id not in catalogue(lang)} == set()
