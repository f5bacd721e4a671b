"""What every test of the entrance stands on."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code of the telephone holds for thirty seconds of the wall: one read in the last of them is old when it is
    entered, on a slow machine more often. Here those seconds do not pass."""
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))
