"""What an assistant may ask by MCP: clients, loops, definitions, reports and figures; totals, and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ..assess.per_hire import per_hire, rolling
from ..content.arrivals import seen_campaigns
from ..content.library import library
from ..core.errors import NoWorkspace, TalentloopError, UnknownName
from ..engine.told import told
from ..ledger.book import book
from ..ledger.by_hand import written
from ..report.filling import error_sentence
from ..workspace import Workspace
from . import reading, reading_content, reading_costs, reading_data, reading_journey
from .batches import batches
from .speak import words

if TYPE_CHECKING:
    from mcp.server import MCPServer

INSTRUCTIONS = ("Figures, verdicts and plans of recruitment marketing. Where a figure would stand there may be an object "
                "with `cannot_say`: say so, never guess a number. Windows are half-open: `end` is the first day after. "
                "Figures of people, ratios and medians may not be added up. A verdict that cannot tell is no verdict.")


def server(homes: Sequence[Workspace], lang: str) -> MCPServer:
    """Serves these clients' totals; each is known by the name in its client.toml."""
    try:
        from mcp.server import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise NoWorkspace("mcp_missing") from error
    made = MCPServer("talentloop", version=version("talentloop"), instructions=INSTRUCTIONS)
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tool in tools(_named(homes), lang):
        made.add_tool(_in_words(tool, lang), name=tool.__name__, description=tool.__doc__, annotations=reads)
    return made


def _named(homes: Sequence[Workspace]) -> Mapping[str, Workspace]:
    found: dict[str, Workspace] = {}
    for home in homes:
        if home.settings.name in found:
            raise UnknownName("two_clients_alike", name=home.settings.name)
        home.who = "mcp:0"
        found[home.settings.name] = home
    return found


def tools(homes: Mapping[str, Workspace], lang: str) -> list[Callable[..., Any]]:
    """Everything that can be asked."""

    def home_of(client: str) -> Workspace:
        if client not in homes:
            raise UnknownName("unknown_client", name=client, near=", ".join(homes))
        return homes[client]

    def clients() -> list[dict[str, Any]]:
        """The clients that can be asked about, with today in their zone."""
        return [{"client": name, "today": home.today.isoformat(), "currency": home.settings.currency}
                for name, home in homes.items()]

    def loops(client: str) -> list[dict[str, Any]]:
        """The loops of a client: window, focus, strategy, targets, changes, lesson."""
        return reading.loops(home_of(client))

    def kpis() -> list[dict[str, Any]]:
        """Every KPI by id and name, with what its figure can be split by."""
        return [{name: one[name] for name in ("id", "name", "pillar", "unit", "splits")}
                for one in reading.definitions(lang)]

    def definition(kpi: str) -> dict[str, Any]:
        """What a KPI is and how it may be read."""
        return reading.definition(kpi, lang)

    def report(client: str, loop: int | None = None) -> dict[str, Any]:
        """Everything that can be said of one loop: figures, comparisons, verdicts. Without a loop: the last one."""
        home = home_of(client)
        found = home.findings(loop)
        home.note("export", of="report", loop=found.loop.number, form="mcp")
        return reading.report(found, lang)

    def figure(client: str, kpi: str, start: date | None = None, end: date | None = None, loop: int | None = None,
               by: str | None = None) -> dict[str, Any]:
        """One KPI over start…end (end not included) or over a loop, by itself or per value of a dimension."""
        home = home_of(client)
        return reading.figure(home, kpi, reading.window(home, start, end, loop), by, lang)

    return [clients, loops, kpis, definition, report, figure, *more_tools(home_of, lang)]


def more_tools(home_of: Callable[[str], Workspace], lang: str) -> list[Callable[..., Any]]:
    """What the screens beside the loop show."""

    def plan(client: str) -> dict[str, Any]:
        """The present or next loop as planned: targets, what it can prove, what may sink. Looking freezes nothing."""
        return reading.plan(home_of(client).plan_report(freeze=False), lang)

    def journey(client: str, loop: int | None = None) -> dict[str, Any]:
        """The candidate journey of a loop: steps, the largest leak, the form, pools, what leads people a pool up."""
        return reading_journey.journey(home_of(client).findings(loop), lang)

    def costs(client: str) -> dict[str, Any]:
        """Twelve months of the ledger, what a hire costs three ways with margin, and the year's return as a range."""
        home = home_of(client)
        hires = per_hire(home.engine, home.today), rolling(home.engine, home.today)
        return reading_costs.costs(book(home), hires, home.roi(), written(home), lang)

    def content(client: str) -> dict[str, Any]:
        """Pages of the last twelve months with type, theme and persona, and the rules that say so."""
        home = home_of(client)
        return reading_content.content(library(home), home.settings.smallest_cell, lang)

    def links(client: str) -> dict[str, Any]:
        """What is worth mending in campaign links (UTM), as visits really came through them."""
        home = home_of(client)
        return reading_content.links(seen_campaigns(home), home.settings.smallest_cell, lang)

    def data(client: str) -> dict[str, Any]:
        """How the data stands: sources with freshness and completeness, breaks in the series, batches, what to do."""
        home = home_of(client)
        return reading_data.data(told(home.lake), batches(home), home.plan.loops, home.doctor().advice, home.today, lang)

    return [plan, journey, costs, content, links, data]


def _in_words(tool: Callable[..., Any], lang: str) -> Callable[..., Any]:
    """The tool, whose errors are sentences that say what to do."""
    from functools import wraps

    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def asked(*args: Any, **more: Any) -> Any:
        try:
            return tool(*args, **more)
        except TalentloopError as error:
            raise ToolError(error_sentence(words(lang), error)) from None

    return asked
