"""Papers that the law asks for, filled from the settings and the store as they are: drafts for a lawyer to look at."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from ..store.planfile import write_whole
from ..workspace import Workspace
from .overview import Overview, overview

PAPERS = ("dpia", "verwerkingsregister", "verwerkersovereenkomst-bijlage", "privacyverklaring")
LANGUAGES = ("nl", "en")


def documents(workspace: Workspace, out: Path) -> list[Path]:
    """Write every paper in both languages into a folder; what was there under the same name is replaced."""
    found = overview(workspace)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for lang in LANGUAGES:
        for paper in PAPERS:
            path = out / f"{paper}.{lang}.md"
            write_whole(path, filled(workspace, found, paper, lang).encode())
            written.append(path)
    workspace.note("documents", files=len(written))
    return written


def filled(workspace: Workspace, found: Overview, paper: str, lang: str) -> str:
    """One paper with this client's own settings in it; what only the client knows is marked to be filled in."""
    s = workspace.settings
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    template = environment.from_string((files(__package__) / "papers" / lang / f"{paper}.md").read_text(encoding="utf-8"))
    todo = "[INVULLEN]" if lang == "nl" else "[TO FILL IN]"
    parties = {k: s.parties.get(k) or todo for k in ("controller", "contact", "processor", "purpose")}
    if "controller" not in s.parties:
        parties["controller"] = s.name
    return template.render(
        o=found, s=s, parties=parties, kept=found.kept, kinds={k.name: k for k in found.kinds},
        hosts=", ".join(s.own_hosts) or todo, todo=todo, sources=_sources(workspace),
        consent={k: f"{round(v * 100)} %" for k, v in found.consent.items()}).rstrip() + "\n"


def _sources(workspace: Workspace) -> list[str]:
    """The sources that told anything so far."""
    return sorted({entry.source for entry in workspace.lake.history() if entry.source})
