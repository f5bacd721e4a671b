"""The API's description in OpenAPI, as it is written by the code itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

from ...store.app.roles import Right
from ..access import Page

BEGIN = "/api/v1"


def description() -> dict[str, Any]:
    """The whole description; it tells nothing of any client."""
    from .routes import api

    return dict(api.get_openapi_schema(path_prefix=BEGIN))


class Described(Page):
    """For programs that read it; people read docs/reference/api.md, which is made from the same."""

    needs = Right.ANYONE

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse(description())
