"""Signing in with the organisation's own identity provider (OpenID Connect), when its address is set; off without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

START = "TALENTLOOP_OIDC_"


def provider(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS: the one that the environment names, or none."""
    told = {name.removeprefix(START).lower(): value for name, value in environment.items() if name.startswith(START)}
    if "server" not in told:
        return {}
    app = {"provider_id": "oidc", "name": told.get("name", "OpenID Connect"), "client_id": told.get("client", ""),
           "secret": told.get("secret", ""), "settings": {
               "server_url": told["server"].rstrip("/"), "oauth_pkce_enabled": True, "scope": ["openid", "email"],
               "verified_email": told.get("verified") == "yes"}}
    return {"openid_connect": {"APPS": [app]}}


def origins(providers: Mapping[str, Any]) -> list[str]:
    """Where the login's form may lead to: browsers hold a form to its policy also when the answer sends it on."""
    servers = (urlsplit(app["settings"]["server_url"]) for kind in providers.values() for app in kind["APPS"])
    return [f"{server.scheme}://{server.netloc}" for server in servers]
