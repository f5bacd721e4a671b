"""The words of every language: a folder of catalogues per language, by message id, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from babel.messages.pofile import read_po

LANGUAGES: Mapping[str, str] = {"nl": "nl_NL", "en": "en_GB"}  # language → locale of its numbers and dates


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Message id → text. An unknown language is a KeyError: the list above is the whole of them."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    parts = [part for part in (files(__package__) / lang).iterdir() if part.name.endswith(".po")]
    return {id: text for part in parts for id, text in _texts(part).items()}


def _texts(part: Traversable) -> Mapping[str, str]:
    with part.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}
