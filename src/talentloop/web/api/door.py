"""Who comes in at the API: a key in the header, not too often; everyone else is told why not."""

from __future__ import annotations

from time import monotonic

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from ...collect.rates import Rates
from ...store.app import keys
from ...store.app.models import ApiKey, Client
from ...store.app.roles import Right
from ...workspace import Workspace
from ..access import opened

of_a_key, of_a_guess = Rates(100), Rates(20)  # per ten seconds: requests with a key; of one address without a good one


class ByKey(HttpBearer):
    """`Authorization: Bearer tl_…`; the key is `request.auth` from then on."""

    def __call__(self, request: HttpRequest) -> ApiKey:
        key = super().__call__(request)
        if key is None:
            slowed(of_a_guess, str(request.META.get("REMOTE_ADDR", "")))
            raise HttpError(401, "api.no_key")
        slowed(of_a_key, str(key.pk))
        return key

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        return keys.find(token)


def slowed(rates: Rates, who: str) -> None:
    if not rates.allows(who, monotonic()):
        raise HttpError(429, "api.too_often")


def home_of(request: HttpRequest, slug: str) -> Workspace:
    """The folder of a client that this key opens; any other client is not there."""
    key: ApiKey = request.auth
    client: Client | None = keys.clients(key).filter(slug=slug).first()
    if client is None:
        raise HttpError(404, "api.no_client")
    if Right.SEE not in keys.rights(key):
        raise HttpError(403, "api.no_right")
    home = opened(client)
    home.who = f"key:{key.pk}"
    return home
