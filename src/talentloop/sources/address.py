"""A plain address that gives an export file: CSV, workbook or JSON, recognised by what is in it like any file."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.period import Period
from .api import Api, Field, Given, Request


class Address(Api):
    """The address may be a secret by itself (a link that only its owner knows), and is kept as one."""

    source = "address"
    fields = (Field("address", secret=True, pattern=r"https?://\S+"), Field("token", secret=True, needed=False))
    paged = False

    def first(self, given: Given, window: Period) -> Sequence[Request]:
        token = given.get("token")
        return [Request(given["address"], {"authorization": f"Bearer {token}"} if token else {})]


API = Address()
