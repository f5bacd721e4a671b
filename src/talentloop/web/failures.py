"""When something goes wrong: pages in words for 403, 404, 500, an ended session, a stale form; errors one can mend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..core.errors import TalentloopError
from ..report.filling import error_sentence
from ..store.app.roles import Right
from .reader import words


def _page(request: HttpRequest, status: int, kind: str, says: str = "") -> HttpResponse:
    return render(request, "failure.html", {"kind": kind, "says": says, "title_id": f"web.failure.{kind}",
                                            "text_id": f"web.failure.{kind}.text"}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, "404")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, "yours" if Right.PEOPLE in getattr(request, "rights", ()) else "403")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, "400")


def broken(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, "500")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "stale") if request.user.is_authenticated else ended(request)


def ended(request: HttpRequest) -> HttpResponse:
    """Something was sent after its session had ended: nothing is done, and nothing of it is kept here. The tab kept
    what was typed (static/unsent.js); a part of a page says so where it stands, and leaves the rest as it is."""
    if request.headers.get("HX-Request"):
        return render(request, "ended.html", status=401)
    return _page(request, 401, "ended")


class ErrorsInWords:
    """Middleware: an error that we raise on purpose becomes a page that says what, where and what to do now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, TalentloopError):
            return None
        said: Any = error_sentence(words(getattr(request, "lang", "nl")), error)
        return _page(request, 409, "rule", said)
