"""Who looks after personal data, where nobody does: asked of an admin, said in so many words, and never by itself."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from talentloop.store.app.models import Agency, Client, Membership, User
from talentloop.store.app.roles import Right, Role
from talentloop.web.place import Place
from talentloop.workspace import Workspace
from web.conftest import PASSWORD, World

PEOPLE = "/c/merelhof/settings/people/"
SAY = f"{PEOPLE}officer/"


@pytest.fixture
def unguarded(world: World) -> World:
    """Nobody is privacy officer any more."""
    world.person("privacy officer").memberships.all().delete()
    return world


def told(world: World) -> list[dict[str, object]]:
    return [e.facts for e in world.home.audit.entries() if e.what == "role"]


def test_who_makes_the_first_account_gets_no_privacy_rights_until_they_say_so(db: None) -> None:
    browser = Browser()
    browser.post(f"/start/{Place.here().make().first_run()}",
                 {"email": "eerste@example.org", "password": PASSWORD, "agency": "Bureau Zuid", "language": "en"})
    browser.post("/begin/client/", {"name": "Alleen", "language": "nl"})
    user, client = User.objects.get(), Client.objects.get()
    assert Right.PRIVACY not in user.rights(client)
    page = browser.get("/c/alleen/").content.decode()
    assert "Nobody looks after personal data here yet" in page and "/c/alleen/settings/people/#officer" in page
    refused = browser.get("/c/alleen/privacy/")
    assert refused.status_code == 403
    assert 'href="/c/alleen/settings/people/"' in refused.content.decode().split("<main")[1]
    browser.post("/c/alleen/settings/people/officer/", {"of": "client"})
    assert Right.PRIVACY in user.rights(client) and Right.SETTINGS in user.rights(client)
    assert browser.get("/c/alleen/privacy/").status_code == 200
    assert "Nobody looks after" not in browser.get("/c/alleen/").content.decode()
    [line] = [e.facts for e in Workspace(client.folder).audit.entries() if e.what == "role"]
    assert (line["did"], line["role"], line["of"], line["user"]) == ("taken on", "privacy", "client", user.pk)


def test_for_all_clients_of_the_agency_only_who_governs_it(unguarded: World) -> None:
    assert unguarded.browser("admin").post(SAY, {"of": "agency"}).status_code == 403
    agency = Agency.objects.get()
    Membership.objects.create(user=unguarded.person("admin"), agency=agency, role=Role.ADMIN.value)
    unguarded.browser("admin").post(SAY, {"of": "agency"})
    assert all(Right.PRIVACY in unguarded.person("admin").rights(c) for c in (unguarded.merelhof, unguarded.kustzorg))


def test_beside_an_officer_nobody_takes_it_on(world: World) -> None:
    browser = world.browser("admin")
    assert 'id="officer"' not in browser.get(PEOPLE).content.decode()
    assert "zorgt al iemand" in browser.post(SAY, {"of": "client"}, follow=True).content.decode()
    assert Right.PRIVACY not in world.person("admin").rights(world.merelhof) and told(world) == []
    through = world.person("privacy officer").memberships.get()
    through.client, through.agency = None, world.merelhof.agency
    through.save()
    browser.post(SAY, {"of": "client"})
    assert Right.PRIVACY not in world.person("admin").rights(world.merelhof), "the agency's officer is one of the client"


def test_a_second_click_adds_no_second_role(unguarded: World) -> None:
    for _ in range(2):
        unguarded.browser("admin").post(SAY, {"of": "client"})
    assert Membership.objects.filter(role=Role.PRIVACY.value).count() == 1 and len(told(unguarded)) == 1


@pytest.mark.parametrize("name", ["agency marketer", "marketer", "viewer", "analyst", "stranger", None])
def test_nobody_else_may_say_so_or_is_asked(unguarded: World, name: str | None) -> None:
    browser = unguarded.browser(name)
    assert browser.post(SAY, {"of": "client"}).status_code in (401, 403, 404)
    assert browser.post(SAY, {"of": "agency"}).status_code in (401, 403, 404)
    assert not Membership.objects.filter(role=Role.PRIVACY.value).exists()
    for place in ("", "settings/"):
        assert "Nog niemand zorgt hier" not in browser.get(f"/c/merelhof/{place}").content.decode()


def test_somebody_else_is_invited_with_that_role_filled_in(unguarded: World) -> None:
    browser = unguarded.browser("admin")
    assert "Nog niemand zorgt hier" in browser.get("/c/merelhof/settings/").content.decode()
    assert 'href="?role=privacy#invite"' in browser.get(PEOPLE).content.decode()
    invite = browser.get(f"{PEOPLE}?role=privacy").content.decode().split('id="invite"')[1]
    assert '<option value="privacy" selected>' in invite
    odd = browser.get(f"{PEOPLE}?role=baas").content.decode().split('id="invite"')[1]
    assert '<option value="viewer" selected>' in odd
