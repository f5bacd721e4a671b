"""Which browser belongs to which known person, and in which browser an application was completed, as hits told it."""

from __future__ import annotations

from ..core.facts import FACTS, FactTable, day, derived, ident, instant
from .bench import Bench, counted_hits

HITS = FACTS["web_hits"]

# Small tables beside the facts: they spare later derivations a search through all hits.
LINKS: FactTable = derived("links", "browser and person, from forms sent under consent", [
    ident("visitor", "the browser, of a lasting identity", required=True),
    ident("person", "keyed hash of an e-mail address; of several the smallest, so that all agree", required=True),
    day("day", "first day on which a form told it", required=True),
], source=("web_hits",), key=("visitor",), order=("visitor",))

COMPLETIONS: FactTable = derived("completions", "completed applications that the site could name", [
    ident("event", "the hit", required=True),
    ident("application", "the application", required=True),
    ident("visitor", "the browser", required=True),
    instant("at", "when", required=True),
    day("day", "local date", required=True),
], source=("web_hits",), key=("event",), order=("application", "at"))


def linked(hits: str) -> str:
    """SELECT of links from a relation of hits."""
    return (f"SELECT visitor, min(person) AS person, min(day) AS day FROM {hits} "
            "WHERE person IS NOT NULL AND identity = 'persistent' GROUP BY visitor")


def completed(hits: str) -> str:
    """SELECT of completions from a relation of hits."""
    return (f"SELECT h.event, h.application, h.visitor, h.at, h.day FROM {hits} AS h "
            "WHERE kind = 'application_complete' AND application IS NOT NULL")


class Links:
    """The derivation of `links`. Leaves `changed_links` (visitor, was, person): `was` empty for a new link."""

    table, version, bases = LINKS, 1, LINKS.derived_from

    def rebuild(self, bench: Bench) -> None:
        bench.replace_all(LINKS, bench.keep("new_links", linked(counted_hits(bench, bench.source(HITS)))))

    def refresh(self, bench: Bench) -> None:
        fresh = linked(counted_hits(bench, bench.added(HITS)))
        bench.keep("changed_links", f"""
            SELECT n.visitor, o.person AS was, least(n.person, coalesce(o.person, n.person)) AS person,
              least(n.day, coalesce(o.day, n.day)) AS day, o.day AS was_day
            FROM ({fresh}) AS n LEFT JOIN {bench.source(LINKS)} AS o ON o.visitor = n.visitor
            WHERE o.person IS NULL OR n.person < o.person OR n.day < o.day""")
        months = {m for m, in bench.ask(
            "SELECT DISTINCT strftime(was_day, '%Y-%m') FROM changed_links WHERE was_day IS NOT NULL")}
        bench.patch(LINKS, months, "changed_links",
                    "EXISTS (SELECT 1 FROM changed_links AS c WHERE c.visitor = e.visitor)")


class Completions:
    """The derivation of `completions`: hits are never taken back, so a batch only adds."""

    table, version, bases = COMPLETIONS, 1, COMPLETIONS.derived_from

    def rebuild(self, bench: Bench) -> None:
        bench.replace_all(COMPLETIONS, bench.keep("new_completions",
                                                  completed(counted_hits(bench, bench.source(HITS)))))

    def refresh(self, bench: Bench) -> None:
        fresh = bench.keep("new_completions", completed(counted_hits(bench, bench.added(HITS))))
        bench.patch(COMPLETIONS, [], fresh, "FALSE")
