"""`talentloop privacy …`: what is kept, access and erasure, retention, keys, papers, and the audit log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ..custody import consent, keys, requests, retention
from ..custody.documents import documents
from ..custody.overview import overview
from ..workspace import Workspace
from . import collecting, guarded, show
from .parse import as_date
from .speak import help_text, language
from .verbs import Verbs

privacy = Verbs("privacy", no_args_is_help=True)
Where = Annotated[Path | None, typer.Option("--workspace", "-w", help=help_text("workspace"), show_default=False)]
Json = Annotated[bool, typer.Option("--json", help=help_text("json"))]
Lang = Annotated[str | None, typer.Option("--lang", help=help_text("lang"), show_default=False)]
Contacts = Annotated[list[str] | None, typer.Option("--email", help=help_text("privacy_email"), show_default=False)]
Browsers = Annotated[list[str] | None, typer.Option("--visitor", help=help_text("privacy_visitor"), show_default=False)]
Behalf = Annotated[str, typer.Option("--on-behalf-of", help=help_text("privacy_behalf"))]


def _opened(path: Path | None) -> Workspace:
    return Workspace(path) if path else Workspace.find()


def _answer(value: Any, as_json: bool, text: Callable[[Any], None], to_json: Callable[[Any], Any]) -> None:
    show.as_json(to_json(value)) if as_json else text(value)


@privacy.command("report", help=help_text("privacy_report"))
def report(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    _answer(overview(home), json, lambda x: guarded.overview(x, language(home, lang)), guarded.overview_json)


@privacy.command("access", help=help_text("privacy_access"))
def access(email: Contacts = None, visitor: Browsers = None, workspace: Where = None, behalf: Behalf = "",
           out: Annotated[Path | None, typer.Option("--out", help=help_text("privacy_out"))] = None, json: Json = False,
           lang: Lang = None) -> None:
    home = _opened(workspace)
    with collecting.spool_empty(home, needed=False):
        found = requests.access(home, email or (), visitor or (), behalf)
    if out:
        show.to_file(guarded.access_json(found), out)
    _answer(found, json, lambda x: guarded.access(x, language(home, lang)), guarded.access_json)


@privacy.command("erase", help=help_text("privacy_erase"))
def erase(email: Contacts = None, visitor: Browsers = None, workspace: Where = None, behalf: Behalf = "",
          objects: Annotated[bool, typer.Option("--objects", help=help_text("privacy_objects"))] = False,
          json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    with collecting.spool_empty(home, needed=False):
        found = requests.erase(home, email or (), visitor or (), objects, behalf)
    _answer(found, json, lambda x: guarded.erased(x, language(home, lang)), guarded.erased_json)
    raise typer.Exit(0 if found.proof.clean else 1)


@privacy.command("retention", help=help_text("privacy_retention"))
def retain(workspace: Where = None, json: Json = False, lang: Lang = None,
           really: Annotated[bool, typer.Option("--really", help=help_text("privacy_really"))] = False) -> None:
    home = _opened(workspace)
    _answer(retention.retain(home, really), json, lambda x: guarded.retained(x, language(home, lang)),
            guarded.retained_json)


@privacy.command("consent", help=help_text("privacy_consent"))
def consented(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    with collecting.spool_empty(home, needed=False):
        found = consent.consented(home)
    _answer(found, json, lambda x: guarded.consented(x, language(home, lang)), guarded.consented_json)


@privacy.command("consent-text", help=help_text("privacy_consent_text"))
def consent_text(nl: Annotated[Path, typer.Option("--nl", help=help_text("privacy_text_nl"))],
                 en: Annotated[Path, typer.Option("--en", help=help_text("privacy_text_en"))],
                 start: Annotated[str | None, typer.Option("--from", help=help_text("privacy_text_from"),
                                                           show_default=False)] = None,
                 workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    added = consent.add_text(home, nl.read_text(encoding="utf-8"), en.read_text(encoding="utf-8"),
                             as_date(start) if start else None)
    _answer(added, json, lambda x: guarded.text_added(x, language(home, lang)), guarded.text_json)


@privacy.command("rotate-key", help=help_text("privacy_rotate"))
def rotate_key(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    with collecting.spool_empty(home, needed=True):
        found = keys.rotate(home)
    _answer(found, json, lambda x: guarded.rotated(x, language(home, lang)), guarded.rotated_json)


@privacy.command("destroy-keys", help=help_text("privacy_destroy"))
def destroy_keys(confirm: Annotated[str, typer.Option("--confirm", help=help_text("privacy_confirm"))] = "",
                 workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    with collecting.spool_empty(home, needed=True):
        found = keys.destroy(home, confirm)
    _answer(found, json, lambda x: guarded.destroyed(x, language(home, lang)), guarded.destroyed_json)


@privacy.command("documents", help=help_text("privacy_documents"))
def write_documents(out: Annotated[Path, typer.Option("--out", help=help_text("privacy_documents_out"))],
                    workspace: Where = None, json: Json = False) -> None:
    home = _opened(workspace)
    written = documents(home, out)
    _answer(written, json, lambda x: show.listed([str(p) for p in x]), lambda x: {"files": [str(p) for p in x]})


@privacy.command("log", help=help_text("privacy_log"))
def log(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    found = list(home.audit.entries()), home.audit.check()
    _answer(found, json, lambda x: guarded.log(x, language(home, lang)), guarded.log_json)
    raise typer.Exit(0 if found[1].whole else 1)
