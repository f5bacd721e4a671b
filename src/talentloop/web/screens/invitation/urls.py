"""Address of an invitation's link."""

from django.urls import path

from .views import Accept

pages = [path("invitation/<str:secret>", Accept.as_view(), name="invitation")]
