"""Who may come in: people with an invitation or the one-time link; nobody signs up by themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.translation import get_language

from ..store.app.models import User
from . import audit, mail
from .reader import words

SILENT = {"web.said.account.logged_in", "web.said.account.logged_out"}  # what one sees anyway
WRONG = {  # what a form of the library can say, by who says it; the rest of what it knows is not offered here
    "account": ("account_inactive", "email_password_mismatch", "email_taken", "enter_current_password",
                "incorrect_password", "invalid_password_reset", "same_as_current", "too_many_login_attempts",
                "rate_limited"),
    "mfa": ("add_email_blocked", "cannot_generate_recovery_codes", "incorrect_code"),
}


def said(id: str, **facts: object) -> str:
    return words(get_language() or "nl")(id, **facts)


def _wrong(who: str) -> dict[str, Any]:
    """Our words for what a form can say, looked up when it is shown."""
    later = lazy(said, str)
    return {code: later(f"web.wrong.{code}") for code in WRONG[who]}


class ByInvitation(DefaultAccountAdapter):
    """E-mail and password or passkey; the account was made when the invitation was taken up."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **_wrong("account")}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter in the words of whoever asks for it."""
        super().send_mail(template_prefix, email, {**context, "w": words(getattr(self.request, "lang", "nl"))})

    def send_notification_mail(self, template_prefix: str, user: Any, context: dict[str, Any] | None = None,
                               email: str | None = None) -> None:
        """The library's template says only what changed; the letter is ours."""
        mail.changed(self.request, user, template_prefix.rsplit("/", 1)[1], email or user.email)

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None,
                    message_context: dict[str, Any] | None = None, extra_tags: str = "",
                    message: str | None = None) -> None:
        """What happened, in our words: the library's template says only which of them."""
        id = said_by(message_template) if message_template else "web.mfa.passkeys.unknown"
        if id in SILENT:
            return
        facts = {name: x for name, x in (message_context or {}).items() if isinstance(x, str)}
        text = message if message and not passkey(request) else said(id, **facts)
        messages.add_message(request, level, text, extra_tags)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A new address holds, unless another account has it by now."""
        if User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id).exists():
            messages.error(request, said("web.said.account.email_confirmation_failed", email=email_address.email))
            return False
        return bool(super().confirm_email(request, email_address))

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        audit.note(request, "login")

    def logout(self, request: HttpRequest) -> None:
        audit.note(request, "logout")
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        audit.note(request, "login_failed")
        super().authentication_failed(request, **credentials)


class SecondStep(DefaultMFAAdapter):
    """Codes, passkeys and recovery codes, in our words."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, **_wrong("mfa")}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return said("web.mfa.passkeys.called", n=user.authenticator_set.filter(type=type).count() + 1)


class KnownPeople(DefaultSocialAccountAdapter):
    """One's own identity provider opens the account of that address; it never makes one, and is never tied to another."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The address is proven by the provider: without saying so the library would take the account's password away."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(redirect("me"))
        if sociallogin.is_existing:
            vouch(sociallogin.user)


def vouch(user: User) -> None:
    """The address of an account is that of its invitation: for the library it counts as proven."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def said_by(template: str) -> str:
    """The id of our words for one of the library's messages: account/messages/password_set.txt → web.said.account.…"""
    app, _, name = template.removesuffix(".txt").split("/")
    return f"web.said.{app}.{name}"


def passkey(request: HttpRequest) -> bool:
    """Was a passkey offered at the login? The library says "incorrect code" of one that it does not know."""
    return getattr(request.resolver_match, "url_name", "") == "mfa_login_webauthn"
