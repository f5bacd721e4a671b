"""House style on a page: the accent in tones that can be read in light and dark, and the logo without a request."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from ..core.house import House
from .theme import DARK, LIGHT

READABLE = 4.5  # WCAG 2.2, 1.4.3: text beside its paper
LOGO = ".top img{max-height:40px;max-width:240px;align-self:center}@media print{.top{display:flex!important}}"
KINDS = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg"}


def picture(house: House) -> str:
    """The logo as an address that needs no request; "" without one."""
    kind = next((kind for start, kind in KINDS.items() if house.logo.startswith(start)), "")
    return f"data:{kind};base64,{b64encode(house.logo).decode()}" if kind else ""


def style(house: House) -> str:
    """CSS that goes after the shared style; "" without a colour and a logo."""
    logo = LOGO if house.logo else ""
    if not house.accent:
        return logo
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{_set(house.accent, DARK['paper'])}}}}}"
    return f":root{{{_set(house.accent, LIGHT['paper'])}}}\n{dark}{logo}"


def _set(accent: str, paper: str) -> str:
    """The accent and its two softer tones on this paper."""
    text = legible(accent, paper)
    return f"--accent:{text};--accent-soft:{mixed(text, paper, 0.5)};--accent-faint:{mixed(text, paper, 0.27)};"


def legible(colour: str, paper: str) -> str:
    """The colour itself where it can be read on this paper, else the nearest tone of it that can."""
    end = "#FFFFFF" if _light(paper) < 0.5 else "#000000"
    return next(c for c in _towards(colour, end) if contrast(c, paper) >= READABLE)


def _towards(colour: str, end: str) -> Iterator[str]:
    yield colour.upper()
    for step in range(1, 21):
        yield mixed(end, colour, step / 20)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of the first colour in the second."""
    parts = [round(a * share + b * (1 - share)) for a, b in zip(_parts(colour), _parts(other), strict=True)]
    return "#{:02X}{:02X}{:02X}".format(*parts)


def contrast(colour: str, other: str) -> float:
    """How far apart two colours are in light, 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_light(colour), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _light(colour: str) -> float:
    r, g, b = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in (p / 255 for p in _parts(colour)))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
