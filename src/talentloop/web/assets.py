"""Style and scripts: one style sheet from the tokens that page, picture and print share; addresses carry their hash."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from ..report import theme
from ..store.app.roles import Right
from .access import Page

HERE = Path(__file__).parent
REPORT = files("talentloop.report")


@cache
def stylesheet() -> str:
    """The report's own style, then the app's, then each screen's `screen.css`. A letter that comes too late is for the
    next page: nothing that is being read moves."""
    font = f"@font-face{{font-family:{theme.FONT};font-weight:400 700;font-display:optional;" \
           f"src:url({address('inter.woff2')}) format('woff2')}}"
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{theme.variables(theme.DARK)}color-scheme:dark}}}}"
    sheets = [(REPORT / "static" / "loop.css").read_text("utf-8"), *_ours()]
    return "\n".join([font, f":root{{{theme.variables(theme.LIGHT)}--font:{theme.STACK}}}", dark, *sheets])


def _ours() -> list[str]:
    return [p.read_text("utf-8") for p in (HERE / "style" / "web.css", *sorted(HERE.glob("screens/*/screen.css")))]


@cache
def _font() -> bytes:
    return (REPORT / "fonts" / "Inter-subset.woff2").read_bytes()


def stamp(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def made(name: str) -> tuple[bytes, str]:
    """An asset that is put together here, and its kind."""
    if name == "web.css":
        return stylesheet().encode(), "text/css; charset=utf-8"
    if name == "inter.woff2":
        return _font(), "font/woff2"
    raise Http404


def address(name: str) -> str:
    return reverse("asset", args=(name, stamp(made(name)[0])))


class Asset(Page):
    """One asset, kept by the browser for a year: its address changes when it does."""

    needs = Right.ANYONE

    def get(self, request: HttpRequest, name: str, mark: str) -> HttpResponse:
        content, kind = made(name)
        return HttpResponse(content, content_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})


class Stamped(StaticFilesStorage):
    """Files in static/ under addresses that carry their hash; nothing needs to be collected beforehand."""

    def url(self, name: str | None) -> str:
        return f"{super().url(name)}?v={_hash(str(name))}"


@cache
def _hash(name: str) -> str:
    found: Any = finders.find(name)
    return stamp(Path(found).read_bytes()) if found else "0"
