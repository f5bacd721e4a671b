"""Every address of the app: the screens' own, the entrance, and what pages are dressed with."""

from __future__ import annotations

from django.urls import include, path

from . import api, failures, screens
from .assets import Asset

entrance = [  # allauth's own list, without its old addresses
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("other/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
urlpatterns = [
    *screens.pages(),
    path("c/<slug:client>/", include(screens.client_pages())),
    path("account/", include(entrance)),
    path("api/v1/", include(api.addresses())),
    path("assets/<str:name>/<str:mark>", Asset.as_view(), name="asset"),
]
handler400, handler403, handler404, handler500 = (
    failures.bad_request, failures.refused, failures.not_found, failures.broken)
