"""What is written down of what people do here: logins, exports, targets, definitions, erasures."""

from __future__ import annotations

import logging

from django.http import HttpRequest

log = logging.getLogger("talentloop.audit")


def note(request: HttpRequest, what: str, **facts: object) -> None:
    """One line of the audit log: who (by number, never by name), for which client, what."""
    user = getattr(request, "user", None)
    client = getattr(request, "client", None)
    log.info("%s", {"what": what, "who": getattr(user, "pk", None), "client": getattr(client, "slug", None), **facts})
