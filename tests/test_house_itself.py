"""Every check of the house finds what it is there to find: a violation planted in a small tree, none in a clean one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from house import imports, papers, sizes, words

SENTENCE = '"""What this module holds."""\n'
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
TREE = {
    "src/talentloop/__init__.py": SENTENCE + "from .line import run\n",
    "src/talentloop/core/__init__.py": SENTENCE,
    "src/talentloop/core/facts.py": SENTENCE + "from .errors import Trouble\n\n\nclass Visit:\n    day: int\n",
    "src/talentloop/core/errors.py": SENTENCE + "class Trouble(Exception):\n"
                                     "    exit_code = 2\n    code = 'in_trouble'\n",
    "src/talentloop/engine/__init__.py": SENTENCE + "import duckdb\nfrom ..core.facts import Visit\n",
    "src/talentloop/sources/__init__.py": SENTENCE,
    "src/talentloop/sources/reader/__init__.py": SENTENCE,
    "src/talentloop/sources/shop/__init__.py": SENTENCE + "from ..reader import *\nfrom ...core.facts import Visit\n",
    "src/talentloop/sources/shop/golden/small/input.csv": "a;b\n",
    "src/talentloop/sources/shop/golden/small/expected.json": "{}\n",
    "src/talentloop/line.py": SENTENCE + "from .core import facts\nfrom .engine import duckdb\n\n\ndef run(): ...\n",
    "src/talentloop/locale/nl/words.po": PO + 'msgid "kpi.visits"\nmsgstr "bezoeken"\n',
    "src/talentloop/locale/en/words.po": PO + 'msgid "kpi.visits"\nmsgstr "visits"\n',
    "GLOSSARY.md": "| Nederlands | English | in code |\n|---|---|---|\n"
                   "| bezoek | visit | `Visit`, `core/facts` |\n",
    "ARCHITECTURE.md": "".join(f"| `{p}` | what it holds |\n" for p in (
        "core/", "core/facts.py", "core/errors.py", "engine/", "sources/", "sources/reader/", "sources/shop/",
        "line.py")),
    "pyproject.toml": '[project]\ndependencies = ["duckdb>=2"]\n'
                      '[project.optional-dependencies]\ndev = ["ruff"]\n',
    "requirements.lock": "duckdb==2.0.0 \\\n    --hash=sha256:00\n"
                         "ruff==1.0 \\\n    --hash=sha256:00\n    # via talentloop\n",
    "docs/README.md": "[dependencies](dependencies.md)\n",
    "docs/dependencies.md": "| `duckdb` | counts |\n| `ruff` | reads along |\n",
}


def plant(root: Path, **files: str) -> Path:
    """The clean tree with some files of it written over; a leading `+` adds to what is there."""
    for name, text in TREE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") + text[1:]) if text.startswith("+") else text, encoding="utf-8")
    return root


def function(lines: int, name: str = "long") -> str:
    return f"\n\ndef {name}():\n" + "    pass\n" * (lines - 1)


PLANTED: tuple[tuple[Callable[[Path], list[str]], str, str, str], ...] = (
    (imports.direction, "src/talentloop/core/up.py",
     SENTENCE + "from ..engine import take\n", "core.up:2 imports engine"),
    (imports.direction, "src/talentloop/core/up.py", SENTENCE + "def f():\n    import talentloop.line\n", "core.up:3"),
    (imports.direction, "src/talentloop/people.py", SENTENCE + "from . import engine\n", "people:2 imports engine"),
    (imports.direction, "src/talentloop/engine/run.py",
     SENTENCE + "from ..line import run\n", "engine.run:2 imports line"),
    (imports.direction, "src/talentloop/attic.py", SENTENCE, "no storey has a room 'attic'"),
    (imports.circles, "src/talentloop/core/errors.py", "+from .facts import Visit\n", "→ core.facts"),
    (imports.core_stands_alone, "src/talentloop/core/fast.py",
     SENTENCE + "import numpy as np\n", "core.fast:2 imports numpy"),
    (imports.only_store_and_web_know_django, "src/talentloop/report.py",
     SENTENCE + "from django.db import models\n", "report:2 imports django"),
    (imports.telling_names, "src/talentloop/core/utils.py", SENTENCE, "never 'utils'"),
    (imports.sources_stand_apart, "src/talentloop/sources/mall/__init__.py",
     SENTENCE + "from ..shop import SHOP\n", "sources.mall:2 imports sources.shop"),
    (sizes.long_functions, "src/talentloop/line.py", SENTENCE + function(101), "long has 101 lines"),
    (sizes.long_functions, "tests/test_long.py", SENTENCE + function(101), "tests/test_long.py"),
    (sizes.mostly_small_functions, "src/talentloop/line.py",
     SENTENCE + "".join(function(9, f"f{i}") for i in range(30)), "the median function has 9"),
    (sizes.mostly_small_functions, "src/talentloop/line.py",
     SENTENCE + "".join(function(2, f"f{i}") for i in range(90)) + function(61), "1 of 91 functions"),
    (sizes.long_files, "src/talentloop/line.py", SENTENCE + "run = 1 if True else 2\n" * 600, "has 601 lines"),
    (sizes.longish_files, "src/talentloop/line.py", SENTENCE + "run = 1 if True else 2\n" * 400, "line.py 401"),
    (sizes.opening_sentences, "src/talentloop/line.py", "import os\n", "line.py: opens with ''"),
    (sizes.opening_sentences, "src/talentloop/line.py", '"""One. Two."""\n', "instead of one sentence"),
    (sizes.opening_sentences, "src/talentloop/engine/__init__.py", "", "engine/__init__.py: opens with ''"),
    (sizes.no_sql_in_core, "src/talentloop/core/facts.py",
     SENTENCE + "Q = 'SELECT day FROM visits'\n", "core.facts:2 holds SQL"),
    (words.glossary, "GLOSSARY.md", "+| aanname | hire | `Hire` |\n", "'Hire' does not exist"),
    (words.glossary, "GLOSSARY.md", "+| aanname | | `Visit` |\n", "lacks a word"),
    (words.glossary, "GLOSSARY.md", "+| aanname | hire | Visit |\n", "has no `name` in code"),
    (words.unlike, "src/talentloop/locale/nl/words.po",
     '+\nmsgid "kpi.hires"\nmsgstr "hires"\n', "kpi.hires has no words in en"),
    (words.unlike, "src/talentloop/locale/nl/words.po",
     PO + 'msgid "kpi.visits"\nmsgstr "{n} bezoeken"\n', "kpi.visits has other places"),
    (words.told_twice, "src/talentloop/locale/nl/more.po",
     PO + 'msgid "kpi.visits"\nmsgstr "bezoeken"\n', "nl: kpi.visits stands in more.po and words.po"),
    (words.spoken_ids, "src/talentloop/report.py", SENTENCE + "w('kpi.hires')\n", "report:2 asks for kpi.hires"),
    (words.spoken_ids, "src/talentloop/cli.py", SENTENCE + "help_text('fly')\n", "cli.help.fly has no words"),
    (papers.of_one_machine, "README.md", "see /" + "work/main for it\n", "README.md:1 holds"),
    (papers.of_one_machine, "docs/install.md", "from https://pypi" + ".org/simple\n", "docs/install.md:1 holds"),
    (papers.golden_pairs, "src/talentloop/sources/mall/__init__.py", SENTENCE, "sources/mall has no golden"),
    (papers.inventory, "src/talentloop/engine/sql.py", SENTENCE, "does not list engine/sql.py"),
    (papers.inventory, "ARCHITECTURE.md", "+| `core/gone.py` | what it held |\n", "core/gone.py, which does not exist"),
    (papers.lock, "requirements.lock",
     "duckdb==2.0.0\nruff==1.0 \\\n    --hash=sha256:00\n", "duckdb has no hash"),
    (papers.lock, "requirements.lock", "+--index-url https://example.org/simple\n", "holds an address"),
    (papers.lock, "pyproject.toml", '[project]\ndependencies = ["Jinja2"]\n', "does not pin jinja2"),
    (papers.reasons, "docs/dependencies.md", "| `ruff` | reads along |\n", "no reason for duckdb"),
    (papers.reasons, "docs/dependencies.md", "+| `pandas` | once |\n", "pandas, which nothing asks for"),
    (papers.links, "docs/dependencies.md", "+[gone](../GONE.md)\n", "links to ../GONE.md"),
    (papers.links, "docs/how-to/fly.md", "# Fly\n", "does not lead to how-to/fly.md"),
)


@pytest.mark.parametrize("check", sorted({p[0] for p in PLANTED}, key=lambda c: c.__name__), ids=lambda c: c.__name__)
def test_a_clean_tree_passes(check: Callable[[Path], list[str]], tmp_path: Path) -> None:
    assert check(plant(tmp_path)) == []


@pytest.mark.parametrize(("check", "file", "text", "told"), PLANTED, ids=lambda v: getattr(v, "__name__", None))
def test_a_planted_violation_is_found(check: Callable[[Path], list[str]], file: str, text: str, told: str,
                                      tmp_path: Path) -> None:
    wrong = check(plant(tmp_path, **{file: text}))
    assert any(told in line for line in wrong), wrong


def test_a_table_of_data_may_be_long(tmp_path: Path) -> None:
    data = SENTENCE + "ROWS = (\n" + "    ('a', 1),\n" * 700 + ")\n"
    assert sizes.long_files(plant(tmp_path, **{"src/talentloop/core/facts.py": data})) == []


def test_words_that_are_missing_are_found(tmp_path: Path) -> None:
    catalogue = "src/talentloop/locale/nl/words.po"
    root = plant(tmp_path, **{catalogue: TREE[catalogue] + 'msgid "kpi.hires"\n'
                              'msgstr "hires"\n\nmsgid "kpi.leads"\nmsgstr ""\n'})
    assert words.without_words(root, "kpi", ["visits"]) == []
    assert words.without_words(root, "kpi", ["hires"]) == ["kpi.hires has no words in en"]
    assert len(words.without_words(root, "kpi", ["leads"])) == 2, "an empty translation is no word"
    (root / "src/talentloop/locale/en/words.po").unlink()
    assert words.without_words(root, "kpi", ["visits"]) == ["locale: no words in en"]


def test_codes_are_found_where_they_are_made(tmp_path: Path) -> None:
    code = (SENTENCE + "CODES = {'half_a_row': Code('a whole one')}\nProblem('bad_date', 'x.csv')\n"
            "self.problem('cut_off')\nraise Trouble('no_room', disk=1)\nprint('quiet')\n")
    root = plant(tmp_path, **{"src/talentloop/line.py": code})
    assert words.problem_codes(root) == ["bad_date", "cut_off", "half_a_row"]
    assert words.error_codes(root) == ["in_trouble", "no_room"]
