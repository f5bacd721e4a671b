"""Who may open what: every address says what it needs, and gives nothing away to who may not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver, reverse

from talentloop.store.app.roles import RIGHTS, WITHOUT_CLIENT, Right
from talentloop.web.access import ClientView, right_of
from web.conftest import ROLES, World

NOTHING = "nergens"


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every registered address with the whole of its pattern."""
    def below(patterns: list[object], start: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            whole = start + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield whole, pattern
            else:
                yield from below(pattern.url_patterns, whole)

    return below(get_resolver().url_patterns, "")


def of_clients() -> list[URLPattern]:
    return [p for whole, p in addresses() if whole.startswith("c/<slug:client>/")]


def test_every_address_says_what_it_needs() -> None:
    silent = [whole for whole, pattern in addresses() if right_of(pattern.callback) is None]
    assert silent == []


def test_every_address_of_a_client_is_a_client_view_with_a_right_over_clients() -> None:
    found = of_clients()
    assert found
    for pattern in found:
        view = pattern.callback.view_class
        assert issubclass(view, ClientView), pattern
        assert view.needs not in WITHOUT_CLIENT, pattern


def test_every_address_with_a_client_in_it_is_below_c() -> None:
    """So that none escapes the test above."""
    stray = [whole for whole, pattern in addresses()
             if issubclass(getattr(pattern.callback, "view_class", object), ClientView)
             and not whole.startswith("c/<slug:client>/")]
    assert stray == []


def path_of(pattern: URLPattern, client: str) -> str:
    """An address to try, with something in each of its places."""
    kinds = {name: type(kind).__name__ for name, kind in pattern.pattern.converters.items()}
    places = {name: 1 if kind == "IntConverter" else "visits" for name, kind in kinds.items()}
    return reverse(pattern.name, kwargs={"client": client, **places})


@pytest.mark.parametrize("name", ROLES)
def test_each_role_at_each_address_of_a_client(world: World, name: str) -> None:
    browser, (whose, role) = world.browser(name), ROLES[name]
    for pattern in of_clients():
        needs = right_of(pattern.callback)
        status = browser.options(path_of(pattern, "merelhof")).status_code
        if whose == "elders":
            assert status == 404, pattern
        else:
            assert (status == 403) == (needs not in RIGHTS[role]), pattern


@pytest.mark.parametrize("name", [*ROLES, None])
def test_each_role_at_each_address_without_a_client(world: World, name: str | None) -> None:
    """The installation is nobody's of these; one's own pages are everybody's who is signed in."""
    browser, tried = world.browser(name), set()
    for whole, pattern in addresses():
        needs = right_of(pattern.callback)
        if needs not in (Right.SELF, Right.INSTALL) or whole.startswith("c/<slug:client>/"):
            continue
        places = {n: 1 if type(kind).__name__ == "IntConverter" else "merelhof" if n == "slug" else "csv"
                  for n, kind in pattern.pattern.converters.items()}
        status = browser.options(reverse(pattern.name, kwargs=places)).status_code
        tried.add(needs)
        assert status == (401 if name is None else 403 if needs is Right.INSTALL else 200), (name, whole, status)
    assert tried == {Right.SELF, Right.INSTALL}


def test_a_client_that_is_not_yours_and_one_that_is_not_there_look_the_same(world: World) -> None:
    browser = world.browser("stranger")
    for pattern in of_clients():
        theirs, nobodys = (browser.get(path_of(pattern, slug)) for slug in ("merelhof", NOTHING))
        assert theirs.status_code == nobodys.status_code == 404
        assert without(theirs.content, "merelhof") == without(nobodys.content, NOTHING)


def without(content: bytes, slug: str) -> str:
    """A page without what differs by itself: the token of its forms, and the address that was asked for."""
    return re.sub(r'(?<=name="csrfmiddlewaretoken" value=")\w+', "", content.decode()).replace(slug, "")


def test_who_is_not_signed_in_is_sent_to_the_login_whatever_there_is(world: World) -> None:
    browser = world.browser(None)
    for pattern in of_clients():
        for slug in ("merelhof", NOTHING):
            answer = browser.get(path_of(pattern, slug))
            assert answer.status_code == 302 and answer.url.startswith("/account/login/")


def test_nobody_but_the_privacy_officer_has_the_right_to_person_rows() -> None:
    assert [role.value for role, rights in RIGHTS.items() if Right.PRIVACY in rights] == ["privacy"]
