"""Addresses of the candidate journey."""

from django.urls import path

from .files import JourneyFile
from .views import JourneyPage

client_pages = [
    path("journey/", JourneyPage.as_view(), name="journey"),
    path("journey/<int:number>/", JourneyPage.as_view(), name="journey_number"),
    path("journey/<int:number>/export.<str:form>", JourneyFile.as_view(), name="journey_file"),
]
