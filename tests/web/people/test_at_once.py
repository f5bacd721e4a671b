"""Two people who change who may do what at the same moment: one after the other, and never nobody left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from talentloop.store.app import members
from talentloop.store.app.models import Client, Membership, Upload, User
from talentloop.store.app.roles import Role
from talentloop.web import uploads
from web.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each gives, all begun in the same moment on connections of their own."""
    gate = Barrier(len(deeds))

    def go(deed: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [x.result(30) for x in [pool.submit(go, deed) for deed in deeds]]


@pytest.fixture
def client(tmp_path: Any) -> Client:
    return Client.objects.create(slug="merelhof", name="Merelhof", folder=str(tmp_path))


def test_two_admins_who_withdraw_each_other_leave_one(client: Client) -> None:
    for _ in range(5):
        Membership.objects.all().delete()
        User.objects.all().delete()
        both = [Membership.objects.create(user=User.objects.create_user(f"{n}@example.org"), client=client,
                                          role=Role.ADMIN.value) for n in range(2)]
        went = at_once(*(lambda m=m: members.withdraw(m) for m in both))  # type: ignore[misc]
        assert sorted(went) == [False, True] and Membership.objects.count() == 1


def test_an_invitation_opened_twice_at_once_makes_one_account(client: Client) -> None:
    for n in range(5):
        _, secret = members.invite(f"nieuw{n}@example.org", client, Role.VIEWER, None)
        made = at_once(*[lambda s=secret: members.accept(s, None, PASSWORD)] * 2)  # type: ignore[misc]
        assert sorted(x is None for x in made) == [False, True]
        assert User.objects.filter(email=f"nieuw{n}@example.org").count() == 1


def test_a_file_confirmed_twice_at_once_is_given_out_once(client: Client) -> None:
    user = User.objects.create_user("een@example.org")
    upload = Upload.objects.create(client=client, by=user, name="x.csv", path="x", size=1, found={"outcome": "taken"})
    given = at_once(*[lambda: uploads.confirm(client, user, [upload.pk])] * 4)
    assert sorted(map(len, given)) == [0, 0, 0, 1]
