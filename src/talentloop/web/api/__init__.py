"""The REST API: what the screens show, for programs with a key; read only."""

from __future__ import annotations

from typing import Any

from django.urls import path


def addresses() -> tuple[list[Any], str]:
    """Every address of the API, below /api/v1/, and the name that stands before theirs: `api:`."""
    from .described import Described
    from .routes import api

    ours = [p for p in api.urls[0] if p.name != "api-root"]  # the library's own front page tells nothing
    return [path("openapi.json", Described.as_view(), name="openapi"), *ours], "api"
