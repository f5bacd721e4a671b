"""Pages that were read in the last twelve months, and which of the client's rules says what each of them is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..core.errors import BadInput
from ..core.facts import FACTS
from ..core.intake import PageRule
from ..core.scrub import scrub
from ..core.vocabulary import PAGE_TYPES
from ..store.settings_change import change_settings
from ..website.pages import page
from ..workspace import SETTINGS, Workspace

YEAR = timedelta(days=365)
HOW = ("is", "starts", "contains")


@dataclass(frozen=True)
class Read:
    """A page with its views, and what the rules in force make of it."""

    path: str
    views: int
    page_type: str
    content: str | None
    theme: str | None
    persona: str | None
    ruled: bool  # does a rule say its type?


@dataclass(frozen=True)
class Caught:
    """One rule with the pages of which it says something. `lost` are pages that it fits and of which earlier rules say
    it all; `above` is the place that it would have to stand on to say it, where that is worth telling."""

    rule: PageRule
    pages: int
    views: int
    lost: int = 0
    above: int | None = None


@dataclass(frozen=True)
class Library:
    """`pages` most read first; `rules` in the order in which they are asked."""

    pages: tuple[Read, ...]
    rules: tuple[Caught, ...]

    @property
    def unruled(self) -> tuple[Read, ...]:
        return tuple(p for p in self.pages if not p.ruled)


def library(home: Workspace) -> Library:
    """Everything read in the last twelve months under the rules in client.toml."""
    read, rules = _read(home), home.settings.pages
    pages = tuple(_under(path, views, rules) for path, views in read)
    return Library(pages, tuple(_caught(number, rules, read) for number in range(len(rules))))


def would_catch(home: Workspace, rule: PageRule) -> tuple[str, ...]:
    """The pages that a rule would fit, most read first."""
    return tuple(path for path, _ in _read(home) if rule.pattern.search(path))


def rule_of(how: str, path: str, page_type: str = "", theme: str = "", content: str = "", persona: str = "") -> PageRule:
    """A rule as people think of one: this very page, pages that start so, pages with this in their path.

    Errors: BadInput when it says nothing of a page, or holds something that leads to a person.
    """
    path = path.strip()
    says_something = page_type or theme or content or persona
    if how not in HOW or not path or not says_something or (page_type and page_type not in PAGE_TYPES):
        raise BadInput("rule_incomplete")
    if any(scrub(text) != text for text in (path, theme, content, persona)):
        raise BadInput("rule_names_a_person")
    path = path if how == "contains" or path.startswith("/") else f"/{path}"
    literal = re.escape(path).replace(r"\-", "-")
    pattern = {"is": f"^{re.escape(path.rstrip('/')).replace(chr(92) + '-', '-')}/?$", "starts": f"^{literal}",
               "contains": literal}[how]
    return PageRule(re.compile(pattern), page_type or None, content.strip() or None, theme.strip() or None,
                    persona.strip() or None)


def add_rule(home: Workspace, rule: PageRule, version: str, number: int = 0) -> None:
    """Put a rule before all others, so that it wins, or before that of this place; in client.toml, and in the audit log
    as a definition."""
    rules = home.settings.pages
    _write(home, (*rules[:number], rule, *rules[number:]), version)


def remove_rule(home: Workspace, number: int, version: str) -> PageRule:
    """Take out a rule by its place, counted from 0; the file must still be the one that was looked at."""
    rules = home.settings.pages
    if not 0 <= number < len(rules):
        raise BadInput("rule_incomplete")
    _write(home, rules[:number] + rules[number + 1:], version)
    return rules[number]


def move_rule(home: Workspace, number: int, to: int, version: str) -> None:
    """Put a rule on another place, counted from 0 without it; the file must still be the one that was looked at."""
    rules = home.settings.pages
    if not (0 <= number < len(rules) and 0 <= to < len(rules)):
        raise BadInput("rule_incomplete")
    others = rules[:number] + rules[number + 1:]
    _write(home, (*others[:to], rules[number], *others[to:]), version)


def _read(home: Workspace) -> list[tuple[str, int]]:
    with home.lake.asking() as (ask, now):
        reads = now.source(FACTS["page_reads"])
        return ask(f"SELECT page, CAST(sum(views) AS BIGINT) FROM {reads} WHERE traffic_class = 'human' AND day >= DATE "
                   f"'{home.today - YEAR}' GROUP BY page HAVING sum(views) > 0 ORDER BY sum(views) DESC, page").fetchall()


def _under(path: str, views: int, rules: Sequence[PageRule]) -> Read:
    made = page(path, tuple(rules))
    ruled = any(r.page_type and r.pattern.search(path) for r in rules)
    return Read(path, views, made.page_type, made.content, made.evp_theme, made.persona, ruled)


def _caught(number: int, rules: Sequence[PageRule], read: Sequence[tuple[str, int]]) -> Caught:
    rule, earlier = rules[number], rules[:number]
    fits = [(path, views) for path, views in read if rule.pattern.search(path)]
    taken = {path: first for path, _ in fits if (first := _taken(path, rule, earlier)) is not None}
    says = [views for path, views in fits if path not in taken]
    first = min(taken.values(), default=None)
    worth = first is not None and (not says or _loses_forms(rule, [rules[n] for n in taken.values()]))
    return Caught(rule, len(says), sum(says), len(taken), first if worth else None)


def _taken(path: str, rule: PageRule, earlier: Sequence[PageRule]) -> int | None:
    """The first earlier rule that fits, when earlier rules say all that this one would; else None."""
    fit = [n for n, other in enumerate(earlier) if other.pattern.search(path)]
    says = [name for name in ("page_type", "content", "evp_theme", "persona") if getattr(rule, name) is not None]
    all_said = all(any(getattr(earlier[n], name) is not None for n in fit) for name in says)
    return fit[0] if fit and all_said else None


def _loses_forms(rule: PageRule, to: Sequence[PageRule]) -> bool:
    """A form below a vacancy that is taken for one: then nobody ever seems to begin an application."""
    return rule.page_type == "form" and any(other.page_type == "job" for other in to)


def _write(home: Workspace, rules: Sequence[PageRule], version: str) -> None:
    def note(what: str, **facts: Any) -> None:
        home.note("definition", **facts)

    change_settings(home.path / SETTINGS, {"page": [as_toml(rule) for rule in rules]}, note, version)
    home.__dict__.pop("settings", None)  # read once; what was written counts from now on


def as_toml(rule: PageRule) -> Mapping[str, str]:
    """The rule as client.toml writes it."""
    said = {"pattern": rule.pattern.pattern, "type": rule.page_type, "content": rule.content, "theme": rule.evp_theme,
            "persona": rule.persona}
    return {key: value for key, value in said.items() if value}
