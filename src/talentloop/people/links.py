"""Who was the first to say who they are in a browser, and in which browser an application was completed."""

from __future__ import annotations

from ..core.facts import FACTS, FactTable, day, derived, ident, instant
from .bench import Bench, counted_hits

HITS = FACTS["web_hits"]

# Small tables beside the facts: they spare later derivations a search through all hits.
LINKS: FactTable = derived("links", "browser and who was the first to say who they are in it, under consent", [
    ident("visitor", "the browser, of a lasting identity", required=True),
    ident("person", "keyed hash of the e-mail address given in that form"),
    ident("application", "application completed at that moment, where the site can name it"),
    instant("at", "when", required=True),
    day("day", "local date", required=True),
], source=("web_hits",), key=("visitor",), order=("visitor",))

COMPLETIONS: FactTable = derived("completions", "completed applications that the site could name", [
    ident("event", "the hit", required=True),
    ident("application", "the application", required=True),
    ident("visitor", "the browser", required=True),
    instant("at", "when", required=True),
    day("day", "local date", required=True),
], source=("web_hits",), key=("event",), order=("application", "at"))


def linked(hits: str) -> str:
    """SELECT of links from a relation of hits: per browser what was told at the first moment at which anything was.

    A browser that more people use stays with the first of them; the others keep the ids that they have elsewhere.
    """
    return f"""
WITH claims AS (
  SELECT visitor, "at", day, person, CASE WHEN kind = 'application_complete' THEN application END AS application
  FROM {hits} WHERE identity = 'persistent' AND consent = 'full'
    AND (person IS NOT NULL OR (kind = 'application_complete' AND application IS NOT NULL))),
firsts AS (SELECT *, min("at") OVER (PARTITION BY visitor) AS first_at FROM claims)
SELECT visitor, min(person) AS person, min(application) AS application, min("at") AS "at", min(day) AS day
FROM firsts WHERE "at" = first_at GROUP BY visitor"""


def completed(hits: str) -> str:
    """SELECT of completions from a relation of hits."""
    return (f"SELECT h.event, h.application, h.visitor, h.at, h.day FROM {hits} AS h "
            "WHERE kind = 'application_complete' AND application IS NOT NULL")


class Links:
    """The derivation of `links`. Leaves `changed_links`: the rows that are new or say something else than before."""

    table, version, bases = LINKS, 2, LINKS.derived_from

    def rebuild(self, bench: Bench) -> None:
        bench.replace_all(LINKS, bench.keep("new_links", linked(counted_hits(bench, bench.source(HITS)))))

    def refresh(self, bench: Bench) -> None:
        fresh = linked(counted_hits(bench, bench.added(HITS)))
        bench.keep("fresh_links", f"""
            SELECT n.visitor, n.person, n.application, n.at, n.day, o.at AS was_at, o.day AS was_day,
              o.person AS was_person, o.application AS was_application
            FROM ({fresh}) AS n LEFT JOIN {bench.source(LINKS)} AS o ON o.visitor = n.visitor
            WHERE o.visitor IS NULL OR n.at <= o.at""")
        earlier = "was_at IS NULL OR \"at\" < was_at"
        both = ", ".join(f"CASE WHEN {earlier} THEN {c} ELSE least({c}, was_{c}) END AS {c}"
                         for c in ("person", "application", "day"))
        bench.keep("changed_links", f'SELECT visitor, "at", {both} FROM fresh_links')
        months = {m for m, in bench.ask(
            "SELECT DISTINCT strftime(was_day, '%Y-%m') FROM fresh_links WHERE was_day IS NOT NULL")}
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
