"""The pages of one's own account, in a real Chromium: WCAG 2.2 AA as axe checks it, by day, at night and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from web.conftest import PASSWORD
from web.test_every_screen import complaints

pytestmark = pytest.mark.browser
PAGES = ("/account/email/", "/account/password/change/", "/account/2fa/", "/account/2fa/webauthn/",
         "/account/2fa/webauthn/add/", "/account/other/cancelled/", "/account/inactive/")


def test_every_page_of_one_s_own_account_is_usable_by_everyone_and_no_wider_than_a_phone(tab: Callable[..., Any]) -> None:
    page = tab("viewer", width=390)
    page.goto("/account/2fa/webauthn/add/")
    wrong = complaints(page, "reauthenticate")
    page.fill("#id_password", PASSWORD)
    page.click("main form .button")
    page.wait_for_url("**/webauthn/add/")
    for path in PAGES:
        assert page.goto(path).status == 200 and page.url.endswith(path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong += complaints(page, f"{path} ({scheme})")
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wrong.append(f"{path}: wider than a phone")
    assert wrong == [], "\n".join(wrong)
