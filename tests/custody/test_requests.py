"""Access and erasure: everything of one person and of nobody else; gone means gone from every byte, and stays so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from talentloop.core.errors import LoopRule
from talentloop.custody.requests import access, erase
from talentloop.custody.search import search
from talentloop.custody.subject import asked, completed
from talentloop.people import DERIVATIONS
from talentloop.workspace import Workspace

from .home import ANNA, BRAM, figures, hits, made, take


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return made(tmp_path / "w")


def test_access_gives_every_row_of_the_person_and_none_of_another(home: Workspace) -> None:
    found = access(home, [ANNA.upper() + " "])
    assert {name: len(rows) for name, rows in found.rows.items() if name in ("leads", "applications", "web_hits")} == {
        "leads": 1, "applications": 1, "web_hits": 2}
    assert found.rows["applications"][0]["rejected_day"] == "2026-08-20"
    other = access(home, [BRAM])
    assert not found.known_as.ids & other.known_as.ids
    assert access(home, ["nobody@example.org"]).empty
    assert {e.what for e in home.audit.entries()} >= {"access"} and ANNA not in home.audit.path.read_text()


def test_by_the_number_in_the_cookie_only_that_browser_is_meant(home: Workspace) -> None:
    found = access(home, browsers=["cookie0"])
    assert len(found.rows["web_hits"]) == 2 and "applications" not in found.rows and "leads" not in found.rows


def test_nobody_named_is_refused(home: Workspace) -> None:
    with pytest.raises(LoopRule):
        erase(home, [" "])


def test_erased_is_gone_from_every_byte(home: Workspace) -> None:
    subject = completed(home, asked([ANNA], [], home.pseudonyms))
    assert len(subject.ids) == 4 and not search(home, subject.ids).clean  # the search does find what is there
    done = erase(home, [ANNA], behalf="zaak-12")
    assert done.rows["applications"] == 1 and done.rows["leads"] == 1 and done.rows["web_hits"] == 2
    assert done.proof.clean and done.proof.files > 10
    assert search(home, subject.ids, [ANNA]).clean and access(home, [ANNA]).empty
    entry = [e for e in home.audit.entries() if e.what == "erase"][-1]
    assert entry.behalf == "zaak-12" and entry.facts["found"] == 0


def test_others_keep_everything_and_derived_rows_are_as_if_made_anew(home: Workspace) -> None:
    others = {name: len(rows) for name, rows in access(home, [BRAM]).rows.items()}
    erase(home, [ANNA])
    assert {name: len(rows) for name, rows in access(home, [BRAM]).rows.items()} == others
    found = figures(home)
    assert found["applications_completed"].value == 29 and found["unique_visitors"].value == 29
    home.lake.refresh(DERIVATIONS, anew=True)
    assert figures(home) == found


def test_an_import_does_not_bring_the_person_back(home: Workspace) -> None:
    subject = completed(home, asked([ANNA], [], home.pseudonyms))
    erase(home, [ANNA])
    take(home, 31, "2")  # a fresh export with everybody in it, and one more
    assert search(home, subject.ids).clean and access(home, [ANNA]).empty
    assert figures(home)["applications_completed"].value == 30


def test_a_rotation_keeps_the_tombstones(home: Workspace) -> None:
    from talentloop.custody.keys import rotate

    erase(home, [ANNA])
    rotate(home)
    fresh = Workspace(home.path)
    take(fresh, 31, "2")
    assert access(fresh, [ANNA]).empty and access(fresh, [BRAM]).rows


@pytest.mark.parametrize(("objects", "back"), [(False, True), (True, False)])
def test_who_comes_back_later_is_new_unless_they_objected(home: Workspace, objects: bool, back: bool) -> None:
    erase(home, [ANNA], objects=objects)
    hits(home, 1, "later", datetime(2026, 10, 5, 9))
    assert bool(access(home, [ANNA]).rows) is back


def test_a_shared_browser_goes_and_the_other_person_stays(home: Workspace) -> None:
    """Bram left his address in Anna's browser: his application and lead are his, the browser's hits are hers."""
    from talentloop.core.facts import Rows
    from talentloop.core.intake import Batch

    p, at = home.pseudonyms, datetime(2026, 8, 1, 9)
    row = {"event": 1, "at": at, "day": at.date(), "visitor": p("visitor", "cookie0"), "identity": "persistent",
           "consent": "full", "traffic_class": "human", "kind": "lead_submit", "person": p("person", BRAM),
           "provenance": "measured"}
    told = Rows("web_hits", {k: [v] for k, v in row.items()})
    home.lake.take(Batch("shared", "tracker", at, iter([told])), DERIVATIONS)
    subject = completed(home, asked([ANNA], [], p))
    assert p("person", BRAM) not in subject.ids
    done = erase(home, [ANNA])
    assert done.proof.clean
    kept = access(home, [BRAM])
    assert len(kept.rows["applications"]) == 1 and len(kept.rows["leads"]) == 1 and kept.rows["touches"]


def test_the_client_s_own_export_in_the_folder_is_told(home: Workspace) -> None:
    (home.path / "export.csv").write_text(f"E-mail\n{ANNA}\n")
    assert erase(home, [ANNA]).proof.found == ("export.csv",)
