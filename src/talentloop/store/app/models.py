"""The app store's tables: people, agencies, clients, roles, invitations, keys, uploads, pins and jobs."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from .roles import Right, Role, rights_of

ROLES = [(role.value, role.value) for role in Role]
LANGUAGES = [("nl", "nl"), ("en", "en")]
ONE_THING = (models.Q(client__isnull=False, agency__isnull=True)
             | models.Q(client__isnull=True, agency__isnull=False))  # for one client, or for every client of an agency


def digest(secret: str) -> str:
    """What is kept of a secret that someone else holds: it can be recognised, not given back."""
    return hashlib.sha256(secret.encode()).hexdigest()


class People(BaseUserManager):
    """Accounts are made by e-mail address, in small letters."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        user: User = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **more)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. Nothing is kept but the address and the language."""

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="nl")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = People()

    def save(self, *args: Any, **more: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **more)

    def clients(self) -> models.QuerySet[Client]:
        """Every client that this person has a role for, by its own or by its agency's."""
        own = models.Q(members__user=self) | models.Q(agency__members__user=self)
        return Client.objects.filter(own).select_related("agency").distinct()

    def rights(self, client: Client) -> frozenset[Right]:
        """What this person may do for that client; empty for a stranger."""
        own = Membership.objects.filter(user=self)
        ours = own.filter(models.Q(client=client) | models.Q(agency_id=client.agency_id, agency__isnull=False))
        return rights_of(ours.values_list("role", flat=True))

    def __str__(self) -> str:
        return self.email


class Agency(models.Model):
    """Who works for several clients."""

    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Client(models.Model):
    """One employer: its name here, and the workspace folder in which its plan and its facts are."""

    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="clients")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    folder = models.CharField(max_length=1000)
    added = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role for one client, or for every client of an agency."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="members")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="members")
    role = models.CharField(max_length=12, choices=ROLES)

    class Meta:
        constraints = (
            models.CheckConstraint(name="membership_of_one_thing", condition=ONE_THING),
            models.UniqueConstraint(fields=("user", "client", "role"), name="one_role_once_per_client"),
            models.UniqueConstraint(fields=("user", "agency", "role"), name="one_role_once_per_agency"),
        )


def in_a_week() -> Any:
    return timezone.now() + timedelta(days=7)


class Invitation(models.Model):
    """A link that lets its reader in once, with a role; only its digest is kept."""

    email = models.EmailField()
    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True)
    role = models.CharField(max_length=12, choices=ROLES)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True)
    made = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=in_a_week)
    accepted = models.DateTimeField(null=True, blank=True)


class ApiKey(models.Model):
    """A key for programs: shown once, kept as a digest, good for one client or all of an agency's (see keys.py)."""

    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="keys")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="keys")
    name = models.CharField(max_length=100)
    ends = models.CharField(max_length=4, default="", blank=True)  # so that people can tell their keys apart
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=12, choices=ROLES, default=Role.VIEWER.value)
    by = models.ForeignKey(User, models.SET_NULL, null=True)
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made",)
        constraints = (models.CheckConstraint(name="key_of_one_thing", condition=ONE_THING),)


class Upload(models.Model):
    """A file that someone brought: where it waits, what was recognised in it, and what became of it."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="uploads")
    by = models.ForeignKey(User, models.SET_NULL, null=True)
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=300)
    path = models.CharField(max_length=1000)
    size = models.BigIntegerField()
    state = models.CharField(max_length=12, default="waiting")  # waiting · taking · taken · refused · undone
    found = models.JSONField(default=dict)
    batch = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-at",)


class Pin(models.Model):
    """A client that someone keeps on top, under the keys 1 to 9."""

    user = models.ForeignKey(User, models.CASCADE, related_name="pins")
    client = models.ForeignKey(Client, models.CASCADE)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("user", "client"), name="one_pin_per_client"),)


UNDER_WAY = ("waiting", "running")  # states of a job that is not over


class Job(models.Model):
    """Work in hand or done: what, for whom, how far, and what it said."""

    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="jobs")
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default="waiting")  # waiting · running · done · failed
    said = models.TextField(blank=True)
    asked = models.DateTimeField(default=timezone.now)
    begun = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked",)

    @property
    def busy(self) -> bool:
        return self.state in UNDER_WAY
