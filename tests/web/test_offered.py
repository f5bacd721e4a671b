"""Nothing is offered that is refused: every link and form on every page of a role leads where that role may go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import Http404
from django.urls import resolve

from talentloop.store.app.roles import WITHOUT_CLIENT, Right
from talentloop.web.access import right_of
from web.conftest import ROLES, World

LINK = re.compile(r'<(?:a|link|script|img|source)\b[^>]*?\b(?:href|src)="([^"#]+)')
ASKED = re.compile(r'\bhx-get="([^"]+)')
FORM = re.compile(r"<form\b([^>]*)")


def led_to(page: str, here: str) -> Iterator[str]:
    """Every address of ours that a page links to or asks by itself."""
    for found in (*LINK.findall(page), *ASKED.findall(page)):
        whole = urljoin(here, unescape(found))
        if whole.startswith("/") and not whole.startswith(("//", "/static/", "/assets/")):
            yield whole


def sent_to(page: str, here: str) -> Iterator[str]:
    """Where its forms go that change something."""
    for attributes in FORM.findall(page):
        if 'method="post"' in attributes:
            action = re.search(r'action="([^"]*)"', attributes)
            yield urljoin(here, unescape(action[1]) if action else here)


def right_at(address: str) -> tuple[Right | None, str]:
    """What an address needs, and the client that it is about."""
    found = resolve(urlsplit(address).path)
    return right_of(found.func), str(found.kwargs.get("client", ""))


@pytest.mark.parametrize("name", ROLES)
def test_every_link_opens_and_every_form_may_be_sent(world: World, name: str) -> None:
    browser, user = world.browser(name), world.person(name)
    clients = {c.slug: user.rights(c) for c in user.clients()}
    ahead, seen, wrong, kinds = ["/?all=1"], set(), [], set()
    while ahead:
        here = ahead.pop()
        view = resolve(urlsplit(here).path)
        mark = (view.url_name, view.kwargs.get("client"))
        if mark in seen or view.url_name in ("static", "asset", "account_logout"):
            continue
        seen.add(mark)
        answer = browser.get(here)
        if answer.status_code >= 400:
            wrong.append((here, answer.status_code))
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = answer.content.decode()
        kinds.add(view.url_name)
        ahead += led_to(page, here)
        for action in sent_to(page, here):
            needs, client = right_at(action)
            if needs not in WITHOUT_CLIENT and needs not in clients.get(client, ()):
                wrong.append((here, action))
    assert wrong == [] and {"home", "loop", "me"} <= kinds


def test_a_link_and_a_form_would_be_seen() -> None:
    page = (
        '<a class="x" href="/c/a/?b=1&amp;c=2">x</a><form method="post" action="../log/"><form method="post" class="y">'
    )
    assert list(led_to(page, "/c/a/")) == ["/c/a/?b=1&c=2"]
    assert list(sent_to(page, "/c/a/b/")) == ["/c/a/log/", "/c/a/b/"]
    with pytest.raises(Http404):
        right_at("/nergens/")
