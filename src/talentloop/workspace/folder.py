"""The folder of one client: what it holds, and who may change its plan meanwhile."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Self

from ..assess.priors import read_prior
from ..calendars.nl import workdays
from ..core.baseline import Baseline
from ..core.errors import LoopRule, NoWorkspace, UnknownName
from ..core.loop import Loop
from ..core.standing import Standing
from ..core.workdays import Workdays
from ..engine.duckdb import DuckEngine, Remembered
from ..engine.kept_moves import MovesKept
from ..engine.lake import Lake
from ..privacy import definitions
from ..privacy.audit import AuditLog, Entry
from ..privacy.forgotten import Tombstones
from ..privacy.keys import Keyring, open_key
from ..privacy.pseudonyms import Pseudonyms
from ..stats.prior import Prior
from ..store.baselines import read_baselines
from ..store.planfile import Plan, read_plan, write_whole
from ..store.settings import Settings, read_settings

SETTINGS, PLAN, BASELINE, STORE, ARCHIVE = "client.toml", "plan.toml", "baseline.json", "facts", "archive.json"
AUDIT, KEYS = "audit.jsonl", "keys"
TEMPLATE = Path(__file__).parent.parent / "store" / "client_template.toml"

ANSWERS = Remembered(2_000_000)  # of this process, of all its clients: some hundred MB at the very most


class Folder:
    """What stands in the folder of one client, read and never changed but for the audit log.

    `who` is whoever uses it, as the audit log writes it: cli:<number of the user>, user:<number> in the web.
    """

    who = f"cli:{os.getuid()}"

    def __init__(self, path: str | Path = ".") -> None:
        self.path = Path(path)
        if not (self.path / SETTINGS).exists():
            raise NoWorkspace("no_workspace", where=str(self.path))

    @classmethod
    def create(cls, path: str | Path, name: str | None = None) -> Self:
        """A new workspace with a client.toml to fill in; an existing one is never touched."""
        folder = Path(path)
        if (folder / SETTINGS).exists():
            raise NoWorkspace("workspace_exists", where=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        text = TEMPLATE.read_text(encoding="utf-8").format(name=(name or folder.resolve().name).replace('"', "'"))
        write_whole(folder / SETTINGS, text.encode())
        return cls(folder)

    @classmethod
    def find(cls, start: str | Path | None = None) -> Self:
        """The workspace here or in the nearest folder above."""
        here = Path(start or ".").resolve()
        for folder in (here, *here.parents):
            if (folder / SETTINGS).exists():
                return cls(folder)
        raise NoWorkspace("no_workspace", where=str(here))

    @cached_property
    def settings(self) -> Settings:
        return read_settings(self.path / SETTINGS)

    @property
    def plan(self) -> Plan:
        return read_plan(self.path / PLAN)

    @property
    def baseline(self) -> Baseline | None:
        """The 0-meting in force: the last one frozen."""
        frozen = read_baselines(self.path / BASELINE)
        return frozen[-1] if frozen else None

    @property
    def standing(self) -> Standing:
        """The windows over which parts of this client may be told."""
        rules = self.settings
        return Standing.of_plan(self.plan.loops, self.baseline, self.today, rules.smallest_cell, rules.pools)

    @cached_property
    def prior(self) -> Prior | None:
        """The usual wobble of other series, as [stats] names it; None for the one that comes with the product."""
        return read_prior(self.path / self.settings.prior) if self.settings.prior else None

    @cached_property
    def lake(self) -> Lake:
        return Lake(self.path / STORE, record=self.settings.record, forgotten=lambda: self.tombstones.all())

    @cached_property
    def keyring(self) -> Keyring:
        """The keys of the pseudonyms, where [privacy] keys says, else beside the facts in `keys`."""
        return Keyring(self.path / (self.settings.keys or KEYS))

    @property
    def pseudonyms(self) -> Pseudonyms:
        """What turns an address or a browser into the id that the facts know it by, with the keys in force."""
        return self.keyring.pseudonyms(self.lake.catalog.state().keys)

    @cached_property
    def tombstones(self) -> Tombstones:
        """Ids that may not come back."""
        folder = self.keyring.folder
        return Tombstones(folder / "forgotten.bin", open_key(folder / "forgotten.key"), lambda: self.pseudonyms)

    @cached_property
    def audit(self) -> AuditLog:
        """What was done with this client's data, by whom."""
        folder = self.keyring.folder
        return AuditLog(self.path / AUDIT, open_key(folder / "audit.key"), folder / "audit.head")

    def note(self, what: str, behalf: str = "", **facts: str | int | float | bool | None) -> Entry:
        """Write down in the audit log what was done (see privacy/audit.py), and before it what changed in client.toml."""
        definitions.note_changed(self.audit, self.who, what, self.path / SETTINGS, self.keyring.folder / "settings.json")
        return self.audit.write(self.who, what, behalf, **facts)

    def moves_kept(self, way: int) -> MovesKept:
        """To be laid around a change that takes people out of the facts: so that the pools of the loops still add up."""
        baseline = self.baseline
        return MovesKept([x.period for x in self.plan.loops], self.today, way, [baseline.period.end] if baseline else [])

    @property
    def engine(self) -> DuckEngine:
        return DuckEngine(self.lake, remembered=ANSWERS)

    @property
    def today(self) -> date:
        """Today in the client's zone, or the day that the settings fix."""
        return self.settings.as_of or datetime.now(self.settings.zone).date()

    @cached_property
    def calendar(self) -> Workdays:
        return workdays(range(self.today.year - 5, self.today.year + 3))

    def loop(self, number: int | None = None) -> Loop:
        """A loop by number; without one the last that has started, else the first."""
        plan = self.plan
        if number is not None:
            found = plan.loop(number)
            if found is None:
                raise UnknownName("unknown_loop", name=number, near=", ".join(str(x.number) for x in plan.loops))
            return found
        if not plan.loops:
            raise LoopRule("no_loops_yet")
        begun = [x for x in plan.loops if x.period.start <= self.today]
        return begun[-1] if begun else plan.loops[0]
