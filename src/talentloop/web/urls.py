"""Every address of the app: the screens' own, the entrance, and what pages are dressed with."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.urls import include, path, re_path

from . import api, failures, screens
from .assets import Asset

entrance = [  # those of allauth that are offered here; the rest is not there
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("email/", account.email, name="account_email"),
    re_path(r"^email/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", account.password_reset_from_key,
            name="account_reset_password_from_key"),
    path("2fa/", include("allauth.mfa.urls")),
    path("other/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("other/error/", social.login_error, name="socialaccount_login_error"),
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
