"""What somebody else changed in the plan while a form lay open: told piece by piece, so that nothing gets lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from ....core.kpis import find
from ....core.loop import Loop
from ....report.words import Words
from ....store.planfile import Plan


@dataclass(frozen=True)
class Piece:
    """One thing that stands in the plan; `says` names the sentence, and `thing` is what it tells of."""

    says: str
    loop: Loop | None
    thing: object

    @property
    def mark(self) -> str:
        """Ten letters that are another's as soon as anything of it is different."""
        number = self.loop.number if self.loop else 0
        return sha256(repr((self.says, number, self.thing)).encode()).hexdigest()[:10]


def pieces(plan: Plan) -> Iterator[Piece]:
    if plan.baseline:
        yield Piece("baseline", None, plan.baseline)
    for loop in plan.loops:
        yield Piece("loop", loop, replace(loop, targets=(), changes=(), closing=None, planned_visits={}))
        yield from (Piece("target", loop, target) for target in loop.targets)
        yield from (Piece("visits", loop, visits) for visits in sorted(loop.planned_visits.items()))
        yield from (Piece("change", loop, change) for change in loop.changes)
        if loop.closing:
            yield Piece("closing", loop, loop.closing)


def trace(plan: Plan) -> str:
    """The marks of all pieces: goes along in a form, beside the version."""
    return " ".join(piece.mark for piece in pieces(plan))


def told(w: Words, before: str, plan: Plan) -> list[str]:
    """What is new or different since a form with this trace was handed out, and how much of it is gone."""
    known = set(before.split())
    here = {piece.mark: piece for piece in pieces(plan)}
    said = [_sentence(w, piece) for mark, piece in here.items() if mark not in known]
    if not said and known - set(here):
        said.append(w("web.plan.moved.gone"))
    return said


def _sentence(w: Words, piece: Piece) -> str:
    thing, number = piece.thing, piece.loop.number if piece.loop else 0
    match piece.says:
        case "baseline":
            return w("web.plan.moved.baseline", period=w.numbers.period(thing))  # type: ignore[arg-type]
        case "loop":
            return w("web.plan.moved.loop", number=number, strategy=getattr(thing, "strategy", ""))
        case "target":
            return w("web.plan.moved.target", number=number, name=w.name(find(getattr(thing, "kpi", ""))))
        case "visits":
            return w("web.plan.moved.visits", number=number)
        case "change":
            return w("web.plan.moved.change", number=number, what=getattr(thing, "what", ""),
                     day=w.numbers.day(thing.day))  # type: ignore[attr-defined]
        case _:
            return w("web.plan.moved.closing", number=number, lesson=getattr(thing, "lesson", ""))
