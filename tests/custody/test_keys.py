"""Keys: changed without a figure changing, readable whatever happens meanwhile, and destroyed for good."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from talentloop.core.errors import KeyTrouble, StoreTrouble
from talentloop.core.intake import Batch
from talentloop.custody.keys import destroy, rotate
from talentloop.custody.requests import access
from talentloop.custody.search import search
from talentloop.workspace import Workspace

from .home import ANNA, figures, made, take


def test_after_a_rotation_every_figure_is_the_same_and_no_old_number_is_left(tmp_path: Path) -> None:
    home = made(tmp_path / "w")
    before, old = figures(home), home.pseudonyms("person", ANNA)
    done = rotate(home)
    fresh = Workspace(home.path)
    assert figures(fresh) == before and done.key.number == 2 and sum(done.rows.values()) > 0
    assert fresh.pseudonyms("person", ANNA) != old and search(fresh, [old]).clean
    assert not search(fresh, [fresh.pseudonyms("person", ANNA)]).clean
    assert {"applications", "leads", "web_hits", "touches"} <= set(access(fresh, [ANNA]).rows)
    rotate(fresh)
    assert figures(Workspace(home.path)) == before and access(Workspace(home.path), [ANNA]).rows


def test_the_same_people_are_known_again_after_it(tmp_path: Path) -> None:
    home = made(tmp_path / "w")
    before = figures(home)
    rotate(home)
    take(Workspace(home.path), 30, "2")
    assert figures(Workspace(home.path)) == before


def test_made_anew_after_it_the_derived_rows_are_the_same(tmp_path: Path) -> None:
    from talentloop.people import DERIVATIONS

    home = made(tmp_path / "w")
    rotate(home)
    before = figures(home)
    home.lake.refresh(DERIVATIONS, anew=True)
    assert figures(home) == before


@pytest.mark.parametrize("at", ["announce", "swap", "done"])
def test_a_rotation_that_is_killed_leaves_a_store_that_can_be_read(tmp_path: Path, at: str) -> None:
    """kill -9 as it tells which tables move, just before the swap, and just after it."""
    home = made(tmp_path / "w")
    before = figures(home)
    script = f"""
import os, signal
from talentloop.custody.keys import rotate
from talentloop.engine.catalog import Catalog
from talentloop.workspace import Workspace
Catalog.{at} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
rotate(Workspace({str(home.path)!r}))"""
    assert subprocess.run([sys.executable, "-c", script]).returncode == -signal.SIGKILL
    fresh = Workspace(home.path)
    assert figures(fresh) == before and access(fresh, [ANNA]).rows
    assert fresh.lake.catalog.state().keys == (2 if at == "done" else 1)
    rotate(fresh)
    assert figures(Workspace(home.path)) == before and access(Workspace(home.path), [ANNA]).rows


def test_what_was_read_before_a_rotation_is_not_taken_after_it(tmp_path: Path) -> None:
    home = made(tmp_path / "w")
    context = home.context
    rotate(home)
    from datetime import datetime

    with pytest.raises(StoreTrouble) as told:
        home.lake.take(Batch("late", "mapping", datetime(2026, 9, 1), iter([]), keys=context.keys))
    assert told.value.code == "keys_changed"


def test_keys_are_destroyed_only_when_it_is_meant_and_then_nobody_is_found(tmp_path: Path) -> None:
    home = made(tmp_path / "w")
    before, key = figures(home), home.keyring.path(1).read_bytes()
    with pytest.raises(KeyTrouble) as told:
        destroy(home, "yes")
    assert told.value.code == "key_confirm" and access(home, [ANNA]).rows
    done = destroy(home, "Zorggroep Test")
    assert done.proof.clean and done.proof.files > 10 and len(done.keys) == 1
    assert all(key not in f.read_bytes() for f in home.path.rglob("*") if f.is_file())
    fresh = Workspace(home.path)
    assert figures(fresh) == before  # what was counted stays countable
    for ask in (lambda: access(fresh, [ANNA]), lambda: fresh.context, lambda: destroy(fresh, "Zorggroep Test")):
        with pytest.raises(KeyTrouble) as told:
            ask()
        assert told.value.code == "key_destroyed"
    assert fresh.audit.check().whole and "key_destroyed" in {e.what for e in fresh.audit.entries()}


def test_keys_may_lie_elsewhere_and_are_the_owner_s_alone(tmp_path: Path) -> None:
    home = made(tmp_path / "w")
    settings = home.path / "client.toml"
    os.rename(home.path / "keys", tmp_path / "vault")
    settings.write_text(settings.read_text().replace("[privacy]\n", '[privacy]\nkeys = "../vault"\n', 1))
    fresh = Workspace(home.path)
    assert access(fresh, [ANNA]).rows and not (home.path / "keys").exists()
    assert all(f.stat().st_mode & 0o077 == 0 for f in (tmp_path / "vault").glob("*.key"))
