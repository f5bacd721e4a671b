"""Every page of the app as the URL resolver knows it, and the ways in which a client's pages can be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from talentloop.command.reading import ways
from talentloop.core.kpi import Dated
from talentloop.core.kpis import framework, pools
from talentloop.core.loop import BEFOREHAND
from talentloop.store.app.roles import WITHOUT_CLIENT
from talentloop.web.access import right_of
from talentloop.web.screens.loop.looking import dimensions

SPLIT = "visits"  # the KPI whose story is looked at by every dimension that it has


def addresses(said: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Name and path of every address but the API's; `said` are the places in them: the client, a KPI, a loop's number."""
    for namespace, pattern in patterns(get_resolver().url_patterns, ""):
        if pattern.name and right_of(pattern.callback) is not None and namespace != "api:":
            places = {n: said.get(n, 1 if type(c).__name__ == "IntConverter" else "x")
                      for n, c in pattern.pattern.converters.items()}
            places.update({"client": said["client"]} if right_of(pattern.callback) not in WITHOUT_CLIENT else {})
            try:
                yield pattern.name, reverse(f"{namespace}{pattern.name}", kwargs=places)
            except NoReverseMatch:
                continue


def variations(client: str, number: int) -> Iterator[tuple[str, str]]:
    """Earlier loops, the loop beside other periods and in parts, every story, one story by every dimension; and files."""
    for earlier in range(1, number):
        yield from ((f"{name}, earlier", reverse(name, args=(client, earlier)))
                    for name in ("loop_number", "journey_number"))
        yield "plan, earlier", f"{reverse('plan', args=(client,))}?loop={earlier}"
    loop = reverse("loop", args=(client,))
    yield from (("loop beside", f"{loop}?vs={a.value}") for a in BEFOREHAND)
    yield "loop by day of application", f"{loop}?dates={Dated.APPLICATION.value}"
    yield from (("loop by parts", f"{loop}?by={id}") for id in dimensions(pools.USUAL))
    yield "loop of one part", f"{loop}?device=mobile"
    kpis = [kpi for column in framework(pools.USUAL).values() for kpi in column]
    yield from (("story of each", reverse("story", args=(client, number, kpi.id))) for kpi in kpis)
    for kpi in kpis:
        if kpi.id == SPLIT:
            address = reverse("story", args=(client, number, kpi.id))
            yield from (("story by parts", f"{address}?by={id}") for id in ways(kpi))
    yield from (("loop_file", reverse("loop_file", args=(client, number, form))) for form in ("csv", "json"))
    yield "trust, worked out", f"{reverse('settings_trust', args=(client,))}?now"


def patterns(found: list[object], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    """Each named address below these, with the namespace that it is in."""
    for one in found:
        if isinstance(one, URLPattern):
            yield namespace, one
        elif isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{one.namespace}:" if one.namespace else namespace)
