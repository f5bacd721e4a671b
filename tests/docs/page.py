"""Runs the code of a documentation page from top to bottom in a folder of its own, as a reader would.

What a fenced block's heading says is done with it:

    ```console              lines after `$ ` are run; what follows each must appear in its output, `…` being anything;
                            `# exit 6` is the exit code, else 0
    ```python               run, all blocks of a page in one process after the other
    ```toml file=client.toml         written to that file
    ```python add=src/x.py           added to the end of that file
    ```python in=src/x.py after="…"  put below the first line that holds the text
    ```text                 not run, as are blocks of other kinds without a heading
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = "talentloop demo --scale 0.1 --no-serve"  # what several pages begin with; it makes the same each time
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def environment(folder: Path, source: Path) -> dict[str, str]:
    """An own home, the environment's own commands first, and the product from `source`."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", "COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb",
            "PYTHONPATH": str(source), "TALENTLOOP_LANG": "en"}


@dataclass(frozen=True)
class Block:
    kind: str
    heading: dict[str, str]
    text: str
    line: int

    @property
    def runs(self) -> bool:
        return self.kind in ("console", "python") or bool(self.heading)


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page that something is done with."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        heading = dict(word.split("=", 1) for word in shlex.split(found.group(2)) if "=" in word)
        block = Block(found.group(1), heading, found.group(3), text.count("\n", 0, found.start()) + 1)
        if block.runs:
            yield block


@dataclass(frozen=True)
class Demo:
    """What `DEMO` left in a folder of its own and what it said, to be copied for each page that begins with it."""

    folder: Path
    said: subprocess.CompletedProcess[str]

    def copied(self, folder: Path) -> subprocess.CompletedProcess[str]:
        shutil.copytree(self.folder / "demo", folder / "demo")
        return subprocess.CompletedProcess(self.said.args, self.said.returncode, self.said.stdout)


def run(page: Path, folder: Path, environment: dict[str, str], demo: Demo | None = None) -> None:
    """Do what the page says in `folder`; an AssertionError tells the line that does not hold."""
    said = ""
    for block in blocks(page):
        where = f"{page.name}:{block.line}"
        if block.heading:
            write(block, folder, where)
        elif block.kind == "console":
            console(block, folder, environment, where, demo)
        else:  # the page's earlier Python goes before it, so that names stay known
            done = execute([sys.executable, "-c", said + block.text], folder, environment)
            assert done.returncode == 0, f"{where}\n{done.stdout}"
            said += block.text


def write(block: Block, folder: Path, where: str) -> None:
    path = folder / next(block.heading[k] for k in ("file", "add", "in") if k in block.heading)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if "in" in block.heading:
        at = next((m.end() for m in re.finditer(r".*\n", before) if block.heading["after"] in m.group()), None)
        assert at is not None, f"{where}: {path.name} has no line with {block.heading['after']!r}"
        path.write_text(before[:at] + block.text + before[at:], encoding="utf-8")
    else:
        path.write_text((before if "add" in block.heading else "") + block.text, encoding="utf-8")


def console(block: Block, folder: Path, environment: dict[str, str], where: str, demo: Demo | None = None) -> None:
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        while command.endswith("\\"):
            more, _, expected = expected.partition("\n")
            command = command[:-1] + more.strip()
        done = demo.copied(folder) if demo and command == DEMO else execute(["bash", "-c", command], folder, environment)
        wanted = re.search(r"^# exit (\d+)$\n?", expected, re.MULTILINE)
        assert done.returncode == (int(wanted[1]) if wanted else 0), f"{where}: $ {command}\n{done.stdout}"
        missing = unsaid(expected.replace(wanted[0], "") if wanted else expected, done.stdout)
        assert not missing, f"{where}: $ {command}\ndoes not say {missing!r} but\n{done.stdout}"


def unsaid(expected: str, output: str) -> str:
    """The first expected line that the output lacks, blanks aside; the lines stand in their order."""
    rest = " ".join(output.split())
    for line in expected.splitlines():
        pattern = r".*?".join(re.escape(" ".join(p.split())) for p in line.split("…"))
        found = re.search(pattern, rest) if line.strip(" …") else None
        if line.strip(" …") and not found:
            return line
        rest = rest[found.end():] if found else rest
    return ""


def execute(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False, timeout=300)
