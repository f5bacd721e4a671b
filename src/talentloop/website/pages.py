"""What a page is: its type, vacancy and content, by the client's rules first and by the usual words of careers sites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..core.intake import Context, PageRule
from ..core.vocabulary import PAGE_TYPES

# The first that matches decides. Words as careers sites use them, Dutch and English.
SEGMENT = r"(?:^|/)"
END = r"(?:/|$|\.(?:html?|php|aspx?))"
VACANCY_WORDS = r"(?:vacatures?|vacancy|vacancies|jobs?|openings|positions?|functies?|offres?|stellen)"
TYPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple((name, re.compile(pattern, re.I)) for name, pattern in (
    ("thank_you", SEGMENT + r"(?:bedankt|dank-?je-?wel|thank-?you|thanks|bevestiging|confirmation|success)" + END),
    ("form", SEGMENT + r"(?:solliciteren|solliciteer|sollicitatie(?:formulier)?|apply|apply-now|applications?(?:-form)?|"
                       r"inschrijven|aanmelden|job-?alert)" + END),
    ("job", SEGMENT + VACANCY_WORDS + r"/(?!(?:search|zoeken|page|pagina|categor|alle|all)(?:/|$))[^/]{3,}"),
    ("job_list", SEGMENT + r"(?:" + VACANCY_WORDS + r"|job-?search|vacatures?-zoeken|zoeken)" + END),
    ("team", SEGMENT + r"(?:teams?|collega'?s|medewerkers|people|our-people|onze-mensen|afdelingen?)" + END),
    ("content", SEGMENT + r"(?:blogs?|verhalen|verhaal|stories|story|nieuws|news|artikel(?:en)?|articles?|magazine|"
                          r"over-ons|about(?:-us)?|arbeidsvoorwaarden|benefits|cultuur|culture|werken-bij|life-at|"
                          r"vestigingen|locaties|ontwikkeling|traineeships?|stages?|faq)" + END),
))
HOME = re.compile(r"^/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:index\.(?:html?|php|aspx?))?$|"
                  r"^/(?:home|werken-?bij|careers?)/?$", re.I)
VACANCY = re.compile(SEGMENT + VACANCY_WORDS + r"/([^/]{3,})", re.I)

ABOUT = ("page", "page_type", "content", "evp_theme", "persona", "vacancy")  # columns of facts that a page fills


@dataclass(frozen=True)
class Page:
    """A page as the facts want it."""

    path: str
    page_type: str
    content: str | None = None
    evp_theme: str | None = None
    vacancy: str | None = None
    persona: str | None = None

    @property
    def about(self) -> tuple[str | None, ...]:
        """ABOUT, in its order."""
        return self.path, self.page_type, self.content, self.evp_theme, self.persona, self.vacancy


def usual_type(path: str) -> str:
    """Type of a page by the words in its path, `other` when none is known."""
    if HOME.match(path):
        return "home"
    return next((name for name, pattern in TYPES if pattern.search(path)), "other")


@dataclass(frozen=True)
class Marked:
    """What a page says of itself in its own marks (`data-` attributes), where it does."""

    page_type: str | None = None
    content: str | None = None
    evp_theme: str | None = None
    vacancy: str | None = None


UNMARKED = Marked()


def page(path: str, rules: tuple[PageRule, ...] = (), marked: Marked = UNMARKED) -> Page:
    """What the page at `path` is. Each of type, content, theme and persona comes from the first rule that gives it,
    else from the page's own marks, else from the words in its path; a vacancy in the path goes before one in the marks.
    """
    given: dict[str, str] = {}
    for rule in rules:
        if rule.pattern.search(path):
            for name in ("page_type", "content", "evp_theme", "persona"):
                value = getattr(rule, name)
                if value is not None:
                    given.setdefault(name, value)
    page_type = given.get("page_type") or (marked.page_type if marked.page_type in PAGE_TYPES else usual_type(path))
    vacancy = VACANCY.search(path) if page_type in ("job", "form", "thank_you") else None
    return Page(path, page_type, given.get("content") or marked.content or _content(path, page_type),
                given.get("evp_theme") or marked.evp_theme, vacancy.group(1) if vacancy else marked.vacancy,
                given.get("persona"))


def _content(path: str, page_type: str) -> str | None:
    """The name of a content item is its last path segment."""
    if page_type not in ("content", "team"):
        return None
    return path.rstrip("/").rpartition("/")[2] or None


class Pages:
    """Pages of one client, each looked at once."""

    def __init__(self, context: Context, remembered: int = 100_000) -> None:
        self.of = lru_cache(remembered)(lambda path, marked=UNMARKED: page(path, context.page_rules, marked))
