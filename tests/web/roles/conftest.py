"""What the four walks have in common: the menu as it is read, and an address tried by hand by who may not open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from talentloop.command import apart
from talentloop.web import jobs, uploads
from talentloop.web.settings import CSRF_COOKIE_NAME

Tab = Callable[..., Any]
REFUSED = ("status of 403 (Forbidden)", "status of 404 (Not Found)")
WORK = ["Loop", "Journey", "Plan", "Content", "Kosten", "Data", "Instellingen"]  # the menu of who works for a client
WORDS = {403: "Dit hoort niet bij jouw rol", 404: "Deze pagina is er niet"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs are done as soon as they are asked for, and files are read here: what a process of its own does is
    walked through where files are brought (tests/web/data)."""
    monkeypatch.setattr(
        uploads, "apart", lambda verb, folder, file, seconds, told, who: apart.main(verb, folder, str(file), who)
    )
    monkeypatch.setattr(apart.os, "nice", lambda by: 0)
    jobs.queue.immediate = True
    yield
    jobs.queue.immediate = False


def menu(page: Any) -> list[str]:
    """The places of a client that are offered, in their order."""
    return [str(text) for text in page.locator(".places a").all_inner_texts()]


def opened_by_hand(tab: Any, page: Any, address: str) -> int:
    """The status of an address typed into the bar; a refusal must say so in words, and give nothing away."""
    status = int(page.goto(address).status)
    if status in WORDS:
        assert page.inner_text("h1") == WORDS[status], address
        assert page.locator("main form, main table").count() == 0, address
    tab.complaints[:] = [x for x in tab.complaints if not any(told in x for told in REFUSED)]
    return status


def sent_by_hand(page: Any, address: str, **fields: str) -> int:
    """The status of a form that no page offered, sent with everything that a browser would send along."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == CSRF_COOKIE_NAME)
    headers = {"X-CSRFToken": token, "Referer": page.url}
    return int(page.request.post(address, form=fields, headers=headers, max_redirects=0).status)
