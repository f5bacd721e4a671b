"""Erasures asked for now and done later: whom they are about lies sealed beside the keys until then, and nowhere else."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..privacy.keys import open_key
from ..privacy.sealed import Sealed
from ..workspace import Workspace
from .requests import Erased, erase_subject, named, stays_out_until
from .subject import Subject, completed

FOLDER = "erasing"


def order(workspace: Workspace, contacts: Sequence[str], browsers: Sequence[str], objects: bool, behalf: str) -> str:
    """The number of an erasure that is to be done by `fulfil`. From now on nothing of this person comes in any more.

    Errors: LoopRule when nobody is named.
    """
    subject, until = named(workspace, contacts, browsers), stays_out_until(workspace, objects)
    workspace.tombstones.add(subject.ids, until)
    number = secrets.token_hex(8)
    told = {"persons": sorted(subject.persons), "visitors": sorted(subject.visitors), "objects": objects,
            "until": until and until.isoformat(), "behalf": behalf, "who": workspace.who,
            "keys": workspace.pseudonyms.keys}
    _box(workspace, number).write(json.dumps(told).encode())
    return number


def waiting(workspace: Workspace) -> list[str]:
    """Numbers of the erasures that are not done yet."""
    return sorted(path.stem for path in _folder(workspace).glob("*.bin"))


def fulfil(workspace: Workspace, number: str, said: Sequence[str] = (),
           told: Callable[[int], None] = lambda hundredths: None) -> Erased | None:
    """Do it, as whoever asked for it; None when it was done before. `told` hears how far it is.

    `said` is what was typed, where that is still known: the proof then looks for it as well as for the ids.
    """
    raw = _box(workspace, number).read()
    if raw is None:
        return None
    asked = json.loads(raw)
    workspace.who = asked["who"]
    until = date.fromisoformat(asked["until"]) if asked["until"] else None
    subject = completed(workspace, _subject(workspace, asked))
    told(5)
    done = erase_subject(workspace, subject, until, asked["behalf"], said, asked["objects"], told=told)
    _path(workspace, number).unlink(missing_ok=True)
    return done


def forget(workspace: Workspace) -> None:
    """Nobody can be found any more, so that nobody can be erased: the keys are gone."""
    for number in waiting(workspace):
        _path(workspace, number).unlink(missing_ok=True)


def _subject(workspace: Workspace, asked: dict[str, Any]) -> Subject:
    """By the keys in force, which may be more than when it was asked for."""
    def now(ids: Sequence[int]) -> set[int]:
        return set(workspace.pseudonyms.all_rekeyed(ids, asked["keys"]))

    return Subject(now(asked["persons"]), visitors=now(asked["visitors"]))


def _folder(workspace: Workspace) -> Path:
    return workspace.keyring.folder / FOLDER


def _path(workspace: Workspace, number: str) -> Path:
    return _folder(workspace) / f"{number}.bin"


def _box(workspace: Workspace, number: str) -> Sealed:
    return Sealed(_path(workspace, number), open_key(workspace.keyring.folder / "forgotten.key"), "erasing")
