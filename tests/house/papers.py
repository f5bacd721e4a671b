"""What the repository says of itself is true: inventory, dependencies, lock, and nothing of one machine in it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from .imports import ROOF
from .tree import modules

NOT_SOURCES = frozenset({"reader"})
# Written in pieces, so that this file does not name what it looks for.
MACHINE_PATHS = re.compile(r"(?:^|[^\w.\-/])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "fa" + "rm", "ho" + r"me/\w+")) +
                           r")/|/tmp/" + "bash_")
REGISTRIES = re.compile("|".join(re.escape(h) for h in (
    "pypi." + "org", "pythonhosted." + "org", "registry.npmjs." + "org", "deb." + "debian.org", "npm." + "pkg.github.com",
    "proxy." + "golang.org", "index." + "crates.io")))
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
PLAIN = {".py", ".md", ".toml", ".lock", ".txt", ".json", ".po", ".ts", ".js", ".css", ".html", ".j2", ".sql", ".yml",
         ".yaml", ".csv", ".svg", ".jsonl", ".log", ""}


def tracked(root: Path) -> list[Path]:
    """Files under version control, or all of them where there is none."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True, text=True, check=False)
    if listed.returncode:
        return sorted(p for p in root.rglob("*") if p.is_file())
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def of_one_machine(root: Path) -> list[str]:
    """Paths of one machine and addresses of package registries in tracked files."""
    return [f"{path.relative_to(root)}:{number} holds {found.group().strip()!r}"
            for path in tracked(root) if path.suffix in PLAIN
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
            if (found := MACHINE_PATHS.search(line) or REGISTRIES.search(line))]


def golden_pairs(root: Path) -> list[str]:
    """Source folders without an input and the facts it must become."""
    base = root / "src" / "talentloop" / "sources"
    folders = sorted(p for p in base.glob("*/") if (p / "__init__.py").exists() and p.name not in NOT_SOURCES)
    return [f"sources/{p.name} has no golden/<case>/ with an input and expected.json" for p in folders
            if not any(_pair(case) for case in p.glob("golden/*/"))]


def _pair(case: Path) -> bool:
    names = {p.name for p in case.iterdir()}
    return "expected.json" in names and bool(names - {"expected.json", "context.json"})


def inventory(root: Path) -> list[str]:
    """Differences between ARCHITECTURE.md's inventory (rows that open with a `path`) and the modules there are."""
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([\w/]+(?:\.py|/))`", text, re.MULTILINE)
    there = {_path(name, m.packaged) for name, m in modules(root).items() if name != ROOF}
    wrong = [f"ARCHITECTURE.md lists {name}, which does not exist" for name in listed if name not in there]
    return wrong + [f"ARCHITECTURE.md does not list {name}: run make docs" for name in sorted(there - set(listed))]


def _path(name: str, packaged: bool) -> str:
    return name.replace(".", "/") + ("/" if packaged else ".py")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def dependencies(root: Path) -> list[str]:
    """Names of everything pyproject.toml asks for, extras and groups included."""
    whole = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = whole["project"], whole.get("dependency-groups", {})
    extras = project.get("optional-dependencies", {})
    asked = [*project.get("dependencies", ()), *chain(*extras.values(), *groups.values())]
    return sorted({normal(re.split(r"[^\w.-]", a, maxsplit=1)[0]) for a in asked})


def lock(root: Path) -> list[str]:
    """What is wrong with the lock files: no hash, an address, or a dependency that none of them pins."""
    wrong, pinned = [], set[str]()
    for file in sorted(root.glob("requirements*.lock")):
        text = file.read_text(encoding="utf-8")
        pins = list(_pins(text))
        pinned |= {normal(name) for name, _ in pins}
        wrong += [f"{file.name}: {name} has no hash" for name, block in pins if "--hash=sha256:" not in block]
        wrong += [f"{file.name}:{i} holds an address" for i, line in enumerate(text.splitlines(), 1) if "://" in line]
    missing = sorted(set(dependencies(root)) - pinned)
    return wrong + [f"requirements.lock does not pin {name}: run make lock" for name in missing]


def _pins(text: str) -> Iterator[tuple[str, str]]:
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        if found := re.match(r"([\w.-]+)==", block):
            yield found.group(1), block


def reasons(root: Path) -> list[str]:
    """Dependencies without their one-line reason in docs/dependencies.md, and reasons for what is not there."""
    text = (root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    given = {normal(n): why for n, why in re.findall(r"^\| `([\w.-]+)` \|([^|\n]*)\|", text, re.MULTILINE)}
    asked = set(dependencies(root))
    return [*(f"docs/dependencies.md gives no reason for {n}" for n in sorted(asked) if not given.get(n, "").strip()),
            *(f"docs/dependencies.md tells of {n}, which nothing asks for" for n in sorted(set(given) - asked))]


def links(root: Path) -> list[str]:
    """Links between our pages that lead nowhere, and pages of docs/ that its README does not lead to."""
    wrong, reached = [], set()
    for page in (p for p in tracked(root) if p.suffix == ".md"):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            there = (page.parent / target).resolve()
            reached.add(there if page == root / "docs" / "README.md" else None)
            if not there.exists():
                wrong.append(f"{page.relative_to(root)} links to {target}, which is not there")
    pages = (p for p in tracked(root) if p.suffix == ".md" and p.is_relative_to(root / "docs") and p.name != "README.md")
    return wrong + [f"docs/README.md does not lead to {p.relative_to(root / 'docs')}" for p in pages
                    if not {p.resolve(), p.parent.resolve()} & reached]
