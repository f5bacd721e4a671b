"""Roles and what each may do: the one table behind every decision about access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum


class Right(Enum):
    """What a page needs of who opens it. The first three need no client."""

    ANYONE = "anyone"  # signed in or not
    SELF = "self"  # signed in: one's own account, one's own clients
    INSTALL = "install"  # the installation itself: agencies, first client
    SEE = "see"  # figures, verdicts, the plan
    EXPORT = "export"  # take figures away as files
    PLAN = "plan"  # loops, targets, changes, closing
    CONTENT = "content"  # themes, personas, page types, links
    COSTS = "costs"  # the ledger
    DATA = "data"  # upload, connect, replace, undo
    PRIVACY = "privacy"  # subject requests, suppression, erasure, person rows
    PEOPLE = "people"  # who may do what, invitations
    SETTINGS = "settings"  # language, calendar, rhythm, pools, house style
    KEYS = "keys"  # API keys, the tracker's site key


class Role(Enum):
    """What someone is for a client; on an agency the role counts for each of its clients."""

    VIEWER = "viewer"
    MARKETER = "marketer"
    ANALYST = "analyst"
    PRIVACY = "privacy"
    ADMIN = "admin"


_WORK = frozenset({Right.SEE, Right.EXPORT, Right.PLAN, Right.CONTENT, Right.COSTS, Right.DATA})

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE}),
    Role.MARKETER: _WORK,
    Role.ANALYST: frozenset({Right.SEE, Right.EXPORT, Right.DATA}),
    Role.PRIVACY: frozenset({Right.SEE, Right.EXPORT, Right.PRIVACY}),
    Role.ADMIN: _WORK | {Right.PEOPLE, Right.SETTINGS, Right.KEYS},
}
WITHOUT_CLIENT = frozenset({Right.ANYONE, Right.SELF, Right.INSTALL})


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """Everything that someone with these roles may do; nothing without a role."""
    return frozenset().union(*(RIGHTS[Role(name)] for name in roles))
