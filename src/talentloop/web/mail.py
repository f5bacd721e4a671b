"""Mail to people of the installation, when it is set up; without it whoever asks hands over what the mail would say."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest

from ..store.app.models import Invitation
from .reader import words

log = logging.getLogger("talentloop.mail")


def works() -> bool:
    return bool(settings.EMAIL_HOST)


def invited(request: HttpRequest, invitation: Invitation, link: str) -> bool:
    """Send an invitation its link; False when it did not go out."""
    if not works():
        return False
    w, of = words(request.lang), invitation.client or invitation.agency
    facts = {"name": of.name if of else "", "role": w.of("role", invitation.role), "link": link,
             "day": w.numbers.day(invitation.until.date())}
    try:
        send_mail(w("web.mail.invited.subject", **facts), w("web.mail.invited.text", **facts), None, [invitation.email])
    except (SMTPException, OSError) as error:  # a link to hand over is better than nothing
        log.warning("invitation not mailed: %s", type(error).__name__)
        return False
    return True
