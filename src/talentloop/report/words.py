"""Words in the reader's language: sentences by their id, filled in, and the numbers in them written its way."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from ..core.kpi import Kpi
from ..core.loop import Loop
from ..locale import LANGUAGES, catalogue
from .numbers import Numbers


class Words:
    """`w("id", name="…")` is the sentence of that id with its places filled in.

    Places take texts as they are; whole numbers are written the language's way. Where the place is `n`, the number is
    1 and there is an id with `.one`, that is the sentence. An id that does not exist is a KeyError: ids are ours.
    """

    def __init__(self, lang: str, currency: str = "EUR") -> None:
        self.lang = lang
        self._texts = catalogue(lang)
        self.numbers = Numbers(LANGUAGES[lang], currency, self._texts)

    def __call__(self, id: str, **facts: object) -> str:
        if facts.get("n") == 1 and f"{id}.one" in self._texts:
            id = f"{id}.one"
        text = self._texts[id].format(**{name: self._written(value) for name, value in facts.items()})
        return text.replace("..", ".").replace(".**.", ".**")  # a sentence that ends in an abbreviation

    def _written(self, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.numbers.count(value)
        return value

    def raw(self, id: str) -> str:
        """The sentence of that id with its places still open."""
        return self._texts[id]

    def has(self, id: str) -> bool:
        return id in self._texts

    def first(self, *ids: str) -> str:
        """The first of these ids that has words; the last one must."""
        return next((id for id in ids if id in self._texts), ids[-1])

    def of(self, group: str, value: object) -> str:
        """The word of one value in a list (channel, network, kind of change); its own name where we have none."""
        name = str(value.value if isinstance(value, Enum) else value)
        return self._texts.get(f"{group}.{name}", name)

    def name(self, kpi: Kpi) -> str:
        return self._texts[f"kpi.{kpi.id}.name"]

    def short(self, kpi: Kpi) -> str:
        """Its name as it stands in a sentence."""
        return self._texts[f"kpi.{kpi.id}.short"]

    def number_of(self, kpi: Kpi) -> str:
        """`one` or `many`: does its name take a singular or a plural verb?"""
        return self._texts[f"kpi.{kpi.id}.number"]

    def listed(self, names: Sequence[str], most: int = 4) -> str:
        """a, b en c; past `most` names, how many more there are."""
        if len(names) > most:
            return self("number.more", names=", ".join(names[:most]), n=len(names) - most)
        if len(names) < 2:
            return "".join(names)
        return self("number.and", most=", ".join(names[:-1]), last=names[-1])

    @staticmethod
    def capital(text: str) -> str:
        return text[:1].upper() + text[1:]

    def inside(self, name: str) -> str:
        """A name as it stands within a sentence: its first letter small, unless it is an abbreviation or a name."""
        return name if name[:2].isupper() or not name[:1].isupper() else name[0].lower() + name[1:]


def names_of(loop: Loop) -> str:
    """Focus and primary KPI of a loop as every language says them, to be searched in."""
    texts = [catalogue(lang) for lang in LANGUAGES]
    return " ".join(t[f"focus.{loop.focus.value}"] + " " + t[f"kpi.{loop.primary}.name"] for t in texts)
