"""Files into the facts of one client, and what reading them depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

from ..core.intake import Context
from ..core.taking import FileTaken
from ..taker import Taker
from .ahead import Ahead, worth_it
from .reading import Reading


class Taking(Reading):
    """What a workspace takes in."""

    def take(self, paths: Iterable[str | Path], progress: Callable[[Path, int], None] | None = None) -> list[FileTaken]:
        """Read every file into the facts, each whole or not at all; what is stated in client.toml goes along."""
        files = [Path(path) for path in paths]
        context = self.context
        with Ahead(self.path, files, context) if worth_it(files) else nullcontext() as opened:
            taker = Taker(self.lake, context, opened)
            taker.take_stated(self.settings.target_groups)
            found = [taker.take(path, progress) for path in files]
        for one in found:
            self.note("import", **one.noted)
        return found

    @property
    def context(self) -> Context:
        s, pseudonyms = self.settings, self.pseudonyms
        return Context(
            s.zone, pseudonyms, self.today, s.currency, s.own_hosts, s.internal_addresses,
            s.pages, s.files, s.stages, s.channels, s.events, pseudonyms.keys)
