"""The one hand that page, picture and print share: colours by role, light and dark, sizes, and Vega's settings."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

FONT = "Inter"
STACK = f'{FONT}, "Source Sans 3", system-ui, -apple-system, "Segoe UI", sans-serif'
SIZES = {"small": 13, "text": 15, "lead": 18, "title": 24, "top": 36}
WIDEST = 1280
TEXT_WIDTH = "72ch"

# Every value is another colour, so that a picture drawn in the light ones can be repainted by name.
LIGHT: Mapping[str, str] = {
    "paper": "#FBFAF7", "card": "#FFFFFF", "band": "#F4F1EA", "rule": "#E5E2DA", "ink": "#1F2430", "soft": "#3D434F",
    "muted": "#646B78", "accent": "#0F6B6B", "accent-soft": "#8FBDBA", "accent-faint": "#BFD8D6", "day": "#D5DEDB",
    "better": "#2E7D4F", "better-soft": "#A9CDB8", "worse": "#B3402E", "worse-soft": "#E6BDB4",
    "expected": "#866A1B", "expected-soft": "#DCCB97", "unsure": "#656C79", "unsure-soft": "#C9CCD2",
    "zero": "#B9B5AA", "hatch": "#C9BF9F",
}
DARK: Mapping[str, str] = {
    "paper": "#15181D", "card": "#1A1E24", "band": "#1C2026", "rule": "#2B3038", "ink": "#ECEBE6", "soft": "#C6CAD1",
    "muted": "#9AA1AC", "accent": "#4FB3AE", "accent-soft": "#2F6766", "accent-faint": "#24494A", "day": "#2A3236",
    "better": "#6CC08B", "better-soft": "#2D5A3F", "worse": "#E58573", "worse-soft": "#6B3A31",
    "expected": "#D9B95C", "expected-soft": "#5E5026", "unsure": "#9BA2AD", "unsure-soft": "#3B424D",
    "zero": "#5A616C", "hatch": "#6B6244",
}


def variables(colours: Mapping[str, str]) -> str:
    """CSS custom properties of one set of colours."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())


@cache
def font_face() -> str:
    """The typeface inside the page itself, so that nothing is fetched."""
    font = (files(__package__) / "fonts" / "Inter-subset.woff2").read_bytes()
    source = f"url(data:font/woff2;base64,{b64encode(font).decode()}) format('woff2')"
    return f"@font-face{{font-family:{FONT};font-weight:400 700;font-style:normal;font-display:swap;src:{source}}}"


@cache
def stylesheet() -> str:
    """Everything that a page needs to look as it does."""
    rules = (files(__package__) / "static" / "loop.css").read_text(encoding="utf-8")
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}color-scheme:dark}}}}"
    return f"{font_face()}\n:root{{{variables(LIGHT)}--font:{STACK}}}\n{dark}\n{rules}"


def vega_config(small: bool = False) -> dict[str, Any]:
    """What Vega draws with; `small` for a phone's width."""
    size = 11 if small else 12
    text = {"font": FONT, "fontSize": size, "color": LIGHT["muted"]}
    return {
        "background": None, "font": FONT, "padding": 0, "view": {"stroke": None},
        "axis": {"labelFont": FONT, "labelFontSize": size, "labelColor": LIGHT["muted"], "title": None,
                 "domainColor": LIGHT["rule"], "tickColor": LIGHT["rule"], "gridColor": LIGHT["rule"], "labelPadding": 6},
        "axisX": {"grid": False}, "axisY": {"domain": False, "ticks": False},
        "text": text, "legend": {"labelFont": FONT, "labelFontSize": size, "labelColor": LIGHT["soft"], "title": None,
                                 "orient": "top", "symbolType": "square", "offset": 4, "labelLimit": 240},
    }


def repainted(svg: str) -> str:
    """The same drawing with its colours by name, so that dark mode repaints it."""
    for name, value in LIGHT.items():
        for written in (value, value.lower()):
            svg = svg.replace(f'"{written}"', f'"var(--{name})"')
    return svg
