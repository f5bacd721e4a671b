"""Passkeys in a real Chromium with a key of its own making: added, named, used to come in, taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from web.conftest import PASSWORD

pytestmark = pytest.mark.browser
KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
       "isUserVerified": True, "automaticPresenceSimulation": True}


def with_a_key(page: Any) -> None:
    """Chromium's own pretended key, which says yes at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def out(page: Any) -> None:
    page.goto("/me")
    page.click("main form .button")
    page.wait_for_url("**/account/login/**")


def came_in(page: Any) -> None:
    page.goto("/account/login/")
    page.click("#passkey_login")


def test_a_passkey_is_added_opens_the_account_and_is_revoked(tab: Callable[..., Any]) -> None:
    page = tab("viewer")
    with_a_key(page)
    page.goto("/account/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click("main form .button")
    page.wait_for_url("**/webauthn/add/")
    page.fill("#id_name", "laptop van het werk")
    page.click("#mfa_webauthn_add")
    page.locator(".messages", has_text="De passkey is toegevoegd").wait_for()
    out(page)
    came_in(page)
    page.wait_for_url(lambda url: "login" not in url)
    page.goto("/account/2fa/webauthn/")
    assert "laptop van het werk" in page.inner_text(".lines") and "laatst gebruikt" in page.inner_text(".lines")
    page.click("text=Haal weg")
    if "reauthenticate" in page.url:
        page.fill("#id_password", PASSWORD)
        page.click("main form .button")
    page.click("main form .danger")
    page.locator(".messages", has_text="De passkey is weg").wait_for()
    out(page)
    came_in(page)
    page.locator(".wrong, .messages .error").first.wait_for()
    assert page.goto("/me") and "login" in page.url
