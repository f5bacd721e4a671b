"""What the command-line library says by itself (usage, headings, mistakes), in the reader's language."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import Any

import typer
import typer.core
from typer.core import TyperCommand, TyperGroup

from .speak import default_language, help_text, words

# What the library prints by these names has no place of its own where another text could be given.
PRINTED = {"Arguments": "arguments", "Options": "options", "Commands": "commands", "required": "required",
           "default: {default}": "default", "Missing command.": "no_command",
           "No such command {name!r}.": "unknown_command"}


def _printed(text: str) -> str:
    return said(PRINTED[text]) if text in PRINTED else text


typer.core._ = _printed  # type: ignore[assignment]


def said(id: str, **facts: object) -> str:
    """A text of the command line; without facts its places stay open, for the library to fill in."""
    text = f"cli.typed.{id}"
    return words(default_language())(text, **facts) if facts else words(default_language()).raw(text)


class _Spoken:
    """Usage and help in our words; a verb's help is listed whole, over two lines where it needs them."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=said("usage") + " ")

    def get_help_option(self: Any, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = said("help")
        return option

    def get_short_help_str(self: Any, limit: int = 45) -> str:
        return self.help or ""


class Verb(_Spoken, TyperCommand):
    pass


class Group(_Spoken, TyperGroup):
    pass


class Verbs(typer.Typer):
    """Verbs that belong together, under the help text of their id."""

    def __init__(self, id: str, **more: Any) -> None:
        super().__init__(cls=Group, help=help_text(id), add_completion=False, suggest_commands=False,
                         rich_markup_mode=None, pretty_exceptions_enable=False,
                         context_settings={"help_option_names": ["-h", "--help"]},
                         options_metavar=said("any_options"), subcommand_metavar=said("any_command"), **more)

    def command(self, name: str | None = None, **more: Any) -> Any:
        return super().command(name, cls=Verb, options_metavar=said("any_options"), **more)


def say_mistake(error: Any) -> int:
    """What was typed wrong and where to read how it goes, on standard error; returns the exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":  # not a mistake: somebody looks what there is
        print(error.format_message())
        return 0
    print(_mistake(error), file=sys.stderr)
    print(said("look", command=error.ctx.command_path if error.ctx else "talentloop"), file=sys.stderr)
    return int(error.exit_code)


def _mistake(error: Any) -> str:
    match type(error).__name__:
        case "NoSuchOption":
            return said("no_option", name=error.option_name) + _near(error.option_name, error.possibilities or ())
        case "MissingParameter":
            return said("missing", name=_hint(error))
        case "BadParameter":
            return said("no_value", name=_hint(error))
        case "BadOptionUsage":
            return said("no_use", name=error.option_name)
        case _ if error.ctx is not None and isinstance(error.ctx.command, TyperGroup):
            return str(error.message) + _near(_quoted(error.message), error.ctx.command.commands)
        case _:
            return said("too_many")


def _hint(error: Any) -> str:
    return str(error.param.get_error_hint()).replace("'", "") if error.param is not None else "–"


def _quoted(message: str) -> str:
    """The word between quotes."""
    return message.split("'")[1] if message.count("'") > 1 else ""


def _near(name: str, known: Any) -> str:
    found = get_close_matches(name, list(known), n=1)
    return " " + said("meant", name=found[0]) if found else ""
