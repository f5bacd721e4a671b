"""What an assistant asks by MCP: totals with their reasons, never a person, and nothing can be changed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from talentloop.command.mcp import server
from talentloop.core.errors import UnknownName
from talentloop.workspace import Workspace


def ask(where: Any, questions: Callable[[Client], Any]) -> Any:
    """Talk with a server, and hand back what `questions` makes of it."""
    async def talk() -> Any:
        async with Client(where) as client:
            return await questions(client)

    return asyncio.run(talk())


def answer(home: Workspace, tool: str, **asked: Any) -> Any:
    async def one(client: Client) -> Any:
        return await client.call_tool(tool, asked)

    return ask(server([home], "nl"), one)


def test_the_tools_only_read(demo: Workspace) -> None:
    async def listed(client: Client) -> Any:
        assert client.server_info.name == "talentloop" and client.server_info.version == version("talentloop")
        return (await client.list_tools()).tools

    found = ask(server([demo], "nl"), listed)
    assert [t.name for t in found] == ["clients", "loops", "kpis", "definition", "report", "figure", "plan", "journey",
                                       "costs", "content", "links", "data"]
    assert all(t.annotations.read_only_hint and t.description for t in found)


def test_a_figure_has_its_window_and_its_source_and_what_cannot_be_said_is_no_number(demo: Workspace) -> None:
    name = demo.settings.name
    told = answer(demo, "figure", client=name, kpi="visits", loop=2, by="channel").structured_content
    assert told["figure"]["value"] == demo.kpi(["visits"], number=2).rows[0][2].value
    assert told["sources"] and told["window"]["start"] == demo.loop(2).period.start.isoformat() and told["segments"]
    of_people = answer(demo, "figure", client=name, kpi="pool_1", loop=2).structured_content
    assert of_people["coverage"] and of_people["identity"]["person"] == "joined" and of_people["identity"]["sentence"]
    weeks = [answer(demo, "figure", client=name, kpi="hires", start=str(w.start), end=str(w.end)).structured_content
             for w in demo.standing.weeks(demo.loop(2).period)]
    few = [told["figure"] for told in weeks if told["figure"].get("cannot_say") == "too_few"]
    assert few and not any("value" in told for told in few)


def test_what_is_asked_wrongly_is_told_in_words(demo: Workspace) -> None:
    for asked in ({"client": "Niemand", "kpi": "visits"}, {"client": demo.settings.name, "kpi": "bezoekjes"}):
        found = answer(demo, "figure", **asked)
        assert found.is_error and asked["kpi" if asked["client"] != "Niemand" else "client"] in found.content[0].text


def test_a_report_is_written_in_the_audit_log(own_demo: Workspace) -> None:
    found = answer(own_demo, "report", client=own_demo.settings.name, loop=1).structured_content
    assert found["loop"]["number"] == 1 and found["kpis"]
    last = list(own_demo.audit.entries())[-1]
    assert (last.who, last.what, last.facts["form"]) == ("mcp:0", "export", "mcp")


def test_what_the_screens_beside_the_loop_show_is_told_too(demo: Workspace) -> None:
    name = demo.settings.name
    told = {tool: answer(demo, tool, client=name).structured_content
            for tool in ("plan", "journey", "costs", "content", "links", "data")}
    assert told["plan"]["loop"]["number"] == demo.plan_report(False).loop.number
    assert told["journey"]["loop"] == demo.loop().number and told["journey"]["steps"]
    assert told["costs"]["total"] > 0 and told["costs"]["roi"]["total_costs"] == demo.roi().total_costs
    assert told["content"]["pages"] and told["content"]["rules"] and told["data"]["sources"]
    assert told["links"]["visits"]["value"] > 0


def test_two_clients_of_one_name_are_refused(demo: Workspace) -> None:
    with pytest.raises(UnknownName, match="two_clients_alike"):
        server([demo, Workspace(demo.path)], "nl")


def test_the_command_speaks_over_standard_input_and_output(demo: Workspace) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "talentloop", "mcp", "-w", str(demo.path)])

    async def clients(client: Client) -> Any:
        return (await client.call_tool("clients", {})).structured_content

    assert [c["client"] for c in ask(command, clients)["result"]] == [demo.settings.name]
