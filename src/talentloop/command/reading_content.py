"""What a program may read of content and campaign links: pages, the rules that say what they are, links to mend."""

from __future__ import annotations

from collections.abc import Sequence

from ..content.library import Caught, Library, Read
from ..core.measurement import CannotSay, Figure, Reason
from ..report.words import Words
from ..website.campaigns import Noticed, Seen, noticed, untold
from .reading import Plain, said


def content(found: Library, smallest: int, lang: str) -> Plain:
    """Pages of the last twelve months, most read first; how often is only told from `smallest` times on."""
    w = Words(lang)
    return {"pages": [_page(w, p, smallest) for p in found.pages], "rules": [_rule(w, c, smallest) for c in found.rules],
            "without_rule": len(found.unruled)}


def _page(w: Words, p: Read, smallest: int) -> Plain:
    return {"path": p.path, "type": p.page_type, "content": p.content, "theme": p.theme, "persona": p.persona,
            "ruled": p.ruled, "views": _views(w, p.views, smallest)}


def _rule(w: Words, c: Caught, smallest: int) -> Plain:
    rule = c.rule
    return {"pattern": rule.pattern.pattern, "type": rule.page_type, "content": rule.content, "theme": rule.evp_theme,
            "persona": rule.persona, "pages": c.pages, "views": _views(w, c.views, smallest)}


def _views(w: Words, views: int, smallest: int) -> Plain:
    few = 0 < views < smallest
    return said(w, CannotSay(Reason.TOO_FEW) if few else Figure(float(views)))


def links(seen: Sequence[Seen], smallest: int, lang: str) -> Plain:
    """What is worth mending in campaign links as visits came through them, the most visits first."""
    w, (found, hidden), (through, unknown) = Words(lang), noticed(seen, smallest), untold(seen)
    return {"noticed": [_noticed(w, x) for x in found], "too_few_to_show": hidden > 0,
            "visits": _views(w, through, smallest), "visits_untold": _views(w, unknown, smallest)}


def _noticed(w: Words, found: Noticed) -> Plain:
    _, _, amiss, todo = noticed_said(w, found)
    return {"code": found.code, "part": found.part, "names": list(found.names), "better": found.better or None,
            "visits": found.visits, "amiss": amiss, "to_do": todo}


def noticed_said(w: Words, found: Noticed) -> tuple[str, str, str, str]:
    """Which part of links a finding is about, what stands there, what is amiss with it and what to do."""
    about = "campaign" if found.code == "lacks" else found.part
    names = w.listed([f"‘{name}’" for name in found.names])
    told = {"part": f"utm_{found.part}", "better": found.better}
    return (w.of("links", about), names, w(f"links.noticed.{found.code}", **told),
            w(f"links.todo.{found.code}", **told))
