"""Which of our stages an ATS's stage is: the client's own word first, then the usual Dutch and English names."""

from __future__ import annotations

import re
from collections.abc import Mapping

STAGES = ("reviewed", "invited", "interview", "offer", "hired", "rejected", "withdrawn")
# The first that matches decides; later stages come first, for names like "Offer call" or "Afwijzen na gesprek".
USUAL: tuple[tuple[str, re.Pattern[str]], ...] = tuple((stage, re.compile(pattern, re.I)) for stage, pattern in (
    ("withdrawn", r"withdr|teruggetrok|ingetrok"),
    ("rejected", r"reject|declin|afgewez|afwijz|niet geschikt|turned down"),
    ("hired", r"\bhired\b|aangenomen|indienst|in dienst|onboard|contract (?:getekend|signed)"),
    ("offer", r"\boffer|aanbod|aanbieding|arbeidsvoorwaard|reference|referentie|background check|contract|voorstel"),
    ("interview", r"face.to.face|on.?site|in.person|interview|gesprek|kennismak|meeloop|proefdag|final round"),
    ("invited", r"phone|telefo|bellen|video ?call|screening call|assessment|take.?home|test|case|uitgenodigd|invite|"
                r"shortlist|short.?list|geschikt|qualified|recruiter screen"),
    ("reviewed", r"^(?!application review).*(?:review|beoorde|screen|bekeken|voorselectie|longlist|in behandeling)"),
))


def stage_of(name: str | None, client: Mapping[str, str]) -> str | None:
    """Our stage for the ATS's name of one, None when it is the first stage (received) or not known."""
    if not name:
        return None
    said = client.get(name.strip().lower())
    if said:
        return said if said in STAGES else None
    return next((stage for stage, pattern in USUAL if pattern.search(name)), None)
