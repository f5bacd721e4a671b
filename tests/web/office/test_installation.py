"""The installation's own settings, and where one is signed in."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from talentloop.store.app.models import Agency, Client
from talentloop.store.app.roles import Right
from talentloop.web import audit
from talentloop.workspace import Workspace
from web.conftest import PASSWORD, World


@pytest.fixture
def chief(world: World) -> Browser:
    user = world.person("admin")
    user.is_superuser = True
    user.save()
    return world.browser("admin")


def test_a_client_is_added_with_a_folder_and_somebody_who_can_let_people_in(world: World, chief: Browser) -> None:
    answer = chief.post("/installation/client/", {"name": "Zorg & Co", "agency": ""})
    made = Client.objects.get(name="Zorg & Co")
    assert answer.url == f"/c/{made.slug}/" and Workspace(made.folder).settings.name == "Zorg & Co"
    assert Right.PEOPLE in world.person("admin").rights(made)
    assert chief.post("/installation/client/", {"name": "zorg & co"}).status_code == 400, "a second click adds no second"
    assert list(audit.log().entries())[-1].facts["did"] == "client added"


def test_an_agency_is_added_with_its_first_admin(world: World, chief: Browser) -> None:
    chief.post("/installation/agency/", {"name": "Bureau Zuid"})
    agency = Agency.objects.get(name="Bureau Zuid")
    chief.post("/installation/client/", {"name": "Molen", "agency": agency.pk})
    assert Right.SETTINGS in world.person("admin").rights(Client.objects.get(name="Molen"))
    assert "Bureau Zuid" in chief.get("/installation/").content.decode()


def test_nobody_else_sees_the_installation(world: World) -> None:
    browser = world.browser("admin")
    assert browser.get("/installation/").status_code == 403
    assert browser.post("/installation/client/", {"name": "Stiekem"}).status_code == 403
    assert not Client.objects.filter(name="Stiekem").exists()
    assert "/installation/" not in browser.get("/me").content.decode()


def entered(agent: str) -> Browser:
    browser = Browser(headers={"user-agent": agent})
    browser.post("/account/login/", {"login": "viewer@example.org", "password": PASSWORD})
    return browser


def test_one_signs_out_elsewhere_but_nobody_else(world: World) -> None:
    here, there = entered("Mozilla/5.0 (X11; Linux) Firefox/140.0"), entered("Mozilla/5.0 (iPhone) Safari/605")
    page = here.get("/me/sessions/")
    other = next(s for s, current, _ in page.context["rows"] if not current)
    assert "Safari · iPhone" in page.content.decode()
    assert world.browser("marketer").post(f"/me/sessions/{other.pk}/end/").status_code == 404
    assert there.get("/me").status_code == 200
    here.post(f"/me/sessions/{other.pk}/end/")
    assert there.get("/me").status_code == 302 and here.get("/me").status_code == 200
