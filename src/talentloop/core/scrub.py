"""Free text without what could name a person: addresses, telephone numbers, tokens and values that carry them."""

from __future__ import annotations

import base64
import re
from itertools import pairwise

MASK = "-"
# An @ as written, or percent-encoded once, twice, …
AT = r"(?:@|%(?:25)*40)"
# The part before the @ may be gone already: `+` in a query is read as a space.
ADDRESS = re.compile(rf"[^/@\s&=?,;<>\"']*{AT}[^/@\s&=?,;<>\"']+(?:\.|%(?:25)*2E)[a-z]{{2,}}", re.I)
PHONE = re.compile(r"(?<![\w.-])(?:(?:\+|00|%(?:25)*2B)\d{9,14}|06[ -]?\d{8})(?!\w)", re.I)
SIGNED = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?")  # a JSON web token
HEX = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{32,}(?![0-9a-zA-Z])", re.I)
RUN = re.compile(r"[A-Za-z0-9_-]{16,}={0,2}")
NAMED = re.compile(r"(?<![a-z0-9])((?:access_?|auth_?|id_?)?token|e-?mail|mail|session(?:id)?|sid|jwt|sig(?:nature)?|"
                   r"password|pass|pwd|secret|otp|bsn|phone|tel|telefoon|first_?name|last_?name|voornaam|achternaam|naam)"
                   r"(=|%(?:25)*3D)[^&\s/;]+", re.I)
SIGN, EQUALS = re.compile(AT, re.I), re.compile(r"=|%(?:25)*3D", re.I)  # without these the longer patterns find nothing
HINT = re.compile(r"@|%(?:25)*(?:40|2B|3D)|\+|00|06|eyJ|=|[A-Za-z0-9_-]{16}", re.I)  # without it there is nothing to find
RESTLESS = 0.4  # random letters and digits change kind at 62 % of their steps, words put together at under 30 %


def scrub(text: str) -> str:
    """The text with `-` in place of e-mail addresses, telephone numbers, tokens, and values of telling parameters.

    Numbers of campaigns and vacancies, UUIDs (vacancies of several ATSs) and words put together stay.
    """
    if not HINT.search(text):
        return text
    clean = NAMED.sub(rf"\1\2{MASK}", text) if EQUALS.search(text) else text
    clean = ADDRESS.sub(MASK, clean) if SIGN.search(clean) else clean
    return RUN.sub(_unless_random, HEX.sub(MASK, SIGNED.sub(MASK, PHONE.sub(MASK, clean))))


def _unless_random(found: re.Match[str]) -> str:
    run = found.group()
    if run == run.lower() or run == run.upper():
        return run
    return MASK if _random(run) or _hides_address(run) else run


def _random(run: str) -> bool:
    """Long, of capitals, small letters and digits, and jumping between them as only random text does."""
    kinds = ["A" if c.isupper() else "a" if c.islower() else "1" for c in run if c.isalnum()]
    if len(kinds) < 20 or len(set(kinds)) < 3:
        return False
    jumps = sum(a != b for a, b in pairwise(kinds))
    return jumps / (len(kinds) - 1) >= RESTLESS


def _hides_address(run: str) -> bool:
    """Is it an e-mail address in base64, as links in mailings carry it?"""
    bare = run.rstrip("=")
    try:
        told = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4)).decode("ascii")
    except ValueError:
        return False
    return ADDRESS.search(told) is not None
