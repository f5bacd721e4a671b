"""Nothing that a user meets is without words: KPIs, problems and errors in every language, the glossary true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.pofile import read_po

from .tree import Module, modules

LANGUAGES = ("nl", "en")
CODE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)+$|^[a-z]{3,}$")
ID = re.compile(r"^[a-z_]+(\.[a-z0-9_]+)+$(?<!\.toml)(?<!\.json)(?<!\.html)")
PLACE = re.compile(r"\{(\w+)")
IN_TICKS = re.compile(r"`([^`]+)`")


def catalogues(root: Path) -> Mapping[str, frozenset[str]]:
    """Per language the ids that have words, untranslated and fuzzy ones left out."""
    folders = sorted(p for p in (root / "src" / "talentloop" / "locale").iterdir() if any(p.glob("*.po")))
    return {p.name: frozenset(_texts(p)) for p in folders}


def _texts(folder: Path) -> Mapping[str, str]:
    """Id → text over all catalogues of one language."""
    return {id: text for path in sorted(folder.glob("*.po")) for id, text in _read(path).items()}


def _read(path: Path) -> Mapping[str, str]:
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string and not m.fuzzy}


def told_twice(root: Path) -> list[str]:
    """Ids that stand in two catalogues of one language: one of them would never be seen."""
    wrong = []
    for folder in sorted(p for p in (root / "src" / "talentloop" / "locale").iterdir() if p.is_dir()):
        places: dict[str, str] = {}
        for path in sorted(folder.glob("*.po")):
            wrong += [f"{folder.name}: {id} stands in {places[id]} and {path.name}" for id in _read(path) if id in places]
            places.update(dict.fromkeys(_read(path), path.name))
    return wrong


def without_words(root: Path, kind: str, names: list[str], part: str = "") -> list[str]:
    """Names of that kind (`kpi`, `problems`, …) that a language has no words for, by its id `kind.name[part]`."""
    spoken = catalogues(root)
    wrong = [f"locale: no words in {language}" for language in LANGUAGES if language not in spoken]
    return wrong + [f"{kind}.{name}{part} has no words in {language}" for language, ids in spoken.items()
                    for name in sorted(set(names)) if f"{kind}.{name}{part}" not in ids]


def unlike(root: Path) -> list[str]:
    """Ids that one language has and another lacks, and texts whose {places} differ between languages."""
    folder = root / "src" / "talentloop" / "locale"
    spoken = {language: _texts(folder / language) for language in LANGUAGES}
    everything = {id for texts in spoken.values() for id in texts}
    wrong = [f"{id} has no words in {language}" for language, texts in spoken.items() for id in everything - set(texts)]
    first, *others = spoken.values()
    wrong += [f"{id} has other places: {sorted(PLACE.findall(first[id]))} and {sorted(PLACE.findall(texts[id]))}"
              for texts in others for id in sorted(set(first) & set(texts))
              if set(PLACE.findall(first[id])) != set(PLACE.findall(texts[id]))]
    return sorted(wrong)


def spoken_ids(root: Path) -> list[str]:
    """Ids that the code asks words for by name and that no catalogue has (those it puts together are not seen)."""
    known = _texts(root / "src" / "talentloop" / "locale" / LANGUAGES[0])
    groups = {id.partition(".")[0] for id in known}
    asked = ((m, n) for m in modules(root).values() if m.room in ("report", "command", "workspace", "cli")
             for n in ast.walk(m.syntax) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    wrong = [f"{m.name}:{n.lineno} asks for {n.value}, which has no words" for m, n in asked
             if ID.match(str(n.value)) and str(n.value).partition(".")[0] in groups and n.value not in known
             and not any(id.startswith(f"{n.value}.") for id in known)]
    helped = (code for m in modules(root).values() for code in _codes(m, re.compile(r"^help_text$")))
    return wrong + [f"the help text cli.help.{code} has no words" for code in helped if f"cli.help.{code}" not in known]


def problem_codes(root: Path) -> list[str]:
    """Every code that a Problem can carry: given to Problem(…), or a key in the tables of `Code`s that sources keep."""
    made = re.compile(r"^_?(Problem|problem)$")
    return sorted({code for m in modules(root).values() for code in (*_codes(m, made), *_listed(m))})


def _listed(module: Module) -> Iterator[str]:
    for node in ast.walk(module.syntax):
        for key, value in zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ():
            if isinstance(value, ast.Call) and _last_name(value.func) == "Code" and isinstance(key, ast.Constant):
                yield str(key.value)


def error_codes(root: Path) -> list[str]:
    """Every code that an error of ours can carry: given when it is raised, or the class's own."""
    known = modules(root)
    errors = known.get("core.errors")
    classes = [n for n in errors.syntax.body if isinstance(n, ast.ClassDef)] if errors else []
    names = re.compile("^(" + "|".join(c.name for c in classes if c.name.endswith(_error_ends(classes))) + ")$")
    own = {str(ast.literal_eval(s.value)) for c in classes for s in c.body
           if isinstance(s, ast.Assign) and getattr(s.targets[0], "id", "") == "code"}
    return sorted(own | {code for m in known.values() for code in _codes(m, names)})


def _error_ends(classes: list[ast.ClassDef]) -> tuple[str, ...]:
    """Names of the classes with an exit code: the errors that reach a user."""
    return tuple(c.name for c in classes for s in c.body
                 if isinstance(s, ast.Assign) and getattr(s.targets[0], "id", "") == "exit_code")


def _codes(module: Module, called: re.Pattern[str]) -> Iterator[str]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Call) and called.match(_last_name(node.func)):
            given = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "code"), None)
            if isinstance(given, ast.Constant) and isinstance(given.value, str) and CODE.match(given.value):
                yield given.value


def _last_name(function: ast.expr) -> str:
    return getattr(function, "attr", "") or getattr(function, "id", "")


def glossary(root: Path) -> list[str]:
    """Rows of GLOSSARY.md whose name in code is nowhere in the code, and rows without one of the three."""
    known = names_in_code(root)
    wrong = []
    for row in glossary_rows((root / "GLOSSARY.md").read_text(encoding="utf-8")):
        if len(row) < 3 or not all(row[:3]):
            wrong.append(f"glossary: {' | '.join(row)} lacks a word")
            continue
        wrong += [f"glossary: {row[0]} is said to be `{name}` in code, where {part!r} does not exist"
                  for name in IN_TICKS.findall(row[2]) for part in re.split(r"[./]", name) if part not in known]
        if not IN_TICKS.findall(row[2]):
            wrong.append(f"glossary: {row[0]} has no `name` in code")
    return wrong


def glossary_rows(text: str) -> list[list[str]]:
    """Cells of every table row but the headings."""
    rows = [[c.strip() for c in line.strip().strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [r for i, r in enumerate(rows) if not _rule(r) and not (i + 1 < len(rows) and _rule(rows[i + 1]))]


def _rule(cells: list[str]) -> bool:
    return all(re.fullmatch(r":?-+:?", c) for c in cells)


def names_in_code(root: Path) -> frozenset[str]:
    """Every name that the code gives to something: identifiers, modules, and texts that are names (columns, ids)."""
    found: set[str] = set()
    for module in modules(root).values():
        found.update(module.name.split("."))
        for node in ast.walk(module.syntax):
            found.update(_names(node))
    return frozenset(found)


def _names(node: ast.AST) -> Iterator[str]:
    for attribute in ("id", "attr", "name", "arg"):
        if isinstance(value := getattr(node, attribute, None), str):
            yield value
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        yield node.value
