"""Every id that the code may ask for has words in both languages, told alike, and the words keep to the house's tone."""

from __future__ import annotations

import re
from enum import Enum
from string import Formatter

import pytest

from talentloop.assess import obstacles, questions
from talentloop.core import facts, vocabulary
from talentloop.core.kpi import Direction, Focus, Kind, Move, Pillar, Unit
from talentloop.core.kpis import KPIS
from talentloop.core.lift import NoLift
from talentloop.core.loop import Against, ChangeKind
from talentloop.core.maturity import Ripeness
from talentloop.core.measurement import Reason
from talentloop.core.purity import Cleanness
from talentloop.core.taking import Outcome
from talentloop.core.verdict import Word
from talentloop.locale import LANGUAGES, catalogue
from talentloop.report.words import Words

LISTS: dict[str, type[Enum]] = {
    "pillar": Pillar, "focus": Focus, "against": Against, "change_kind": ChangeKind, "cleanness": Cleanness, "word": Word,
    "reason": Reason, "nolift": NoLift, "move": Move, "direction": Direction, "kind": Kind, "unit": Unit,
    "ripeness": Ripeness, "outcome": Outcome,
}
VOCABULARIES = {
    "channel": vocabulary.CHANNELS, "network": vocabulary.NETWORKS, "page_type": vocabulary.PAGE_TYPES,
    "provenance": vocabulary.PROVENANCES,
    "consent": vocabulary.CONSENTS, "tier": vocabulary.TIERS, "cost_kind": facts.FACTS["costs"].column("kind").allowed,
    "side": facts.FACTS["costs"].column("side").allowed, "fact": tuple(facts.FACTS),
}
# Codes of verdicts, as core/verdict.py and assess/obstacles.py give them.
BECAUSE = (
    "more_than_usual_wobble", "less_than_usual_wobble", "expected_through_mix", "expected_at_this_focus",
    "worse_within_groups", "inside_band", "mostly_expected_anyway", "within_usual_wobble", "has_a_healthy_band",
    "says_nothing_of_the_work", "no_comparison",
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kpi_has_its_words(lang: str) -> None:
    texts = catalogue(lang)
    parts = ("name", "short", "number", "unit_word", "definition")
    assert [f"kpi.{id}.{p}" for id in KPIS for p in parts if f"kpi.{id}.{p}" not in texts] == []
    assert [id for id in KPIS if texts[f"kpi.{id}.number"] not in ("one", "many")] == []
    assert [k.id for k in KPIS.values() if k.judged_on is not None for end in ("on", "name")
            if f"kpi.{k.id}.judged_{end}" not in texts] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_member_of_a_closed_list_has_a_word(lang: str) -> None:
    texts = catalogue(lang)
    assert [f"{g}.{m.value}" for g, members in LISTS.items() for m in members if f"{g}.{m.value}" not in texts] == []
    assert [f"{g}.{v}" for g, values in VOCABULARIES.items() for v in values if f"{g}.{v}" not in texts] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_of_a_verdict_has_a_whole_sentence_and_a_short_one(lang: str) -> None:
    texts = catalogue(lang)
    codes = {*BECAUSE, *_quoted(obstacles, r'Verdict\(Word\.\w+,\s*"(\w+)"'), "changed_in_loop", "changed_in_compared"}
    assert len(codes) > 15
    assert [c for c in codes for end in ("", ".short") if f"verdict.{c}{end}" not in texts] == []
    assert [n.value for n in NoLift for end in ("", ".short") if f"nolift.{n.value}{end}" not in texts] == []
    assert [r.value for r in Reason for end in ("", ".short") if f"reason.{r.value}{end}" not in texts] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_and_everything_that_stands_out_has_a_sentence(lang: str) -> None:
    texts = catalogue(lang)
    asked = _quoted(questions, r'Question\("(\w+)"')
    assert len(asked) > 5
    assert [c for c in asked - {"proven"} if f"question.{c}" not in texts and f"stands_out.{c}" not in texts] == []


def _quoted(module: object, pattern: str) -> set[str]:
    import inspect

    return set(re.findall(pattern, inspect.getsource(module)))  # type: ignore[arg-type]


def test_both_languages_have_the_same_ids_and_the_same_places() -> None:
    nl, en = catalogue("nl"), catalogue("en")
    assert set(nl) == set(en)
    assert [id for id in nl if _places(nl[id]) != _places(en[id])] == []


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_shouts_or_says_because_of_you(lang: str) -> None:
    texts = catalogue(lang)
    assert [id for id, text in texts.items() if not text.strip() or text != text.strip()] == []
    assert [id for id, text in texts.items() if "!" in text] == []
    assert [id for id, text in texts.items() if re.search(r"door jou\b|dankzij|thanks to|because of you", text)] == []
    assert [id for id, text in texts.items() if re.search(r"\bu\b|\buw\b", text.lower())] == []


def test_a_one_is_told_as_one() -> None:
    w = Words("nl")
    assert w("header.data.missing", n=1) == "1 dag zonder gegevens"
    assert w("header.data.missing", n=1200) == "1.200 dagen zonder gegevens"


def test_an_unknown_id_or_language_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        Words("nl")("no.such.id")
    with pytest.raises(KeyError):
        Words("xx")


def test_a_value_without_a_word_is_told_by_its_own_name() -> None:
    assert Words("en").of("network", "mastodon") == "mastodon"
