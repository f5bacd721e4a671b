"""Addresses of a client's settings."""

from django.urls import path

from .house import HousePage, HouseReport
from .keys import KeyRevoked, Keys
from .measuring import MeasuringPage
from .officer import OfficerSaid
from .people import InvitationWithdrawn, Invite, People, RoleChanged
from .tracker import KeyMade, Tracker
from .trust import TrustFile, TrustPage
from .views import Overview

client_pages = [
    path("settings/", Overview.as_view(), name="settings"),
    path("settings/people/", People.as_view(), name="settings_people"),
    path("settings/people/invite/", Invite.as_view(), name="settings_invite"),
    path("settings/people/officer/", OfficerSaid.as_view(), name="settings_officer"),
    path("settings/people/invitation/<int:number>/", InvitationWithdrawn.as_view(), name="settings_invitation"),
    path("settings/people/<int:number>/", RoleChanged.as_view(), name="settings_role"),
    path("settings/measuring/", MeasuringPage.as_view(), name="settings_measuring"),
    path("settings/house/", HousePage.as_view(), name="settings_house"),
    path("settings/house/report", HouseReport.as_view(), name="settings_house_report"),
    path("loop/<int:number>/report", HouseReport.as_view(), name="loop_report"),
    path("settings/keys/", Keys.as_view(), name="settings_keys"),
    path("settings/keys/<int:number>/revoke/", KeyRevoked.as_view(), name="settings_key_revoke"),
    path("settings/tracker/", Tracker.as_view(), name="settings_tracker"),
    path("settings/tracker/key/", KeyMade.as_view(), name="settings_tracker_key"),
    path("settings/trust/", TrustPage.as_view(), name="settings_trust"),
    path("settings/trust/export.<str:form>", TrustFile.as_view(), name="settings_trust_file"),
]
