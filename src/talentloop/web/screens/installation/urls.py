"""Addresses of the installation's settings."""

from django.urls import path

from .views import AgencyAdded, ClientAdded, Installation

pages = [
    path("installation/", Installation.as_view(), name="installation"),
    path("installation/agency/", AgencyAdded.as_view(), name="installation_agency"),
    path("installation/client/", ClientAdded.as_view(), name="installation_client"),
]
