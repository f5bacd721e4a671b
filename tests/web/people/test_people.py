"""People and roles: invited, let in, changed, withdrawn; what may not be, and who may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from talentloop.store.app import members
from talentloop.store.app.models import Invitation, Membership, User
from talentloop.store.app.roles import Right, Role
from web.conftest import PASSWORD, World

PEOPLE = "/c/merelhof/settings/people/"


def link_in(answer: object) -> str:
    """The way in that the page shows, this once."""
    return re.search(r"/invitation/[\w-]+", answer.content.decode()).group()  # type: ignore[attr-defined, union-attr]


def invite(world: World, email: str = "nieuw@example.org", role: Role = Role.VIEWER, **more: str) -> str:
    return link_in(world.browser("admin").post(f"{PEOPLE}invite/", {"email": email, "role": role.value, **more}))


def test_an_invitation_makes_an_account_with_that_role_once(world: World) -> None:
    link, guest = invite(world), Browser()
    assert "nieuw@example.org" in guest.get(link).content.decode()
    answer = guest.post(link, {"password": PASSWORD, "language": "en"})
    assert answer.status_code == 302 and answer.url == "/c/merelhof/"
    user = User.objects.get(email="nieuw@example.org")
    assert user.language == "en" and user.rights(world.merelhof) == frozenset({Right.SEE})
    assert guest.get(PEOPLE).status_code == 403, "a viewer is let into nothing else"
    assert [here for _, here, _ in guest.get("/me/sessions/").context["rows"]] == [True], "one can see and end it"
    assert Browser().get(link).status_code == 410
    assert Browser().post(link, {"password": PASSWORD, "language": "nl"}).status_code == 410
    told = [(e.what, e.facts["did"]) for e in world.home.audit.entries() if e.what == "role"]
    assert told == [("role", "invited"), ("role", "accepted")]
    assert "nieuw@" not in (world.home.path / "audit.jsonl").read_text()


def test_a_weak_password_is_told_and_the_link_still_holds(world: World) -> None:
    link = invite(world)
    assert Browser().post(link, {"password": "kort", "language": "nl"}).status_code == 200
    assert not User.objects.filter(email="nieuw@example.org").exists()
    assert Browser().get(link).status_code == 200


def test_links_that_are_old_withdrawn_or_made_up_open_nothing(world: World) -> None:
    old = invite(world)
    Invitation.objects.update(until=timezone.now() - timedelta(seconds=1))
    gone = invite(world, "ander@example.org")
    number = Invitation.objects.get(email="ander@example.org").pk
    world.browser("admin").post(f"{PEOPLE}invitation/{number}/")
    pages = [Browser().get(link) for link in (old, gone, "/invitation/verzonnen")]
    assert [p.status_code for p in pages] == [410] * 3
    assert "example.org" not in "".join(p.content.decode() for p in pages)


def test_a_new_invitation_replaces_the_earlier_one(world: World) -> None:
    first, second = invite(world), invite(world)
    assert Browser().get(first).status_code == 410 and Browser().get(second).status_code == 200


def test_who_has_an_account_signs_in_to_take_it_up_and_nobody_else_can(world: World) -> None:
    link = invite(world, "stranger@example.org", Role.MARKETER)
    assert Browser().get(link).url.startswith("/account/login/")
    assert Browser().post(link, {"password": PASSWORD, "language": "nl"}).status_code == 302
    other = world.browser("viewer")
    other.post(link, {})
    assert Right.PLAN not in world.person("viewer").rights(world.merelhof)
    mine = world.browser("stranger")
    assert mine.get(link).status_code == 200
    assert mine.post(link).url == "/c/merelhof/"
    assert Right.PLAN in world.person("stranger").rights(world.merelhof)


def test_it_is_mailed_when_mail_is_set_up(world: World, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.org"  # type: ignore[attr-defined]
    answer = world.browser("admin").post(f"{PEOPLE}invite/", {"email": "post@example.org", "role": "viewer"})
    assert answer.status_code == 302 and mail.outbox[0].to == ["post@example.org"]
    link = re.search(r"http://testserver(/invitation/\S+)", str(mail.outbox[0].body)).group(1)  # type: ignore[union-attr]
    assert Browser().get(link).status_code == 200


def test_a_role_is_changed_and_withdrawn(world: World) -> None:
    browser, whose = world.browser("admin"), Membership.objects.get(user=world.person("viewer"))
    browser.post(f"{PEOPLE}{whose.pk}/", {"role": "analyst"})
    assert Right.EXPORT in world.person("viewer").rights(world.merelhof)
    browser.post(f"{PEOPLE}{whose.pk}/", {"role": "analyst", "withdraw": "1"})
    assert world.browser("viewer").get("/c/merelhof/").status_code == 404
    assert browser.post(f"{PEOPLE}{whose.pk}/", {"withdraw": "1"}).status_code == 404


@pytest.mark.parametrize("asked", [{"withdraw": "1"}, {"role": "viewer"}])
def test_the_last_admin_cannot_leave(world: World, asked: dict[str, str]) -> None:
    whose, browser = Membership.objects.get(user=world.person("admin")), world.browser("admin")
    answer = browser.post(f"{PEOPLE}{whose.pk}/", asked, follow=True)
    assert "enige beheerder" in answer.content.decode()
    assert world.person("admin").rights(world.merelhof) >= {Right.PEOPLE}
    Membership.objects.create(user=world.person("marketer"), client=world.merelhof, role=Role.ADMIN.value)
    browser.post(f"{PEOPLE}{whose.pk}/", asked)
    assert Right.PEOPLE not in world.person("admin").rights(world.merelhof)


def test_the_agency_s_people_are_for_the_agency_to_change(world: World) -> None:
    theirs = Membership.objects.get(user=world.person("agency marketer"))
    assert world.browser("admin").post(f"{PEOPLE}{theirs.pk}/", {"withdraw": "1"}).status_code == 403
    assert world.browser("admin").post(f"{PEOPLE}invite/", {"email": "x@example.org", "role": "admin", "of": "agency"}
                                       ).status_code == 403
    Membership.objects.create(user=world.person("admin"), agency=world.merelhof.agency, role=Role.ADMIN.value)
    assert members.last_admin(Membership.objects.get(user=world.person("admin"), agency__isnull=False))
    assert world.browser("admin").post(f"{PEOPLE}{theirs.pk}/", {"withdraw": "1"}).status_code == 302
    link = invite(world, role=Role.MARKETER, of="agency")
    Browser().post(link, {"password": PASSWORD, "language": "nl"})
    assert set(User.objects.get(email="nieuw@example.org").clients()) == {world.merelhof, world.kustzorg, world.bakker}


def test_people_of_another_client_are_out_of_reach(world: World) -> None:
    theirs = Membership.objects.get(user=world.person("stranger"))
    assert world.browser("admin").post(f"{PEOPLE}{theirs.pk}/", {"withdraw": "1"}).status_code == 404
    assert Membership.objects.filter(pk=theirs.pk).exists()


def test_nobody_is_shown_a_place_that_they_may_not_open(world: World) -> None:
    page = world.browser("viewer").get("/c/merelhof/settings/").content.decode()
    assert PEOPLE not in page and world.browser("marketer").post(f"{PEOPLE}invite/", {}).status_code == 403


@pytest.mark.browser
def test_somebody_is_invited_and_let_in_and_no_further_in_the_browser(tab: Callable[..., Any], world: World) -> None:
    page = tab("admin")
    page.goto(PEOPLE)
    page.fill("#invite [name=email]", "nieuw@example.org")
    page.click("#invite .button")
    link = page.locator("input.secret").input_value()
    guest = tab()
    guest.goto(link)
    guest.fill("#id_password", PASSWORD)
    guest.click(".form .button")
    guest.wait_for_url("**/c/merelhof/")
    assert guest.locator(f'a[href="{PEOPLE}"]').count() == 0 and guest.locator('nav a[href$="/privacy/"]').count() == 0
    assert guest.context.request.get(PEOPLE).status == 403
    assert User.objects.get(email="nieuw@example.org").rights(world.merelhof) == frozenset({Right.SEE})
