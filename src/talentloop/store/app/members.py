"""Who may do what, changed: people invited, roles given, changed and withdrawn; the last admin cannot leave."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from .models import Agency, Client, Invitation, Membership, User, digest
from .roles import Role

Of = Client | Agency


def named(of: Of) -> dict[str, Of]:
    """The field of a membership or an invitation that says what it is for."""
    return {"client": of} if isinstance(of, Client) else {"agency": of}


def governs(user: User, agency: Agency) -> bool:
    """May this person say who works for the agency? Its admins, and whoever runs the installation."""
    return user.is_superuser or Membership.objects.filter(user=user, agency=agency, role=Role.ADMIN.value).exists()


def last_admin(membership: Membership) -> bool:
    """Would nobody be left who can let people in?"""
    if membership.role != Role.ADMIN.value:
        return False
    of = membership.client or membership.agency
    others = Membership.objects.filter(role=Role.ADMIN.value, user__is_active=True).exclude(pk=membership.pk)
    if others.filter(**named(of)).exists():
        return False
    agency = getattr(of, "agency", None)
    return agency is None or not others.filter(agency=agency).exists()


@transaction.atomic
def change(membership: Membership, role: Role) -> bool:
    """Another role instead; False when that would take away the last admin."""
    found = _alone(membership)
    if found is None or (role is not Role.ADMIN and last_admin(found)):
        return False
    if Membership.objects.filter(user=found.user, role=role.value, client=found.client, agency=found.agency).exists():
        found.delete() if found.role != role.value else None  # has that role already: one line is enough
        return True
    found.role = role.value
    found.save(update_fields=["role"])
    return True


@transaction.atomic
def withdraw(membership: Membership) -> bool:
    """The role is gone; False for the last admin. A second click finds nothing to do."""
    found = _alone(membership)
    if found is not None and last_admin(found):
        return False
    if found is not None:
        found.delete()
    return True


def has_officer(of: Of) -> bool:
    """Does anybody look after the personal data: of this client, itself or through its agency?"""
    officers = Membership.objects.filter(role=Role.PRIVACY.value, user__is_active=True)
    agency = getattr(of, "agency_id", None)
    return officers.filter(**named(of)).exists() or (bool(agency) and officers.filter(agency=agency).exists())


@transaction.atomic
def become_officer(user: User, client: Client, of: Of) -> bool:
    """An admin takes it on, for the client or its agency; False when somebody looks after this client's data already:
    where there is an officer, who steers and who guards stay two people unless the officer's role is given by hand."""
    Client.objects.select_for_update().get(pk=client.pk)
    if has_officer(client):
        return False
    Membership.objects.create(user=user, role=Role.PRIVACY.value, **named(of))
    return True


def _alone(membership: Membership) -> Membership | None:
    """The membership as it is now, while nobody else changes roles of the same client or agency."""
    of = membership.client or membership.agency
    type(of).objects.select_for_update().get(pk=of.pk)
    agency = getattr(of, "agency_id", None)
    if agency:
        Agency.objects.select_for_update().get(pk=agency)
    return Membership.objects.select_for_update(of=("self",)).filter(pk=membership.pk).first()


@transaction.atomic
def invite(email: str, of: Of, role: Role, by: User | None) -> tuple[Invitation, str]:
    """A new invitation and, this once, the secret in its link. An earlier one for the same role holds no longer."""
    email, secret = email.strip().lower(), secrets.token_urlsafe(32)
    Invitation.objects.filter(email=email, role=role.value, accepted=None, **named(of)).delete()
    made = Invitation.objects.create(email=email, role=role.value, digest=digest(secret), by=by, **named(of))
    return made, secret


def invitation(secret: str) -> Invitation | None:
    """The invitation of this link while it holds: not taken up, not too old."""
    return Invitation.objects.filter(digest=digest(secret), accepted=None, until__gt=timezone.now()).select_related(
        "client", "agency").first()


@transaction.atomic
def accept(secret: str, user: User | None, password: str = "", language: str = "nl") -> User | None:
    """Give the role to `user`, or to a new account of the invited address; None when the link holds no longer."""
    found = Invitation.objects.select_for_update(of=("self",)).filter(
        digest=digest(secret), accepted=None, until__gt=timezone.now()).first()
    if found is None or (user is not None and user.email != found.email):
        return None
    user = user or User.objects.create_user(found.email, password, language=language)
    of = found.client or found.agency
    Membership.objects.get_or_create(user=user, role=found.role, **named(of))
    found.accepted = timezone.now()
    found.save(update_fields=["accepted"])
    return user
