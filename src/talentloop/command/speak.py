"""The language of the command line: help texts and errors, Dutch unless asked otherwise."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING

from ..core.errors import TalentloopError
from ..report.filling import error_sentence
from ..report.words import Words

if TYPE_CHECKING:
    from ..workspace import Workspace

LANGUAGES = ("nl", "en")


@cache
def words(lang: str) -> Words:
    return Words(lang)


def default_language() -> str:
    """TALENTLOOP_LANG, or English when the machine speaks English, else Dutch."""
    asked = os.environ.get("TALENTLOOP_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if asked.lower().startswith("en") else "nl"


def language(workspace: Workspace | None, asked: str | None) -> str:
    """The language asked for, else the client's."""
    if asked in LANGUAGES:
        return asked
    return workspace.settings.language if workspace else default_language()


def help_text(id: str) -> str:
    return words(default_language())(f"cli.help.{id}")


def say_error(error: TalentloopError) -> int:
    """One sentence with what, where and what now, on standard error; returns the exit code."""
    print(error_sentence(words(default_language()), error), file=sys.stderr)
    return error.exit_code
