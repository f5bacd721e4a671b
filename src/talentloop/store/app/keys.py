"""Keys for programs: made and told once, kept as a digest, recognised, forgotten; each with a role, as people have."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone

from .models import Agency, ApiKey, Client, User, digest
from .roles import Right, Role, rights_of

START, SHOWN = "tl_", 4  # how every key begins; how many of its last characters are kept to tell it by
NOTED_EVERY = timedelta(minutes=1)  # `used` is written no oftener, so that reading stays reading
ROLES = (Role.VIEWER, Role.ANALYST)  # what a key may be: programs read, and change nothing


def make(of: Client | Agency, name: str, role: Role, by: User | None) -> tuple[ApiKey, str]:
    """A new key for a client, or for every client of an agency; its secret is told this once."""
    if role not in ROLES:
        raise ValueError(f"a key is a {' or a '.join(r.value for r in ROLES)}, not a {role.value}")
    secret = START + secrets.token_urlsafe(32)
    whose = {"agency": of} if isinstance(of, Agency) else {"client": of}
    return ApiKey.objects.create(name=name, ends=secret[-SHOWN:], digest=digest(secret), role=role.value, by=by,
                                 **whose), secret


def find(secret: str) -> ApiKey | None:
    """The key with this secret, and a note that it was used; None for one that is not there or not any more."""
    key = ApiKey.objects.filter(digest=digest(secret), revoked__isnull=True).first()
    now = timezone.now()
    if key is not None and (key.used is None or now - key.used >= NOTED_EVERY):
        key.used = now
        key.save(update_fields=["used"])
    return key


def revoke(key: ApiKey) -> None:
    """From now on nobody comes in with it; twice is once."""
    ApiKey.objects.filter(pk=key.pk, revoked__isnull=True).update(revoked=timezone.now())


def of_client(client: Client) -> models.QuerySet[ApiKey]:
    """Every key that opens this client, those of its agency too, and those revoked; the newest first."""
    agency = models.Q(agency_id=client.agency_id, agency__isnull=False)
    return ApiKey.objects.filter(models.Q(client=client) | agency).select_related("by")


def clients(key: ApiKey) -> models.QuerySet[Client]:
    """The clients that it opens."""
    of = {"pk": key.client_id} if key.client_id else {"agency_id": key.agency_id}
    return Client.objects.filter(**of).select_related("agency")


def rights(key: ApiKey) -> frozenset[Right]:
    """What it may do for each of them."""
    return rights_of([key.role])
