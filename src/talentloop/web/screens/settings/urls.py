"""Addresses of a client's settings."""

from django.urls import path

from .people import InvitationWithdrawn, Invite, People, RoleChanged
from .views import Overview

client_pages = [
    path("settings/", Overview.as_view(), name="settings"),
    path("settings/people/", People.as_view(), name="settings_people"),
    path("settings/people/invite/", Invite.as_view(), name="settings_invite"),
    path("settings/people/invitation/<int:number>/", InvitationWithdrawn.as_view(), name="settings_invitation"),
    path("settings/people/<int:number>/", RoleChanged.as_view(), name="settings_role"),
]
