"""Files into the facts of one client, and what reading them depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ..core.intake import Context
from ..core.taking import FileTaken
from ..taker import Taker
from .reading import Reading


class Taking(Reading):
    """What a workspace takes in."""

    def take(self, paths: Iterable[str | Path], progress: Callable[[Path, int], None] | None = None) -> list[FileTaken]:
        """Read every file into the facts, each whole or not at all; what is stated in client.toml goes along."""
        taker = Taker(self.lake, self.context)
        taker.take_stated(self.settings.target_groups)
        found = [taker.take(Path(path), progress) for path in paths]
        for one in found:
            self.note("import", **one.noted)
        return found

    @property
    def context(self) -> Context:
        s, pseudonyms = self.settings, self.pseudonyms
        return Context(
            s.zone, pseudonyms, self.today, s.currency, s.own_hosts, s.internal_addresses,
            s.pages, s.files, s.stages, s.channels, s.events, pseudonyms.keys)
