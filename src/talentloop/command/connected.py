"""What connections and fetching say: as text in the reader's language, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..core.connecting import Connection, Fetch
from ..core.errors import FetchTrouble, Problem
from ..core.taking import FileTaken
from ..report.filling import error_sentence, problem_sentence
from ..report.words import Words
from . import answers, show
from .speak import words


def name_of(w: Words, one: Connection) -> str:
    """A source in words, with what tells it from another of the same."""
    apart = [v for n, v in {**one.options, **one.shown}.items() if n != "address" or one.source == "address"]
    return f"{w.of('connect.name', one.source)} {apart[0] if apart else one.id}"


def added(one: Connection, lang: str) -> None:
    show.listed([words(lang)("connect.added", name=name_of(words(lang), one), number=one.id,
                             day=words(lang).numbers.day(one.since))])


def removed(one: Connection, lang: str) -> None:
    show.listed([words(lang)("connect.removed", name=name_of(words(lang), one))])


def table(found: Sequence[Connection], lang: str) -> None:
    w = words(lang)
    if not found:
        return show.listed([w("connect.none")])
    for one in found:
        show.listed([f"{one.id}  {name_of(w, one)} · {stands(w, one)}"])


def stands(w: Words, one: Connection) -> str:
    """How the last time of asking went."""
    if one.paused:
        return w("connect.paused")
    if one.last is None:
        return w("connect.never")
    day = w.numbers.day(one.last.at.date())
    return w("connect.failed", day=day, why=why(w, one.last)) if one.last.failed else w(
        "connect.good", day=day, rows=one.last.rows)


def why(w: Words, last: Fetch) -> str:
    """What went wrong and what to do."""
    if last.problem:
        return problem_sentence(w, Problem(**last.problem))
    return error_sentence(w, FetchTrouble(last.code, **last.facts))


@contextmanager
def fetching(one: Connection, quiet: bool, lang: str) -> Iterator[Callable[[int, int], None]]:
    """A line with the pages and bytes that have come, and the time that passed."""
    if quiet:
        yield lambda pages, size: None
        return
    w = words(lang)
    with show.bar() as bar:
        task = bar.add_task(name_of(w, one), total=None, said="")
        yield lambda pages, size: bar.update(task, said=w("connect.pages", n=pages, kb=size >> 10))


def tried(would: FileTaken, lang: str) -> None:
    show.taken([would], lang)
    show.listed([words(lang)("connect.tried")])


def fetched(came: Sequence[tuple[Connection, FileTaken | FetchTrouble]], lang: str) -> None:
    w = words(lang)
    if not came:
        show.listed([w("connect.nothing")])
    files = [x for _, x in came if isinstance(x, FileTaken)]
    if files:
        show.taken(files, lang)
    show.listed([f"✗ {name_of(w, one)}: {error_sentence(w, x)}" for one, x in came if isinstance(x, FetchTrouble)])


def as_json(one: Connection) -> dict[str, Any]:
    return {"id": one.id, "source": one.source, "options": dict(one.options), "secrets": dict(one.shown),
            "since": one.since.isoformat(), "paused": one.paused, "made": one.made.isoformat(), "last": _last(one.last)}


def _last(last: Fetch | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {"at": last.at.isoformat(), "outcome": last.outcome, "code": last.code or None, "rows": last.rows,
            "batch": last.batch or None, "until": last.until.isoformat() if last.until else None}


def came_json(one: Connection, came: FileTaken | FetchTrouble) -> dict[str, Any]:
    told = {"connection": one.id, "source": one.source}
    if isinstance(came, FetchTrouble):
        return {**told, "outcome": "failed", "error": {"code": came.code, **{k: str(v) for k, v in came.facts.items()}}}
    return {**told, **{k: v for k, v in answers.file(came).items() if k not in ("file", "source")}}
