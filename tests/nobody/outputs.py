"""Every output of the product, found where it is declared: addresses, operations, tools and commands, never a list.

What cannot be found is what to ask with: `ASKED` says it per name of a parameter. A new output whose parameters are not
there raises `Unfed`, which says what to add. `SILENT` holds what answers with no figure at all, each with the reason.
"""

from __future__ import annotations

import inspect
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from click.testing import CliRunner
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver, reverse
from openpyxl import load_workbook

from bench.screens.addresses import patterns
from nobody import twins
from talentloop.assess.parts import about_people
from talentloop.cli import app
from talentloop.command import mcp
from talentloop.command.reading import ways
from talentloop.core.dimension import DIMENSIONS
from talentloop.core.kpis import in_use
from talentloop.core.kpis.pools import USUAL
from talentloop.custody.documents import PAPERS
from talentloop.store.app.roles import WITHOUT_CLIENT
from talentloop.web.access import right_of
from talentloop.workspace import Workspace

Output = tuple[str, str]  # where it stands, and what it says
LOOP = twins.LOOPS[1]
KPIS = in_use(USUAL)
PEOPLE = [id for id, kpi in KPIS.items() if about_people(kpi)]
HEADLINE = [id for id, kpi in KPIS.items() if kpi.headline]
WEEK = (LOOP.start, LOOP.start.replace(day=LOOP.start.day + 7))


class Unfed(AssertionError):
    """An output that the walk does not know how to ask for."""


# What stands for each parameter, by its name. Several values: all of them are asked.
ASKED: Mapping[str, Sequence[object]] = {
    "client": ["proef"], "slug": ["proef"], "number": [2], "kpi": HEADLINE, "form": ["csv", "json", "xlsx"],
    "name": [f"{paper}.{lang}.md" for paper in PAPERS for lang in ("nl", "en")], "lang": ["nl", "en"], "loop": [2],
    "start": [None], "end": [None], "by": [None],
    "mark": ["x"], "secret": ["x"], "source": ["address"], "connection": ["x"],
    "token": ["x"], "key": ["x"], "uidb36": ["x"],
}
# Addresses that are asked with a question behind them, by their name.
BEHIND: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "story": lambda said: (f"?by={by}" for by in _parts(said["kpi"])),
    "story_file": lambda said: (f"?by={by}" for by in _parts(said["kpi"]) if said["form"] == "json"),
    "loop_number": lambda said: itertools.chain(
        (f"?vs={vs}" for vs in ("previous", "baseline", "last_year", WEEK[0].replace(month=4, day=13))),
        (f"?by={by}" for by in DIMENSIONS), ("?dates=application",),
        ("?channel=email", "?channel=paid_social", "?campaign=klein", "?campaign=groot", "?vacancy=Piloot")),
    "content_count": lambda said: iter(("?path=/verhalen",)), "settings_trust": lambda said: iter(("?now=1",)),
}
# What tells no figure, or changes something, with the reason. `web:` + name, `cli:` + words.
SILENT: Mapping[str, str] = {
    "web:session_end": "ends a session", "web:pin": "pins a client on the start page",
    "web:language": "switches language",
    "web:data_take": "takes files in; what it answers is the data page", "web:data_drop": "drops an upload",
    "web:data_undo": "takes a file back; what it answers is the data page",
    "web:data_columns": "headings of a file of the user's own, and words of it",
    "web:data_tables_undo": "puts a table back",
    "web:data_amend": "changes a connection's key", "web:data_try": "asks another server for a page of its data",
    "web:data_confirm": "connects", "web:data_fetch": "fetches", "web:data_pause": "stops fetching",
    "web:data_disconnect": "disconnects",
    "web:settings_invitation": "withdraws an invitation", "web:settings_role": "changes a role",
    "web:settings_key_revoke": "revokes a key",
    "cli:init": "makes a folder", "cli:take": "reads a file of the user's own; its answer counts that file's rows",
    "cli:demo": "makes the demo", "cli:serve": "serves the pages that are walked",
    "cli:mcp": "serves the tools that are walked",
    "cli:connect add": "connects a source", "cli:connect list": "connections",
    "cli:connect remove": "disconnects a source", "cli:connect key": "changes a key",
    "cli:connect pause": "stops fetching", "cli:connect resume": "fetches again",
    "cli:connect test": "asks another server for a page of its data",
    "cli:fetch": "asks other servers; counts their rows",
    "cli:collect": "collects", "cli:collect setup": "writes settings", "cli:collect drain": "moves events",
    "cli:collect key": "makes a key", "cli:collect link": "makes a link", "cli:verify": "looks at a site",
    "cli:loop start": "plans", "cli:loop log": "plans", "cli:loop close": "plans", "cli:loop undo": "plans",
    "cli:undo": "takes a file back", "cli:tidy": "joins files",
    "cli:prior refit": "writes how restless KPIs are; of all days together",
    "cli:privacy access": "tells one person of that person, by law", "cli:privacy erase": "erases one person",
    "cli:privacy rotate-key": "changes keys", "cli:privacy destroy-keys": "destroys keys",
    "cli:privacy consent-text": "records a text", "cli:collect status": "counts events that wait, not people",
}


