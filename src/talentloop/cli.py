"""The command line: arguments in, the workspace called, text or JSON out, an exit code that says what kind of trouble."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from .command import answers, collected, collecting, learned, refit, show, trusted
from .command import pooled as together
from .command import roi as returns
from .command.connecting import connect, fetch
from .command.guarding import privacy
from .command.parse import as_date, as_period, as_planned, as_target, choice
from .command.speak import default_language, help_text, language, say_error, words
from .command.verbs import Verbs, say_mistake
from .core.decision import Decision
from .core.dimension import DIMENSIONS
from .core.errors import TalentloopError, UnknownName
from .core.kpi import Focus
from .core.loop import Against, Change, ChangeKind, Closing
from .report.plan_page import ShownPlan
from .report.trust_page import ShownTrust
from .workspace import Workspace

app = Verbs("app", name="talentloop", no_args_is_help=True)
loops = Verbs("loop", no_args_is_help=True)
app.add_typer(loops, name="loop")
collects = Verbs("collect", invoke_without_command=True)
app.add_typer(collects, name="collect")
priors = Verbs("prior", no_args_is_help=True)
app.add_typer(priors, name="prior")
app.add_typer(privacy, name="privacy")
app.add_typer(connect, name="connect")
app.command("fetch", help=help_text("fetch"))(fetch)

Where = Annotated[Path | None, typer.Option("--workspace", "-w", help=help_text("workspace"), show_default=False)]
Json = Annotated[bool, typer.Option("--json", help=help_text("json"))]
Lang = Annotated[str | None, typer.Option("--lang", help=help_text("lang"), show_default=False)]
Number = Annotated[int | None, typer.Option("--loop", "-n", help=help_text("number"), show_default=False)]

Port = Annotated[int | None, typer.Option("--port", help=help_text("serve_port"), show_default=False)]
LOCAL = "127.0.0.1"
Planned = Annotated[list[str] | None, typer.Option("--planned-visits", help=help_text("planned_visits"),
                                                   show_default=False)]


def opened(path: Path | None) -> Workspace:
    """The workspace that was named, or the one here or above."""
    return Workspace(path) if path else Workspace.find()


def answer(value: Any, as_json: bool, text: Callable[[Any], None], to_json: Callable[[Any], Any]) -> None:
    if as_json:
        show.as_json(to_json(value))
    else:
        text(value)


@app.command(help=help_text("init"))
def init(path: Annotated[Path, typer.Argument(help=help_text("init_path"))],
         name: Annotated[str | None, typer.Option(help=help_text("init_name"))] = None, json: Json = False) -> None:
    made = Workspace.create(path, name)
    answer(made, json, show.created, answers.created)


@app.command(help=help_text("take"))
def take(files: Annotated[list[Path], typer.Argument(help=help_text("take_files"))], workspace: Where = None,
         json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    with show.taking(len(files), quiet=json) as progress:
        taken = home.take(files, progress)
    answer(taken, json, lambda found: show.taken(found, language(home, lang)), answers.taken)
    raise typer.Exit(answers.exit_code(taken))


@app.command(help=help_text("plan"))
def plan(workspace: Where = None, baseline: Annotated[str | None, typer.Option(help=help_text("plan_baseline"))] = None,
         target: Annotated[list[str] | None, typer.Option(help=help_text("target"))] = None,
         planned_visits: Planned = None, number: Number = None,
         html: Annotated[Path | None, typer.Option("--html", help=help_text("plan_html"))] = None, json: Json = False,
         lang: Lang = None) -> None:
    home = opened(workspace)
    if baseline:
        home.freeze_baseline(as_period(baseline))
    if target:
        home.set_targets([as_target(t) for t in target], number)
    if planned_visits:
        home.plan_visits(dict(map(as_planned, planned_visits)), number)
    report = home.plan_report(number=number)
    if html:
        ShownPlan(report, language(home, lang), home.settings.house).save(html)
        home.note("export", of="plan", form="html")
    answer(report, json, lambda found: show.plan(found, language(home, lang), html),
           lambda found: answers.plan(found, language(home, lang)))


@loops.command("start", help=help_text("loop_start"))
def loop_start(strategy: Annotated[str, typer.Option("--strategy", "-s", help=help_text("strategy"))],
               focus: Annotated[str, typer.Option("--focus", "-f", help=help_text("focus"))], workspace: Where = None,
               start: Annotated[str | None, typer.Option("--from", help=help_text("loop_from"))] = None,
               until: Annotated[str | None, typer.Option("--until", help=help_text("loop_until"))] = None,
               primary: Annotated[str | None, typer.Option(help=help_text("primary"))] = None,
               compare: Annotated[str | None, typer.Option(help=help_text("compare"))] = None,
               target: Annotated[list[str] | None, typer.Option(help=help_text("target"))] = None,
               planned_visits: Planned = None, json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    first = as_date(start) if start else None
    period = as_period(f"{start}/{until}") if start and until else None
    made = home.start_loop(choice(Focus, focus), strategy, first, primary, choice(Against, compare) if compare else None,
                           [as_target(t) for t in target or ()], period, dict(map(as_planned, planned_visits or ())))
    answer(made, json, lambda found: show.started(found, home.baseline is not None, language(home, lang)), answers.loop)


@loops.command("log", help=help_text("loop_log"))
def loop_log(what: Annotated[str, typer.Argument(help=help_text("log_what"))],
             kind: Annotated[str, typer.Option("--kind", "-k", help=help_text("log_kind"))], workspace: Where = None,
             day: Annotated[str | None, typer.Option("--day", "-d", help=help_text("log_day"))] = None,
             planned: Annotated[bool, typer.Option("--planned/--unplanned", help=help_text("log_planned"))] = False,
             number: Number = None, json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    change = Change(as_date(day) if day else home.today, what, choice(ChangeKind, kind), planned)
    answer(home.log_change(change, number), json, lambda found: show.logged(found, language(home, lang)),
           answers.loop)


@loops.command("close", help=help_text("loop_close"))
def loop_close(lesson: Annotated[str, typer.Option("--lesson", "-l", help=help_text("lesson"))], workspace: Where = None,
               decision: Annotated[str, typer.Option(help=help_text("decision"))] = "",
               because: Annotated[str, typer.Option("--against-verdict-because", help=help_text("against"))] = "",
               way: Annotated[str | None, typer.Option(help=help_text("way"))] = None,
               number: Number = None, json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    closed = home.close_loop(
        Closing(home.today, lesson, decision, because, choice(Decision, way) if way else None), number)
    answer(closed, json, lambda found: show.loop(found, language(home, lang)), answers.loop)


@loops.command("undo", help=help_text("loop_undo"))
def loop_undo(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    home.undo_plan()
    answer(home.plan.loops, json, lambda found: show.plan_undone(found, home.today, language(home, lang)),
           lambda found: [answers.loop(x) for x in found])


@loops.command("list", help=help_text("loop_list"))
def loop_list(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    answer(home.plan.loops, json, lambda found: show.loops(found, home.today, language(home, lang)),
           lambda found: [answers.loop(x) for x in found])


@app.command(help=help_text("report"))
def report(workspace: Where = None, number: Number = None, lang: Lang = None,
           html: Annotated[Path | None, typer.Option("--html", help=help_text("html"))] = None,
           json: Json = False) -> None:
    home = opened(workspace)
    with show.waiting(quiet=json) as progress:
        found = home.report(number, language(home, lang), progress)
    if html:
        found.save(html)
    if html or json:
        home.note("export", of="report", loop=found.findings.loop.number, form="html" if html else "json")
    answer(found, json, lambda x: show.report(x, html), lambda x: x.to_dict())


@app.command(help=help_text("kpi"))
def kpi(names: Annotated[list[str], typer.Argument(help=help_text("kpi_names"))], workspace: Where = None,
        by: Annotated[str | None, typer.Option(help=help_text("by"))] = None,
        start: Annotated[str | None, typer.Option("--from", help=help_text("from"))] = None,
        end: Annotated[str | None, typer.Option("--to", help=help_text("to"))] = None, number: Number = None,
        json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    if by and by not in DIMENSIONS:
        raise UnknownName("unknown_dimension", name=by, near=", ".join(DIMENSIONS))
    table = home.kpi(names, by, as_date(start) if start else None, as_date(end) if end else None, number,
                     language(home, lang))
    answer(table, json, show.kpis, lambda x: x.to_dict())


@app.command(help=help_text("archive"))
def archive(words: Annotated[list[str] | None, typer.Argument(help=help_text("archive_words"))] = None,
            focus: Annotated[str | None, typer.Option("--focus", "-f", help=help_text("archive_focus"))] = None,
            kpi: Annotated[str | None, typer.Option(help=help_text("archive_kpi"))] = None, workspace: Where = None,
            json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    found = home.archive(" ".join(words or ()), choice(Focus, focus) if focus else None, kpi)
    answer(found, json, lambda x: learned.archive(x, kpi, language(home, lang)), learned.as_json)


@app.command(help=help_text("roi"))
def roi(workspace: Where = None, html: Annotated[Path | None, typer.Option("--html", help=help_text("roi_html"))] = None,
        json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    spoken = language(home, lang)
    answer(home.roi(), json, lambda found: returns.roi(found, spoken, html, home.settings.house),
           lambda found: returns.as_json(found, spoken))


@app.command(help=help_text("trust"))
def trust(workspace: Where = None,
          html: Annotated[Path | None, typer.Option("--html", help=help_text("trust_html"))] = None, json: Json = False,
          lang: Lang = None) -> None:
    home = opened(workspace)
    found = home.trust()
    if html:
        ShownTrust(found, language(home, lang), home.settings.house).save(html)
        home.note("export", of="trust", form="html")
    answer(found, json, lambda x: trusted.trust(x, language(home, lang), html), trusted.as_json)


@app.command(help=help_text("pooled"))
def pooled(workspaces: Annotated[list[Path], typer.Argument(help=help_text("pooled_workspaces"))], number: Number = None,
           json: Json = False, lang: Lang = None) -> None:
    spoken = language(None, lang)
    answer(together.judged_together(workspaces, number), json, lambda found: together.pooled(found, spoken),
           lambda found: together.as_json(found, spoken))


@priors.command("refit", help=help_text("prior_refit"))
def prior_refit(workspaces: Annotated[list[Path], typer.Argument(help=help_text("prior_workspaces"))],
                out: Annotated[Path, typer.Option("--out", help=help_text("prior_out"))], json: Json = False,
                lang: Lang = None) -> None:
    written = refit.relearn(workspaces, out)
    answer(written, json, lambda found: refit.told(found, language(None, lang)), refit.as_json)


@collects.callback()
def collect(context: typer.Context,
            workspace: Annotated[list[Path] | None, typer.Option("--workspace", "-w", help=help_text("collect_workspace"),
                                                                 show_default=False)] = None,
            host: Annotated[str, typer.Option(help=help_text("collect_host"))] = "127.0.0.1",
            port: Annotated[int, typer.Option(help=help_text("collect_port"))] = 8766,
            path: Annotated[str, typer.Option(help=help_text("collect_path"))] = "/tl",
            rate: Annotated[int, typer.Option(help=help_text("collect_rate"))] = 300,
            every: Annotated[float, typer.Option(help=help_text("collect_every"))] = 180.0,
            enough: Annotated[int, typer.Option(help=help_text("collect_enough"))] = 20_000,
            proxy: Annotated[list[str] | None, typer.Option(help=help_text("collect_proxy"), show_default=False)] = None,
            ) -> None:
    if context.invoked_subcommand is None:
        homes = [Workspace(path) for path in workspace or ()] or [Workspace.find()]
        collecting.run(homes, host, port, path, rate, every, enough, proxy or ("127.0.0.1", "::1"))


@collects.command("setup", help=help_text("collect_setup"))
def collect_setup(workspace: Where = None, lang: Lang = None) -> None:
    home = opened(workspace)
    collected.set_up(collecting.set_up(home), language(home, lang))


@collects.command("status", help=help_text("collect_status"))
def collect_status(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    answer(collecting.stands(home), json, lambda found: collected.status(found, language(home, lang)), collected.as_json)


@collects.command("drain", help=help_text("collect_drain"))
def collect_drain(workspace: Where = None, lang: Lang = None) -> None:
    home = opened(workspace)
    collected.drained(collecting.drained(home), language(home, lang))


@collects.command("key", help=help_text("collect_key"))
def collect_key(workspace: Where = None, lang: Lang = None) -> None:
    home = opened(workspace)
    collected.key(*collecting.server_key(), language(home, lang))


@collects.command("link", help=help_text("collect_link"))
def collect_link(kind: Annotated[str, typer.Argument(help=help_text("collect_link_kind"))] = "internal",
                 workspace: Where = None) -> None:
    print("?tl-optout=" + collecting.link_token(opened(workspace), kind))


@app.command(help=help_text("verify"))
def verify(url: Annotated[str, typer.Argument(help=help_text("verify_url"))], workspace: Where = None,
           json: Json = False, lang: Lang = None) -> None:
    from .command import verified

    home = Workspace(workspace) if workspace else verified.home_or_none()
    found, stands = verified.looked(url, home), collecting.stands_if_told(home)
    spoken = language(home, lang)
    answer(found, json, lambda x: verified.told(x, stands, spoken), lambda x: verified.as_json(x, stands, spoken))
    raise typer.Exit(0 if found.works else 1)


@app.command(help=help_text("doctor"))
def doctor(workspace: Where = None, json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    stands = collecting.stands_if_told(home)
    answer(home.doctor(), json, lambda found: show.doctor(found, stands, language(home, lang)),
           lambda found: answers.checkup(found, stands))


@app.command(help=help_text("undo"))
def undo(batch: Annotated[str | None, typer.Argument(help=help_text("undo_batch"))] = None, workspace: Where = None,
         json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    answer(home.undo(batch), json, lambda found: show.undone(found, language(home, lang)), answers.undone)


@app.command(help=help_text("tidy"))
def tidy(workspace: Where = None, keep_days: Annotated[int, typer.Option(help=help_text("tidy_keep"))] = 30,
         json: Json = False, lang: Lang = None) -> None:
    home = opened(workspace)
    answer(home.tidy(keep_days), json, lambda found: show.tidied(found, language(home, lang)), answers.tidied)


@app.command(help=help_text("demo"))
def demo(path: Annotated[Path, typer.Argument(help=help_text("demo_path"))] = Path("demo"),
         seed: Annotated[int, typer.Option(help=help_text("demo_seed"))] = 2024,
         scale: Annotated[float, typer.Option(help=help_text("demo_scale"))] = 1.0, lang: Lang = None,
         dashboard: Annotated[bool, typer.Option("--serve/--no-serve", help=help_text("demo_serve"))] = True,
         port: Port = None, json: Json = False) -> None:
    from .command.demonstrate import demonstrate

    made = demonstrate(path, seed, scale, lang, quiet=json)
    if json:
        show.as_json(made)
    elif dashboard:
        from .web import serve as server

        spoken = language(opened(path), lang)
        server.serve(path / ".server", LOCAL, port, teller(spoken), lambda: furnished(path, spoken))


def furnished(path: Path, lang: str) -> Any:
    from .web.furnish import demo as furnish

    return furnish(path, lang)


@app.command(help=help_text("mcp"))
def mcp(workspace: Annotated[list[Path] | None, typer.Option("--workspace", "-w", help=help_text("mcp_workspace"),
                                                             show_default=False)] = None, lang: Lang = None) -> None:
    from .command import mcp as tools

    homes = [Workspace(path) for path in workspace or ()] or [Workspace.find()]
    tools.server(homes, language(homes[0], lang)).run()


@app.command(help=help_text("serve"))
def serve(data: Annotated[Path, typer.Option("--data", help=help_text("serve_data"))] = Path("talentloop-data"),
          port: Port = None, host: Annotated[str, typer.Option(help=help_text("serve_host"))] = LOCAL) -> None:
    from .web import serve as server

    server.serve(data, host, port, teller(default_language()))


def teller(lang: str) -> Callable[..., None]:
    """Prints a sentence by its id, at once."""
    return lambda id, **facts: print(words(lang)(id, **facts), flush=True)


def main() -> None:
    """Run a command; what went wrong is said in one sentence with what to do, never as a traceback."""
    try:
        # A verb that ends with a code of its own hands it back here.
        sys.exit(app(prog_name="talentloop", standalone_mode=False) or 0)
    except TalentloopError as error:
        sys.exit(say_error(error))
    except typer.Abort:
        sys.exit(130)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # a mistake in the command itself, as typer tells it
            sys.exit(say_mistake(error))
        raise


