"""Addresses of the candidate journey."""

from django.urls import path

from .views import JourneyPage

client_pages = [path("journey/", JourneyPage.as_view(), name="journey"),
                path("journey/<int:number>/", JourneyPage.as_view(), name="journey_number")]