def values(name: str, of: str) -> Sequence[object]:
    if name not in ASKED:
        raise Unfed(f"{of} has a parameter `{name}` that the walk cannot fill in: add values for it to ASKED, or the "
                    f"output with the reason to SILENT, in tests/nobody/outputs.py")
    return ASKED[name]


def choices(names: Sequence[str], of: str) -> Iterator[dict[str, Any]]:
    """Every way to fill these in."""
    for chosen in itertools.product(*(values(n, of) for n in names)):
        yield {n: v for n, v in zip(names, chosen, strict=True) if v is not None}


# ---- the web app ---------------------------------------------------------------------------------------------------


def pages(browser: Browser) -> Iterator[Output]:
    """Every address that answers to a reader, with everything that it can be asked for."""
    for namespace, pattern in patterns(get_resolver().url_patterns, ""):
        if namespace == "api:" or f"web:{pattern.name}" in SILENT or str(pattern.name).startswith(ENTRANCE):
            continue
        answered = 0
        for path in addresses(namespace, pattern):
            answer = browser.get(path)
            if answer.status_code == 405:
                raise Unfed(f"`{pattern.name}` only takes what is sent: say in SILENT of tests/nobody/outputs.py why it "
                            "tells no figure")
            assert answer.status_code < 500, (path, answer.status_code)
            answered += answer.status_code == 200
            yield path, text_of(answer)
        if not answered and pattern.name not in UNOPENED:
            raise Unfed(f"`{pattern.name}` opened for none of the values in ASKED: add one that opens, or its name to "
                        "UNOPENED, in tests/nobody/outputs.py")


# Addresses that show nothing here: links that have gone stale, forms that send elsewhere, pages of who is not signed in.
UNOPENED = frozenset({
    "asset", "invitation", "start", "begin", "begin_client", "begin_demo", "content_add", "content_back",
    "content_remove", "content_move", "costs_add", "costs_remove", "costs_assumptions", "data_upload", "data_check",
    "plan_undo", "settings_invite", "settings_tracker_key", "data_connection", "installation_agency",
    "installation_client", "settings_officer",
})
# Pages of the library by which people come in: they tell who somebody is to the app, and nothing of a client.
ENTRANCE = ("account_", "mfa_", "socialaccount_", "openid_connect_")


def addresses(namespace: str, pattern: URLPattern) -> Iterator[str]:
    names = [*pattern.pattern.regex.groupindex]
    right = right_of(pattern.callback)
    if right is not None and right not in WITHOUT_CLIENT:
        names.append("client")
    for filled in choices([n for n in names if n != "provider_id"], f"the address `{pattern.name}`"):
        if not told_apart(filled):
            continue
        path = reverse(f"{namespace}{pattern.name}", kwargs=filled)
        yield path
        yield from (path + behind for behind in BEHIND.get(str(pattern.name), lambda _: iter(()))(filled))


def told_apart(filled: Mapping[str, Any]) -> bool:
    """The forms of a file hold one and the same table: all of them are asked of the first KPI, and JSON of the rest."""
    return filled.get("form", "json") == "json" or filled.get("kpi", HEADLINE[0]) == HEADLINE[0]


