"""Who reads and in which language: their own when signed in, else the cookie's, else Dutch."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.crypto import salted_hmac

from ..locale import LANGUAGES
from ..report.words import Words

COOKIE = "talentloop-lang"


@cache
def words(lang: str, currency: str = "EUR") -> Words:
    return Words(lang, currency)


def language_of(request: HttpRequest) -> str:
    """One of locale.LANGUAGES."""
    own = request.user.language if request.user.is_authenticated else request.COOKIES.get(COOKIE, "")
    return own if own in LANGUAGES else _asked(request)


def _asked(request: HttpRequest) -> str:
    """English for a browser that prefers it, Dutch for every other."""
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "nl"


class ReaderMiddleware:
    """Sets `request.lang` and Django's own language, for the forms of allauth."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.lang = language_of(request)
        with translation.override(request.lang):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.lang)
        return response


def mark_of(request: HttpRequest) -> str:
    """By which a tab knows its reader again, when what was typed there was not sent; "" for nobody, and no id."""
    user = getattr(request, "user", None)
    return salted_hmac("reader", str(user.pk)).hexdigest()[:16] if user and user.is_authenticated else ""


def words_for(request: HttpRequest) -> dict[str, Any]:
    """`w` and `lang` in every template; amounts in the client's currency where there is a client."""
    lang = getattr(request, "lang", "nl")
    home = getattr(request, "home", None)
    return {"w": words(lang, home.settings.currency if home else "EUR"), "lang": lang, "reader_mark": mark_of(request),
            "languages": [code for code in LANGUAGES if code != lang]}
