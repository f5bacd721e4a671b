"""Address of the language switch."""

from django.urls import path

from .views import Switch

pages = [path("language", Switch.as_view(), name="language")]
