"""Every address of the API: what it answers is read by command/reading*.py, the same for screens, API and MCP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError

from ...command import reading
from ...command.batches import batches
from ...command.reading_content import content as content_read
from ...command.reading_content import links as links_read
from ...command.reading_costs import costs as costs_read
from ...command.reading_data import data as data_read
from ...command.reading_journey import journey as journey_read
from ...core.errors import TalentloopError, UnknownName
from ...report.filling import error_sentence
from ...store.app import keys
from .. import figures
from ..access import opened
from ..reader import words
from ..remembering import remembered
from . import shapes, shown
from .door import ByKey, home_of

Lang = Literal["nl", "en"]
WRONG = frozenset({"not_a_period", "not_splittable", "unknown_dimension"})  # of the question, not of the address
TROUBLE = {code: shapes.Trouble for code in (401, 404, 409, 422, 429)}
Number = Path(..., ge=1, le=9999)
Day = Query(None, ge=date(1990, 1, 1), le=date(2100, 1, 1))
api = NinjaAPI(title="talentloop", version="1", docs_url=None, openapi_url=None, urls_namespace="api", auth=ByKey(),
               description="Figures, verdicts and plans of recruitment marketing, read only. `lang` is the language of "
                           "sentences and names. What `report`, `plan` and `roi` hold: docs/reference/json.md.")


def read(path: str, shape: Any, summary: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """One address that is read."""
    return api.get(path, response={200: shape, **TROUBLE}, summary=summary)


@read("/clients", list[shapes.ClientSeen], "The clients that this key opens")
def clients(request: HttpRequest) -> Any:
    return [_client(slug) for slug in keys.clients(request.auth)]


def _client(found: Any) -> reading.Plain:
    home = opened(found)
    return {"id": found.slug, "name": found.name, "language": home.settings.language, "currency": home.settings.currency,
            "today": home.today}


@read("/kpis", list[shapes.Definition], "Every KPI and its definition")
def definitions(request: HttpRequest, lang: Lang = "nl") -> Any:
    return reading.definitions(lang)


@read("/kpis/{kpi}", shapes.Definition, "One KPI and its definition")
def definition(request: HttpRequest, kpi: str, lang: Lang = "nl") -> Any:
    return reading.definition(kpi, lang)


@read("/clients/{client}/loops", list[shapes.LoopSeen], "The loops of a client, the first one first")
def loops(request: HttpRequest, client: str) -> Any:
    return reading.loops(home_of(request, client))


@read("/clients/{client}/loops/{number}/report", dict[str, Any], "Everything that can be said of one loop")
def report(request: HttpRequest, client: str, number: int = Number, lang: Lang = "nl") -> Any:
    home = home_of(request, client)
    found = figures.report_for(home, number)
    home.note("export", of="report", loop=number, form="api")
    return remembered(home, lambda: reading.report(found, lang), "api-report", number, lang)


@read("/clients/{client}/loops/{number}/board", shapes.Board, "The KPI framework of one loop")
def board(request: HttpRequest, client: str, number: int = Number, lang: Lang = "nl") -> Any:
    home = home_of(request, client)
    return remembered(home, lambda: reading.board(figures.report_for(home, number), lang), "api-board", number,
                              lang)


@read("/clients/{client}/loops/{number}/kpis/{kpi}", shapes.StoryTold, "The story of one KPI in one loop")
def story(request: HttpRequest, client: str, kpi: str, number: int = Number, lang: Lang = "nl") -> Any:
    return reading.story(figures.report_for(home_of(request, client), number), kpi, lang)


@read("/clients/{client}/kpis/{kpi}/figure", shapes.FigureAsked,
      "One KPI over a window (or, without one, over the last loop), by itself or per value of a dimension")
def figure(request: HttpRequest, client: str, kpi: str, start: date | None = Day, end: date | None = Day,
           loop: int | None = Query(None, ge=1, le=9999), by: str | None = None, lang: Lang = "nl") -> Any:
    home = home_of(request, client)
    period = reading.window(home, start, end, loop)
    return remembered(home, lambda: reading.figure(home, kpi, period, by, lang), "api-figure", kpi, period, by,
                              lang)


@read("/clients/{client}/plan", dict[str, Any], "The present or next loop as planned")
def plan(request: HttpRequest, client: str, lang: Lang = "nl") -> Any:
    return reading.plan(figures.plan_for(home_of(request, client)), lang)


@read("/clients/{client}/loops/{number}/journey", shown.Journey,
      "The candidate journey of one loop: steps, the largest leak, the form, pools, and what leads people a pool up")
def journey(request: HttpRequest, client: str, number: int = Number, lang: Lang = "nl") -> Any:
    return journey_read(figures.report_for(home_of(request, client), number), lang)


@read("/clients/{client}/costs", shown.Costs, "The ledger, a hire three ways, and the return over twelve months")
def costs(request: HttpRequest, client: str, lang: Lang = "nl") -> Any:
    home = home_of(request, client)
    return costs_read(figures.book_for(home), figures.per_hire_for(home), figures.roi_for(home),
                      figures.written_for(home), lang)


@read("/clients/{client}/content", shown.Content, "Pages of the last twelve months, and the rules that say what they are")
def content(request: HttpRequest, client: str, lang: Lang = "nl") -> Any:
    home = home_of(request, client)
    return content_read(figures.library_for(home), home.settings.smallest_cell, lang)


@read("/clients/{client}/links", shown.Links, "What is worth mending in campaign links, as visits came through them")
def links(request: HttpRequest, client: str, lang: Lang = "nl") -> Any:
    home = home_of(request, client)
    return links_read(figures.campaigns_for(home), home.settings.smallest_cell, lang)


@read("/clients/{client}/data", shown.Data, "Sources with freshness and completeness, breaks in the series, and batches")
def data(request: HttpRequest, client: str, lang: Lang = "nl") -> Any:
    home = home_of(request, client)
    return data_read(figures.told_for(home), batches(home), home.plan.loops, figures.advice_for(home), home.today, lang)


# ---- trouble -------------------------------------------------------------------------------------------------------


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    answer = _trouble(request, error.status_code, str(error), words(_lang(request))(str(error)))
    if error.status_code == 429:
        answer.headers["Retry-After"] = "10"
    if error.status_code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(TalentloopError)
def _ours(request: HttpRequest, error: TalentloopError) -> HttpResponse:
    status = 409 if not isinstance(error, UnknownName) else 422 if error.code in WRONG else 404
    return _trouble(request, status, error.code, error_sentence(words(_lang(request)), error))


@api.exception_handler(ValidationError)
def _misspelt(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = ", ".join(sorted({str(e["loc"][-1]) for e in error.errors}))
    return _trouble(request, 422, "api.misspelt", words(_lang(request))("api.misspelt", places=places))


def _trouble(request: HttpRequest, status: int, code: str, sentence: str) -> HttpResponse:
    return api.create_response(request, {"code": code.removeprefix("api."), "sentence": sentence}, status=status)


def _lang(request: HttpRequest) -> str:
    return "en" if request.GET.get("lang") == "en" else "nl"
