"""Applications let go after the procedure: they count on as they were judged, and nothing leads to a person any more."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import numpy as np

from ..core.facts import FACTS
from ..core.moves import UNKNOWN
from ..engine.erasure import empty, keep_ids, remove
from ..engine.work import Work, columns, months_in
from ..people import DERIVATIONS
from ..people.detached import DETACHED
from ..people.links import COMPLETIONS, LINKS
from ..workspace import Workspace

APPLICATIONS, COUNTED, HITS, JOBS, CONSENTS = (
    FACTS[n] for n in ("applications", "counted_applications", "web_hits", "jobs", "consent_log"))
# Of an application let go these cells stay, in both tables; all others are emptied or filled at random.
STAY = {"day", "job_family", "location", "channel", "network", "campaign", "tracked", "origin", "test", "source",
        "fetched_at", "provisional_until", "provenance", "tier", "source_said", "days_to_invite", "days_to_hire"}
STAGES = {"reviewed_day", "invited_day", "interview_day", "offer_day", "hired_day", "rejected_day", "withdrawn_day",
          "closed_day", "start_day"}
# The last thing that happened, once the procedure ended.
OVER = ("CASE WHEN coalesce(e.hired_day, e.rejected_day, e.withdrawn_day) IS NOT NULL THEN greatest(e.day, "
        "e.reviewed_day, e.invited_day, e.interview_day, e.offer_day, e.hired_day, e.rejected_day, e.withdrawn_day) END")


def due_on(workspace: Workspace) -> str:
    """Condition: an application (alias `e`) of which the time is over, and that nobody agreed to keep for longer."""
    return f"({over_on(workspace)} AND NOT {agreed_on(workspace)})"


def over_on(workspace: Workspace) -> str:
    """Condition: its time is over, by the procedure's end or by its own age."""
    kept, today = workspace.settings.kept, f"DATE '{workspace.today}'"
    days, months = kept["applications_days"], kept["open_applications_months"]
    return (f"(e.candidate <> e.application AND ({OVER} + INTERVAL '{days}' DAY <= {today} "
            f"OR ({OVER} IS NULL AND e.day + INTERVAL '{months}' MONTH <= {today})))")


def agreed_on(workspace: Workspace) -> str:
    """Condition: the candidate agreed less than a year ago to be kept, and did not say otherwise since."""
    log = workspace.lake.now().source(CONSENTS)
    theirs = "(k.application = e.application OR k.candidate = e.candidate OR k.person = e.person)"
    held = f"k.day + INTERVAL '{workspace.settings.kept['consented_applications_months']}' MONTH"
    return (f"coalesce((SELECT max_by(k.act = 'granted' AND {held} > DATE '{workspace.today}', (k.day, k.fetched_at)) "
            f"FROM {log} AS k WHERE k.about = 'keeping' AND {theirs}), FALSE)")


def detach(workspace: Workspace, due: str) -> Mapping[str, int]:
    """Let every application go that is due, as one commit; tombstones keep imports from bringing it back."""
    with workspace.lake.asking() as (ask, now):
        ids = [id for id, in ask(f"SELECT application FROM {now.source(APPLICATIONS)} AS e WHERE {due}").fetchall()]
    if not ids:
        return {}
    workspace.tombstones.add(ids, None, detached=True)
    kept = workspace.moves_kept(UNKNOWN)
    return workspace.lake.change("detach", "detach", kept.around(lambda work: _let_go(work, ids)), DERIVATIONS,
                                 last=kept.keep)


def _let_go(work: Work, ids: list[int]) -> dict[str, int]:
    numbers = dict(zip(ids, _random(len(ids)), strict=True))
    work.put("numbers", {"old": np.array(list(numbers)), "new": np.array(list(numbers.values()))})
    keep_ids(work, "let_go", ids)
    theirs = "e.application IN (SELECT id FROM let_go)"
    work.keep("removed_applications",
              f"SELECT {columns(APPLICATIONS)} FROM {work.source(APPLICATIONS)} AS e WHERE {theirs}")
    kept = f"SELECT application FROM {work.source(COUNTED)} AS e WHERE {theirs}"
    _keep_judged(work, theirs)
    work.keep("incoming_applications", f"SELECT {_stripped(APPLICATIONS.names)} FROM removed_applications AS e "
              f"JOIN numbers ON numbers.old = e.application WHERE e.application IN ({kept})")
    for month in months_in(work.con, "removed_applications", "day"):
        work.patch(APPLICATIONS, [month], _of_month("incoming_applications", month), theirs)
    changed = {"applications": len(ids), "web_hits": empty(work, HITS, ["application"], theirs),
               "jobs": empty(work, JOBS, ["application"], theirs), "completions": remove(work, COMPLETIONS, theirs)}
    changed["links"] = empty(work, LINKS, ["application"], theirs)
    changed["consent_log"] = remove(work, CONSENTS, f"({theirs} OR e.candidate IN (SELECT candidate FROM "
                                    "removed_applications))")
    return {name: n for name, n in changed.items() if n}


def _keep_judged(work: Work, theirs: str) -> None:
    """Their rows of counted_applications as they were judged, under a number that says nothing."""
    work.keep("let_go_judged", f"SELECT {_stripped(COUNTED.names)} FROM {work.source(COUNTED)} AS e "
              f"JOIN numbers ON numbers.old = e.application WHERE {theirs}")
    for month in months_in(work.con, "let_go_judged", "day"):
        work.append(DETACHED, month, f"SELECT * FROM {_of_month('let_go_judged', month)}")


def _stripped(names: tuple[str, ...]) -> str:
    """The cells of a row that is let go. A number at random stands where an id is required."""
    cells = {"application": "numbers.new", "candidate": "numbers.new", "batch": "'detached'"}
    return ", ".join(f'{cells.get(n) or (f"e.{n}" if n in STAY | STAGES else "NULL")} AS "{n}"' for n in names)


def _of_month(name: str, month: str) -> str:
    return f"(SELECT * FROM {name} WHERE strftime(day, '%Y-%m') = '{month}')"


def _random(count: int) -> list[int]:
    return [secrets.randbits(64) - 2 ** 63 for _ in range(count)]
