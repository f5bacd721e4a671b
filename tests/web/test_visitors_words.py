"""What a visitor writes in an address, a referrer or a form is text on every page, and never a part of it."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from django.urls import reverse

from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.people import DERIVATIONS
from talentloop.web import figures
from web.conftest import World

EVIL, MANY = "<script>alert(1)</script>", 40
TEXTS = ("content", "evp_theme", "vacancy", "campaign", "utm_source", "utm_medium", "network")
PAGES = ("loop", "journey", "plan", "costs", "content", "content_links", "data", "plan_archive", "story")


def test_a_script_that_a_visitor_wrote_is_shown_as_text_and_runs_nowhere(world: World) -> None:
    home, day = world.home, world.home.today
    told = {name: [f'{EVIL}"\'{name}'] * MANY for name in TEXTS}
    source = home.lake.catalog.state().first_source["web_hits"]  # whose hits count
    home.lake.take(Batch("hostile", source, datetime(2026, 11, 2), iter([Rows("web_hits", {
        "event": list(range(1, MANY + 1)), "visitor": list(range(1, MANY + 1)), "day": [day] * MANY,
        "at": np.array([f"{day}T09:00:{n:02d}" for n in range(MANY)], dtype="datetime64[us]"),
        "kind": ["page_view"] * MANY, "traffic_class": ["human"] * MANY, "consent": ["limited"] * MANY,
        "identity": ["daily"] * MANY, "provenance": ["measured"] * MANY, "channel": ["email"] * MANY,
        "page": [f"/verhalen/{EVIL}"] * MANY, "page_type": ["content"] * MANY, **told})])), DERIVATIONS)
    figures.prepare(home)
    browser, shown = world.browser("marketer"), dict[str, str]()
    for name in PAGES:
        where = {"client": "merelhof", **({"kpi": "visits", "number": 2} if name == "story" else {})}
        answer = browser.get(reverse(name, kwargs=where), {"by": "campaign"}, follow=True)
        assert answer.status_code == 200, name
        shown[name] = answer.content.decode()
    assert not [name for name, page in shown.items() if EVIL in page]
    assert "&lt;script&gt;alert(1)" in shown["content"], "it is on no page: this proves nothing"
