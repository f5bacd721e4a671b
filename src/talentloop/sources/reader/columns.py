"""Declarative columns: fact column ← the headings it has in files, per language, and what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .style import CURRENCIES

CURRENCY_MARK = re.compile(r"\s*[(\[](?P<currency>[A-Z]{3}|€|\$|£)[)\]]\s*$")
INVISIBLE = re.compile("[\ufeff\u200b\u200e\u200f\u2060\0]")
PERSONAL = re.compile(
    r"\b(voor|achter|roep)?na[a]?m(en)?\b|\bvoorletters\b|\btussenvoegsel\b"
    r"|\b(first|last|full|sur|given|family|middle)[ _-]?name"
    r"|\bname\b|geboorte|\bbirth|\bdob\b|\bleeftijd\b|\bage\b|geslacht|gender|\bsex\b|nationaliteit|nationality|\bbsn\b"
    r"|telefoon|phone|mobiel|\badres|address|postcode|\bcv\b|motivatie|e-?mail", re.IGNORECASE)
# What recruiters and candidates wrote, and what is special in law: refused as well, whatever it is mapped to.
WRITTEN = re.compile(r"notitie|opmerking|\bnotes?\b|remark|\bcomments?\b|feedback|\bbrief\b|\bletter\b|cover[ _-]?letter|"
                     r"beoordeling|evaluati|\bresume\b|r[eé]sum[eé]|foto|photo|\bbio\b|burgerlijke|marital|religi|gelo+f|"
                     r"gezondheid|health|handicap|disab|etni|ethni|herkomst|afkomst|salaris|salary|iban|rekeningnummer|paspoort|"
                     r"passport|burgerservice|linkedin[ _-]?(url|profiel|profile)", re.IGNORECASE)
CONTACT = re.compile(r"mail|telefoon|phone|mobiel|\btel\b", re.IGNORECASE)
DUTCH = re.compile(r"datum|bedrag|kosten|kanaal|vacature|\bbron\b|\btot\b|vanaf|\bvan\b|omschrijving|leverancier|maand|"
                   r"soort|sollicit|ontvangen|aantal|doelgroep|dienst|fase|geopend|vervuld|groep|cijfer", re.IGNORECASE)
NOT_A_PERSON = re.compile(r"campa|advert|\bad\b|account|vacatur|vacanc|job|functie|source|bron|bestand|file",
                          re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column of a file. `kind` names the parser of its cells (cells.PARSERS); `sign` marks headings that hardly any
    other source uses; `required` columns must be in every file."""

    kind: str
    headings: Mapping[str, tuple[str, ...]]
    required: bool = False
    sign: bool = False

    @property
    def expected(self) -> str:
        """Its headings, for a problem."""
        return " / ".join(dict.fromkeys(h for names in self.headings.values() for h in names))

    @cached_property
    def synonyms(self) -> Mapping[str, frozenset[str]]:
        """Its headings made plain, as they are declared → the languages that call it so; every source is asked for every
        line that may be a heading, so that this is worked out once."""
        languages: dict[str, set[str]] = {}
        for spoken, names in self.headings.items():
            for heading in names:
                languages.setdefault(plain(heading), set()).add(spoken)
        return {name: frozenset(spoken) for name, spoken in languages.items()}


Names = str | Sequence[str]


def column(kind: str, nl: Names = (), en: Names = (), de: Names = (), *, required: bool = False,
           sign: bool = False) -> Column:
    """A column of `kind` with its headings in Dutch, English and German; upper case, blanks and a currency in
    brackets do not matter."""
    languages = {"nl": nl, "en": en, "de": de}
    return Column(kind, {k: (v,) if isinstance(v, str) else tuple(v) for k, v in languages.items() if v}, required, sign)


def text(nl: Names = (), en: Names = (), de: Names = (), **more: bool) -> Column:
    return column("text", nl, en, de, **more)


def identifier(nl: Names = (), en: Names = (), de: Names = (), **more: bool) -> Column:
    return column("identifier", nl, en, de, **more)


def count(nl: Names = (), en: Names = (), de: Names = (), **more: bool) -> Column:
    return column("count", nl, en, de, **more)


def money(nl: Names = (), en: Names = (), de: Names = (), **more: bool) -> Column:
    return column("money", nl, en, de, **more)


def day(nl: Names = (), en: Names = (), de: Names = (), **more: bool) -> Column:
    return column("day", nl, en, de, **more)


def until(nl: Names = (), en: Names = (), de: Names = (), **more: bool) -> Column:
    """A day that may lie ahead, like the end of a report on this month."""
    return column("until", nl, en, de, **more)


def plain(heading: object) -> str:
    """A heading without what people and spreadsheets change in it: case, blanks, invisible signs, currency."""
    bare = INVISIBLE.sub("", str(heading)).replace("\u00a0", " ").replace("–", "-")
    return " ".join(CURRENCY_MARK.sub("", bare.strip()).split()).strip("\"'").casefold()


def currency_in(heading: object) -> str | None:
    """The currency that a heading ends with in brackets: Amount spent (EUR)."""
    match = CURRENCY_MARK.search(str(heading).strip())
    return CURRENCIES.get(match["currency"], match["currency"]) if match else None


def is_personal(heading: object) -> bool:
    """Headings of what we never read: names, birth dates, gender, addresses."""
    bare = str(heading)
    return bool(PERSONAL.search(bare)) and not NOT_A_PERSON.search(bare)


def is_written(heading: object) -> bool:
    """Headings of notes, letters and special data about a person, which no table about people may ask for."""
    return bool(WRITTEN.search(str(heading)))


def is_contact(heading: object) -> bool:
    """Headings of e-mail addresses and telephone numbers, which become a pseudonym at once."""
    return bool(CONTACT.search(str(heading)))


@dataclass(frozen=True)
class Place:
    """Where a column was found: index in the line, heading as written, languages that call it so."""

    index: int
    heading: str
    languages: frozenset[str]


def match(line: Sequence[Any], columns: Mapping[str, Column]) -> dict[str, Place]:
    """Which of the columns stand in a line of headings; of several synonyms the one that is declared first."""
    at: dict[str, int] = {}
    for index, cell in enumerate(line):
        if cell is not None:
            at.setdefault(plain(cell), index)
    return {name: place for name, one in columns.items() if (place := _find(one, at, line))}


def _find(one: Column, at: Mapping[str, int], line: Sequence[Any]) -> Place | None:
    for synonym, languages in one.synonyms.items():
        if synonym in at:
            return Place(at[synonym], str(line[at[synonym]]).strip(), languages)
    return None


def language(places: Mapping[str, Place], heading: Sequence[str] = ()) -> str:
    """The language that most headings are in; a heading that several languages share tells little, and headings of the
    client's own are looked through for Dutch words."""
    if not any(p.languages & {"nl", "en", "de"} for p in places.values()):
        return "nl" if any(map(DUTCH.search, heading)) else "en"
    votes = {k: sum(1 / len(p.languages) for p in places.values() if k in p.languages) for k in ("en", "nl", "de")}
    return max(votes, key=lambda k: votes[k])
