"""`talentloop connect …` and `talentloop fetch`: sources that give their data by themselves."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..core.connecting import Connection
from ..core.errors import FetchTrouble, TalentloopError, UnknownName
from ..core.taking import FileTaken
from ..sources import apis
from ..sources.api import Api
from ..workspace import Workspace
from . import connected, show
from .answers import exit_code
from .parse import as_date
from .speak import default_language, help_text, language, words
from .verbs import Verbs

connect = Verbs("connect", no_args_is_help=True)
Where = Annotated[Path | None, typer.Option("--workspace", "-w", help=help_text("workspace"), show_default=False)]
Json = Annotated[bool, typer.Option("--json", help=help_text("json"))]
Lang = Annotated[str | None, typer.Option("--lang", help=help_text("lang"), show_default=False)]
Since = Annotated[str | None, typer.Option("--since", help=help_text("fetch_since"), show_default=False)]
Until = Annotated[str | None, typer.Option("--until", help=help_text("fetch_until"), show_default=False)]
Told = Annotated[list[str] | None, typer.Option("--set", help=help_text("connect_set"), show_default=False)]
Name = Annotated[str, typer.Argument(help=help_text("connect_name"))]


def _opened(path: Path | None) -> Workspace:
    return Workspace(path) if path else Workspace.find()


@connect.command("add", help=help_text("connect_add"))
def add(source: Annotated[str, typer.Argument(help=help_text("connect_source"))],
        told: Told = None,
        since: Since = None, workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    api = apis().get(source)
    if api is None:
        raise UnknownName("no_such_api", name=source, near=", ".join(apis()))
    given = {**_settings(told or ()), **_secrets(api, language(home, lang))}
    made = home.connect(source, given, as_date(since) if since else None)
    show.as_json(connected.as_json(made)) if json else connected.added(made, language(home, lang))


@connect.command("list", help=help_text("connect_list"))
def listed(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    found = home.connections.all()
    if json:
        show.as_json({"connections": [connected.as_json(c) for c in found], "can": list(apis())})
    else:
        connected.table(found, language(home, lang))


@connect.command("test", help=help_text("connect_test"))
def test(name: Name, workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    tried = home.probe(name)
    show.as_json(connected.came_json(home.connections.get(name), tried.would)) if json else connected.tried(
        tried.would, language(home, lang))
    raise typer.Exit(exit_code([tried.would]))


@connect.command("pause", help=help_text("connect_pause"))
def pause(name: Name, workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    _changed(home := _opened(workspace), home.pause(name), json, lang)


@connect.command("resume", help=help_text("connect_resume"))
def resume(name: Name, workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    _changed(home := _opened(workspace), home.pause(name, False), json, lang)


@connect.command("key", help=help_text("connect_key"))
def key(name: Name, workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    found = home.connections.get(name)
    _changed(home, home.amend(name, _secrets(home.connections.api(found), language(home, lang))), json, lang)


def _changed(home: Workspace, now: Connection, json: bool, lang: str | None) -> None:
    show.as_json(connected.as_json(now)) if json else connected.table([now], language(home, lang))


@connect.command("remove", help=help_text("connect_remove"))
def remove(name: Name, workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    gone = home.disconnect(name)
    show.as_json(connected.as_json(gone)) if json else connected.removed(gone, language(home, lang))


def fetch(source: Annotated[list[str] | None, typer.Option("--source", "-s", help=help_text("fetch_source"),
                                                           show_default=False)] = None, since: Since = None,
          until: Until = None, workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = _opened(workspace)
    asked = [home.connections.get(name) for name in source] if source else [
        c for c in home.connections.all() if not c.paused]
    start, end = (as_date(day) if day else None for day in (since, until))
    came: list[tuple[Connection, FileTaken | FetchTrouble]] = []
    for one in asked:
        with connected.fetching(one, quiet=json, lang=language(home, lang)) as tell:
            try:
                came.append((one, home.fetch(one.id, start, tell, end)))
            except FetchTrouble as error:
                came.append((one, error))
    if json:
        show.as_json({"fetched": [connected.came_json(c, x) for c, x in came]})
    else:
        connected.fetched(came, language(home, lang))
    raise typer.Exit(_worst(came))


def _worst(came: Sequence[tuple[Connection, FileTaken | FetchTrouble]]) -> int:
    failed = [x.exit_code for _, x in came if isinstance(x, TalentloopError)]
    return failed[0] if failed else exit_code([x for _, x in came if isinstance(x, FileTaken)])


def _settings(told: Sequence[str]) -> dict[str, str]:
    """`name=value`, as often as needed. Errors: UnknownName for what is no such thing."""
    found = {}
    for text in told:
        name, equals, value = text.partition("=")
        if not equals:
            raise UnknownName("not_a_setting", name=text.strip(), near="account=123456")
        found[name.strip()] = value
    return found


def _secrets(api: Api, lang: str) -> Mapping[str, str]:
    """Asked without showing what is typed; from a pipe a line each. Never from the command line, which others can see."""
    w, hidden = words(lang or default_language()), [f for f in api.fields if f.secret]
    if not sys.stdin.isatty():
        return {f.name: line.strip() for f, line in zip(hidden, sys.stdin.read().splitlines(), strict=False)}
    return {f.name: typer.prompt(w(f"connect.{api.source}.{f.name}"), None if f.needed else "", hide_input=True,
                                 show_default=False, err=True) for f in hidden}
