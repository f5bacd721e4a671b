"""Writes the parts of our papers that the code itself can tell: the facts, the commands, the inventory of the house."""

from __future__ import annotations

import ast
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


def commands() -> str:
    """Every command's own --help, one after the other."""
    parts = [MADE, "# Commands", "", "What `--help` says, for every command.", ""]
    for words in _commands(()):
        name = " ".join(("talentloop", *words))
        parts += [f"## {name}", "", "```text", _help(words), "```", ""]
    return "\n".join(parts)


def _commands(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for name in re.findall(r"^[│ ] (?:\x1b\S*)?([a-z][a-z-]*) {2,}\S", _listed(_help(words)), re.MULTILINE):
        yield from _commands((*words, name))


def _listed(text: str) -> str:
    """The part of a help text that lists commands."""
    return text.partition("Commands")[2]


@cache
def _help(words: tuple[str, ...]) -> str:
    plain = {**os.environ, "COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH, "NO_COLOR": "1", "TERM": "dumb",
             "TALENTLOOP_LANG": "en"}
    ran = subprocess.run([sys.executable, "-c", "from talentloop.cli import app; app(prog_name='talentloop')", *words,
                          "--help"], capture_output=True, text=True, encoding="utf-8", env=plain, check=True)
    return "\n".join(line.rstrip() for line in ran.stdout.strip().splitlines())


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
