"""Keys for programs: told once, recognised by their digest, good for one client or an agency's, over when revoked."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from talentloop.store.app import keys
from talentloop.store.app.models import ApiKey
from talentloop.store.app.roles import Right, Role
from web.conftest import World


def test_a_key_is_found_by_its_secret_which_is_nowhere_kept(world: World) -> None:
    key, secret = keys.make(world.merelhof, "rapport", Role.VIEWER, world.person("admin"))
    assert keys.find(secret) == key and keys.find(secret + "x") is None and keys.find("") is None
    kept = ApiKey.objects.values().get()
    assert secret not in str(kept) and kept["ends"] == secret[-4:] and len(secret) > 40


def test_on_screen_a_key_is_its_last_four_characters(world: World) -> None:
    _, secret = keys.make(world.merelhof, "rapport", Role.VIEWER, world.person("admin"))
    page = world.browser("admin").get(reverse("settings_keys", args=["merelhof"])).content.decode()
    assert f"…{secret[-4:]}</code>" in page
    assert not any(secret[n : n + 5] in page for n in range(len(keys.START), len(secret) - 4))


def test_a_key_opens_its_client_or_its_agencys_clients_and_no_other(world: World) -> None:
    own, _ = keys.make(world.merelhof, "eigen", Role.VIEWER, None)
    agency, _ = keys.make(world.merelhof.agency, "bureau", Role.VIEWER, None)
    elsewhere, _ = keys.make(world.elders, "elders", Role.VIEWER, None)
    assert [c.slug for c in keys.clients(own)] == ["merelhof"]
    assert [c.slug for c in keys.clients(agency)] == ["bakker", "kustzorg", "merelhof"]
    assert list(keys.of_client(world.merelhof)) == [agency, own]
    assert list(keys.of_client(world.elders)) == [elsewhere]


def test_a_revoked_key_opens_nothing_and_stays_in_the_list(world: World) -> None:
    key, secret = keys.make(world.merelhof, "rapport", Role.VIEWER, None)
    keys.revoke(key)
    key.refresh_from_db()
    first = key.revoked
    keys.revoke(key)
    key.refresh_from_db()
    assert keys.find(secret) is None and key.revoked == first and list(keys.of_client(world.merelhof)) == [key]


def test_when_a_key_was_used_is_known_to_the_minute(world: World) -> None:
    _, secret = keys.make(world.merelhof, "rapport", Role.VIEWER, None)
    first = keys.find(secret).used
    assert first is not None and keys.find(secret).used == first
    ApiKey.objects.update(used=first - keys.NOTED_EVERY)
    assert keys.find(secret).used > first


def test_a_key_has_the_rights_of_its_role_and_programs_change_nothing(world: World) -> None:
    viewer, _ = keys.make(world.merelhof, "kijkt", Role.VIEWER, None)
    assert keys.rights(viewer) == {Right.SEE}
    with pytest.raises(ValueError):
        keys.make(world.merelhof, "beheert", Role.ADMIN, None)


def test_a_key_is_for_one_thing(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.create(name="van niemand", digest="0")
