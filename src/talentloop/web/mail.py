"""Mail to people of the installation, when it is set up; without it whoever asks hands over what the mail would say."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ..store.app.models import Invitation, User
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
    return _sent(w("web.mail.invited.subject", **facts), w("web.mail.invited.text", **facts), invitation.email)


def changed(request: HttpRequest, user: User, what: str, email: str) -> bool:
    """Tell somebody that the way into their account changed, at the address from before; False when it did not go out."""
    if not works():
        return False
    w, now = words(user.language), timezone.now()
    facts = {"what": w.of("web.mail.changed", what), "day": w.numbers.day(now.date()), "time": f"{now:%H:%M}",
             "link": request.build_absolute_uri(reverse("account_reset_password"))}
    lost = email != user.email  # at the old address nobody can ask for a new password any more
    text = w(f"web.mail.changed.{'lost' if lost else 'text'}", **facts)
    return _sent(w("web.mail.changed.subject"), text, email)


def _sent(about: str, text: str, email: str) -> bool:
    """What was done stays done when the mail fails."""
    try:
        send_mail(about, text, None, [email])
    except (SMTPException, OSError) as error:
        log.warning("not mailed: %s", type(error).__name__)
        return False
    return True
