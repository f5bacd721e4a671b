"""Writes the parts of our papers that the code itself can tell: the facts, the commands, the inventory of the house."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from talentloop.core.facts import FACTS, Column, FactTable

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "talentloop"
INVENTORY = re.compile(r"(?<=<!-- inventory -->\n).*(?=<!-- end of inventory -->)", re.DOTALL)
MADE = "<!-- Written by `make docs`; change the code, not this page. -->\n"
WIDTH = "100"


def facts() -> str:
    """The contract between sources and KPIs as a page."""
    given = [t for t in FACTS.values() if not t.derived]
    made = [t for t in FACTS.values() if t.derived]
    return "\n".join((
        MADE, "# Fact tables", "",
        "Sources fill these tables, KPIs count in them, and nothing else passes between the two "
        "([core/facts.py](../../src/talentloop/core/facts.py)).",
        "Nothing is a float: money is in millionths, percentages are whole. An empty cell means not known, never zero.",
        "", "## Given by sources", "", *(_table(t) for t in given),
        "## Derived from those", "", "Made again, for what changed, with every batch.", "", *(_table(t) for t in made)))


def _table(table: FactTable) -> str:
    rows = (f"| `{c.name}` | {c.type.value} | {_unit(c)} | {'yes' if c.required else ''} | {_meaning(c)} |"
            for c in table.columns)
    told = [f"A row is known by {_names(table.key)}; `{table.day}` places it in time."]
    if table.replace:
        told.append(f"A restatement replaces, within its days, everything with the same {_names(table.replace)}.")
    if table.derived:
        told.append(f"Made from {_names(table.derived_from)}.")
    return "\n".join((f"### {table.name}", "", f"{table.meaning[0].upper()}{table.meaning[1:]}.", "", " ".join(told), "",
                      "| column | type | unit | always there | meaning |", "|---|---|---|---|---|", *rows, ""))


def _unit(column: Column) -> str:
    return "" if column.unit == "count" else column.unit


def _meaning(column: Column) -> str:
    allowed = "; one of " + ", ".join(f"`{a}`" for a in column.allowed) if column.allowed else ""
    return (column.meaning + allowed).replace("|", "\\|")


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{n}`" for n in names)


ASKED = """
import json
from typer.main import get_command
from typer.testing import CliRunner
from talentloop.cli import app

def ask(command, words):
    yield " ".join(words), CliRunner().invoke(app, [*words, "--help"], prog_name="talentloop", terminal_width=78).output
    for name, below in getattr(command, "commands", {}).items():
        yield from ask(below, [*words, name])

print(json.dumps(dict(ask(get_command(app), []))))
"""


def commands() -> str:
    """Every command's own --help, one after the other."""
    parts = [MADE, "# Commands", "", "What `--help` says, for every command.", ""]
    for name, text in _every_help().items():
        plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
        parts += [f"## {f'talentloop {name}'.strip()}", "", "```text", plain, "```", ""]
    return "\n".join(parts)


@cache
def _every_help() -> dict[str, str]:
    """What each command says with --help, all asked in one process of their own: starting one for each takes minutes."""
    plain = {**os.environ, "COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH, "NO_COLOR": "1", "TERM": "dumb",
             "TALENTLOOP_LANG": "en"}
    ran = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, encoding="utf-8", env=plain,
                         check=True)
    told: dict[str, str] = json.loads(ran.stdout)
    return told


def api() -> str:
    """The REST API as its own description tells it."""
    told = _described()
    shapes = told["components"]["schemas"]
    return "\n".join((
        MADE, "# REST API", "",
        "Read only, below `/api/v1`; the description for programs is `/api/v1/openapi.json`. A key is made in the "
        "settings of a client or an agency and goes along as `Authorization: Bearer tl_…`.", "",
        "    curl -H \"Authorization: Bearer $KEY\" https://metingen.example.org/api/v1/clients", "",
        "At most 100 requests in ten seconds; then 429 with `Retry-After`. Trouble is `{code, sentence}`: 401 without a "
        "good key, 404 for what is not there or not yours, 409 where a rule stands in the way, 422 for a question that "
        "cannot be read. Where there is no figure stands an object with `cannot_say`, never a number. Windows are "
        "half-open: `end` is the first day after.", "",
        *(line for path, verbs in told["paths"].items() for line in _question(path, verbs["get"])),
        "## Shapes", "", *(line for name, shape in sorted(shapes.items()) for line in _shape(name, shape))))


def _described() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentloop.web.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TALENTLOOP_DATA", folder)
        import django

        django.setup()
        from talentloop.web.api.described import description

        return description()


def _question(path: str, get: Any) -> Iterator[str]:
    yield from (f"## GET {path}", "", f"{get['summary']}. Answers with {_kind(get['responses'][200])}.", "")
    asked = get.get("parameters", ())
    if asked:
        yield from ("| parameter | in | kind | needed |", "|---|---|---|---|")
        yield from (f"| `{p['name']}` | {p['in']} | {_kind(p['schema'])} | {'yes' if p.get('required') else ''} |"
                    for p in asked)
        yield ""


def _shape(name: str, shape: Any) -> Iterator[str]:
    yield from (f"### {name}", "")
    if shape.get("description"):
        yield from (shape["description"], "")
    yield from ("| name | kind | meaning |", "|---|---|---|")
    yield from (f"| `{id}` | {_kind(part)} | {part.get('description', '')} |" for id, part in shape["properties"].items())
    yield ""


def _kind(part: Any) -> str:
    """A kind in a few words: text, number, date, a shape, a list of it."""
    if "content" in part:
        return _kind(part["content"]["application/json"]["schema"])
    if "$ref" in part:
        return f"[{(name := part['$ref'].rpartition('/')[2])}](#{name.lower()})"
    if "anyOf" in part:
        return " or ".join(dict.fromkeys(_kind(p) for p in part["anyOf"]))
    if "enum" in part:
        return " or ".join(f"`{x}`" for x in part["enum"])
    if part.get("type") == "array":
        return f"a list of {_kind(part['items'])}"
    return str(part.get("format") or KINDS.get(part.get("type", ""), "anything"))


KINDS = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
         "object": "an object", "null": "null"}


def architecture() -> str:
    """ARCHITECTURE.md with its inventory as the modules open themselves."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return INVENTORY.sub(lambda _: "\n".join(("| where | what |", "|---|---|", *_inventory(), "")), text)


def _inventory() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py"), key=lambda p: (p.parent.parts, p.name != "__init__.py", p.name)):
        packaged = path.name == "__init__.py"
        name = path.parent.relative_to(SOURCE).as_posix() + "/" if packaged else path.relative_to(SOURCE).as_posix()
        if name != "./":
            yield f"| `{name}` | {_opening(path)} |"


def _opening(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split()).replace("|", "\\|")


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/facts.md": facts,
    "docs/reference/commands.md": commands,
    "docs/reference/api.md": api,
    "ARCHITECTURE.md": architecture,
}


def main() -> None:
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
