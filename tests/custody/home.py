"""A small workspace with applicants, their leads, and hits of their browsers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.core.kpis import find
from talentloop.core.period import Period
from talentloop.people import DERIVATIONS
from talentloop.workspace import Workspace

MAPPINGS = """
[[file]]
match = "leads*.csv"
fact = "leads"
columns = { day = "Datum", person = "E-mail", kind = "Soort" }
words = { kind = { alert = "job_alert" } }

[[file]]
match = "sollicitaties*.csv"
fact = "applications"

[file.columns]
application = "Nummer"
day = "Ontvangen"
email = "E-mail"
vacancy = "Vacature"
rejected_day = "Afgewezen"
hired_day = "Aangenomen"
"""
TODAY = date(2026, 9, 30)
ANNA, BRAM = "anna@example.org", "bram@example.org"


def made(folder: Path, people: int = 30) -> Workspace:
    """`people` applicants with a lead and a browser each; Anna is the first, Bram the second."""
    home = Workspace.create(folder, "Zorggroep Test")
    text = (home.path / "client.toml").read_text()
    text = text.replace("[client]\n", f"[client]\nas_of = {TODAY}\n", 1)
    (home.path / "client.toml").write_text(text + MAPPINGS)
    take(home, people)
    return home


def on(home: Workspace, day: date, more: str = "") -> Workspace:
    """The workspace as it is opened on another day, with more settings under [privacy]."""
    path = home.path / "client.toml"
    text = re.sub(r"^as_of = .*$", f"as_of = {day}", path.read_text(), flags=re.M)
    path.write_text(text.replace("[privacy]\n", f"[privacy]\n{more}", 1))
    return Workspace(home.path)


def address(n: int) -> str:
    return (ANNA, BRAM)[n] if n < 2 else f"p{n}@example.org"


def exports(folder: Path, people: int, name: str = "1") -> list[Path]:
    """The client's own files; they lie outside the workspace."""
    leads, applications = folder / f"leads{name}.csv", folder / f"sollicitaties{name}.csv"
    leads.write_text("Datum;E-mail;Soort\n" + "".join(
        f"{date(2026, 6, 1) + timedelta(days=n % 20):%d-%m-%Y};{address(n)};alert\n" for n in range(people)))
    applications.write_text("Nummer;Ontvangen;E-mail;Vacature;Afgewezen;Aangenomen\n" + "".join(
        f"A{n};{date(2026, 7, 1) + timedelta(days=n % 20):%d-%m-%Y};{address(n)};v{n % 3};"
        f"{'20-08-2026' if n % 2 == 0 else ''};{'10-09-2026' if n == 1 else ''}\n" for n in range(people)))
    return [leads, applications]


def take(home: Workspace, people: int = 30, name: str = "1") -> None:
    for taken in home.take(exports(home.path.parent, people, name)):
        assert not taken.problems, taken.problems
    hits(home, people, name)


def hits(home: Workspace, people: int, name: str = "1", day: datetime = datetime(2026, 7, 1, 9)) -> None:
    """Each browser comes twice; the second time it says who it is and applies."""
    pseudonym, rows = home.pseudonyms, []
    for n in range(people):
        for at, kind in ((day, "page_view"), (day + timedelta(days=n % 20), "application_complete")):
            rows.append({
                "event": pseudonym("event", f"{n} {kind} {at}"), "at": at, "day": at.date(),
                "visitor": pseudonym("visitor", f"cookie{n}"), "identity": "persistent", "consent": "full",
                "traffic_class": "human", "kind": kind, "page": "/vacatures/v1", "channel": "paid_social",
                "person": pseudonym("person", address(n)) if kind != "page_view" else None,
                "application": pseudonym("application", f"A{n}") if kind != "page_view" else None,
                "provenance": "measured"})
    columns = {c: [r[c] for r in rows] for c in rows[0]}
    batch = Batch(f"hits {name} {people} {day}", "tracker", datetime(2026, 9, 1), iter([Rows("web_hits", columns)]))
    home.lake.take(batch, DERIVATIONS)


def figures(home: Workspace, *names: str) -> dict[str, object]:
    """Figures over July to September, whole, as they are measured: small ones, which nobody is shown, too."""
    shown = names or ("visits", "unique_visitors", "applications_completed", "applications_traceable", "hires", "leads",
                      "pool_1", "pool_2")
    kpis, period = [find(name) for name in shown], Period(date(2026, 7, 1), date(2026, 9, 30))
    found = home.engine.measure([p for kpi in kpis for p in kpi.primitives], [period], daily=False)
    return {kpi.id: kpi.value(found, period) for kpi in kpis}