def _parts(kpi: str) -> Sequence[str]:
    """Everything by which a KPI of people can be split."""
    return ways(KPIS[kpi]) if kpi in PEOPLE else ()


def text_of(answer: Any) -> str:
    """What an answer says, in any form; a form that cannot be read is an error, for it may hold anything."""
    kind = answer.headers.get("Content-Type", "")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheetml" in kind:
        book = load_workbook(io.BytesIO(content))
        return "\n".join(f"{sheet.title}: {[c.value for c in row]}" for sheet in book for row in sheet.iter_rows())
    if not content or kind.startswith(("text/", "application/json", "application/javascript", "image/svg")):
        return content.decode()
    raise Unfed(f"an answer of the kind `{kind}`: teach `text_of` in tests/nobody/outputs.py to read it")


# ---- programs ------------------------------------------------------------------------------------------------------


def operations(program: Browser) -> Iterator[Output]:
    """Every operation of the API's own description; figures of people by everything that they can be split by."""
    described = program.get(reverse("api:openapi")).json()["paths"]
    for path, verbs in described.items():
        for verb, operation in verbs.items():
            if verb != "get":
                raise Unfed(f"{verb} {path} changes something: say in tests/nobody/outputs.py what it may answer")
            places = [(p["name"], p["in"]) for p in operation.get("parameters", [])]
            for filled in choices([n for n, _ in places], f"the operation {path}"):
                for asked in figures_of(path, filled):
                    yield told(program, path, places, asked)


