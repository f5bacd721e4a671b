"""Address of what was not sent."""

from django.urls import path

from .views import Unsent

pages = [path("unsent/", Unsent.as_view(), name="unsent")]
