"""Keys changed and destroyed: pseudonyms re-keyed as one commit, or every link to a person cut at once."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.errors import KeyTrouble
from ..engine.erasure import rekey
from ..engine.work import Work
from ..privacy.keys import KeyInfo
from ..privacy.pseudonyms import Pseudonyms
from ..workspace import Workspace
from . import ordered
from .search import Searched, search
from .tables import OF_SEVERAL, WITH_IDS

LINKS = next(d.table for d in OF_SEVERAL if d.table.name == "links")


@dataclass(frozen=True)
class Rotated:
    """The key that is in force now, rows that were re-keyed per table, and how many links between a browser and an
    address there were before and after it."""

    key: KeyInfo
    rows: dict[str, int]
    files: int
    links: tuple[int, int]


@dataclass(frozen=True)
class Destroyed:
    """The keys that are gone, and what a search for their bytes found."""

    keys: tuple[KeyInfo, ...]
    proof: Searched


def rotate(workspace: Workspace) -> Rotated:
    """Lay a new key over those in force and re-key every pseudonym in the facts.

    The catalog's swap makes both count at once: cut off before it, the old keys are in force and the new one waits.
    """
    in_force = workspace.lake.catalog.state().keys
    fresh, links = workspace.keyring.next(in_force), workspace.lake.now().rows(LINKS)
    rows = workspace.lake.change("rekey", f"key {fresh.keys}", lambda work: _rekey(work, fresh, in_force), OF_SEVERAL,
                                 anew=True, keys=fresh.keys)
    files = workspace.lake.vacuum(0)
    key = workspace.keyring.known()[fresh.keys - 1]
    workspace.note("key_rotated", key=key.id, keys=fresh.keys, rows=sum(rows.values()), files=files)
    return Rotated(key, dict(rows), files, (links, workspace.lake.now().rows(LINKS)))


def _rekey(work: Work, fresh: Pseudonyms, in_force: int) -> dict[str, int]:
    made_anew = {d.table.name for d in OF_SEVERAL}
    return {name: n for name, table in WITH_IDS.items() if name not in made_anew
            and (n := rekey(work, table, lambda ids: fresh.all_rekeyed(ids, in_force)))}


def destroy(workspace: Workspace, confirmation: str) -> Destroyed:
    """Destroy every key of this client's pseudonyms; `confirmation` is the client's name, spelled out.

    What lies in the facts stays countable, and can never again be led back to anyone by an address or a browser.
    """
    if confirmation != workspace.settings.name:
        raise KeyTrouble("key_confirm", name=workspace.settings.name)
    workspace.pseudonyms  # noqa: B018 - a store whose keys are gone already has nothing to destroy
    secrets = [workspace.keyring.path(k.number).read_bytes() for k in workspace.keyring.known()]
    keys = workspace.keyring.destroy()
    workspace.tombstones.path.unlink(missing_ok=True)
    ordered.forget(workspace)
    proof = search(workspace, (), (), secrets)
    workspace.note("key_destroyed", keys=len(keys), last=keys[-1].id, searched_files=proof.files,
                   searched_bytes=proof.bytes, found=len(proof.found))
    return Destroyed(keys, proof)