def figures_of(path: str, filled: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The figure is asked for every KPI of people, split in every way and over windows that cut through a loop."""
    if not path.endswith("/figure"):
        yield filled
        return
    if filled["kpi"] != HEADLINE[0] or filled["lang"] != "en":
        return
    for kpi in PEOPLE:
        yield {**filled, "kpi": kpi}
        yield from ({**filled, "kpi": kpi, "by": by} for by in ways(KPIS[kpi]))
        for start, end in ((WEEK[0], WEEK[1]), (WEEK[0], WEEK[0].replace(day=WEEK[0].day + 3))):
            yield {"client": "proef", "kpi": kpi, "start": start, "end": end, "lang": "en"}


def told(program: Browser, path: str, places: Sequence[tuple[str, str]], filled: Mapping[str, Any]) -> Output:
    where = path
    for name, place in places:
        if place == "path":
            where = where.replace(f"{{{name}}}", str(filled[name]))
    asked = {n: str(filled[n]) for n, place in places if place == "query" and n in filled}
    answer = program.get(where, asked)
    assert answer.status_code in (200, 404, 409, 422), (where, asked, answer.content[:300])
    return f"{where} {asked}", answer.content.decode()


def tools(home: Workspace) -> Iterator[Output]:
    """Every tool, as it is given to the server."""
    for tool in mcp.tools({"proef": home}, "en"):
        names = list(inspect.signature(tool).parameters)
        for filled in choices(names, f"the tool `{tool.__name__}`"):
            splits: Sequence[str | None] = [None]
            if "by" in names and filled["kpi"] in KPIS:
                splits = [None, *ways(KPIS[filled["kpi"]])]
            for by in splits:
                asked = {**filled, **({"by": by} if by else {})}
                yield f"{tool.__name__} {asked}", json.dumps(tool(**asked), default=str)


# ---- the command line ----------------------------------------------------------------------------------------------

# Options of commands, by their name: values with which each is asked once; those of SILENT commands play no part.
OPTIONS: Mapping[str, Sequence[object]] = {
    "workspace": ["{home}"], "workspaces": ["{home}"], "json": [False, True], "lang": [None],
    "html": [None, "{out}/x.html"],
    "number": [None, 2], "names": [("applications_completed", "hires", "leads", "pool_3", "pool_4")],
    "by": [None, "channel", "campaign", "vacancy", "network"], "start": [None, str(WEEK[0])], "end": [None],
    "words": [None], "focus": [None, "reach"], "kpi": [None, "hires"], "baseline": [None], "target": [None],
    "planned_visits": [None], "out": ["{out}"], "really": [False],
}


def commands(home: Workspace, out: Path) -> Iterator[Output]:
    """Every command of the parser that tells something, as text and as JSON, and the files that it writes."""
    for words, params in leaves_to_ask():
        for chosen in lines_to_ask(params):
            yield ran(words, [(params[n], v) for n, v in zip(params, chosen, strict=True)], home, out)


def lines_to_ask(params: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    """Every combination as JSON, which holds everything; as text and as a file each value once, beside the usual ones."""
    usual = tuple(OPTIONS[n][0] for n in params)
    for chosen in itertools.product(*(OPTIONS[n] for n in params)):
        given = dict(zip(params, chosen, strict=True))
        apart = sum(value != common for value, common in zip(chosen, usual, strict=True))
        if "json" not in given or apart <= 1 or (given["json"] and not given.get("html")):
            yield chosen


def leaves_to_ask() -> Iterator[tuple[str, dict[str, Any]]]:
    """The commands that are asked, with what each can be given."""
    for words, command in leaves(typer.main.get_command(app)):
        if f"cli:{words}" in SILENT:
            continue
        params = {str(p.name): p for p in command.params if p.name != "help"}
        for name in params:
            if name not in OPTIONS:
                raise Unfed(f"`talentloop {words}` has an option `{name}` that the walk cannot fill in: add values for "
                            "it to OPTIONS, or the command with the reason to SILENT, in tests/nobody/outputs.py")
        yield words, params


def leaves(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, inner in getattr(command, "commands", {}).items():
        if getattr(inner, "commands", None):
            if inner.invoke_without_command:
                yield " ".join((*words, name)), inner
            yield from leaves(inner, (*words, name))
        else:
            yield " ".join((*words, name)), inner


def ran(words: str, options: Sequence[tuple[Any, Any]], home: Workspace, out: Path) -> Output:
    line = words.split()
    for parameter, value in options:
        values = value if isinstance(value, tuple) else (value,)
        texts = [str(v).format(home=home.path, out=out) for v in values if v not in (None, False, True)]
        if parameter.param_type_name == "argument":
            line += texts
        elif value is True:
            line.append(parameter.opts[0])
        else:
            line += [x for text in texts for x in (parameter.opts[0], text)]
    for old in out.glob("*"):
        old.unlink()
    done = CliRunner().invoke(typer.main.get_command(app), line)
    assert done.exception is None or isinstance(done.exception, SystemExit) or "KPI" in repr(done.exception) or (
        type(done.exception).__module__.startswith("talentloop")), (line, done.exception)
    written = "".join(f"\n{file.name}: {file.read_text()}" for file in sorted(out.glob("*")))
    asked = " ".join(line).replace(str(home.path), "HOME").replace(str(out), "OUT")
    return asked, f"{done.output}{done.exception or ''}{written}"


# ---- what differs for no reason ------------------------------------------------------------------------------------

NOISE = (
    (re.compile(r'(name="(?:csrfmiddlewaretoken|token)" value=|nonce=|"X-CSRFToken": ?)"[^"]*"'), r"\1"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT[\d:.+Z]+"), "INSTANT"), (re.compile(r"\bclip\d+\b"), "CLIP"),
    (re.compile(r"\b(?=[0-9]*[a-f])[0-9a-f]{12,}\b"), "HEX"), (re.compile(r"\b\d\d:\d\d(:\d\d(\.\d+)?)?"), "TIME"),
    (re.compile(r"\d+([.,]\d+)? ?(kB|MB|bytes)\b"), "SIZE"), 
    (re.compile(r'((searched_bytes"?|bytes doorzocht|bytes searched)[=:] ?)\d+'), r"\1SIZE"),
)


def plain(text: str, home: Workspace, out: Path) -> str:
    """Without what differs between any two runs: folders, times of the clock, tokens and seals."""
    found = text.replace(str(home.path), "HOME").replace(str(out), "OUT")
    for key in home.keyring.known():  # one in three hundred of these has no letter, and looks like a figure
        found = found.replace(key.id, "HEX")
    for pattern, instead in NOISE:
        found = pattern.sub(instead, found)
    return found
