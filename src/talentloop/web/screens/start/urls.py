"""Address of the first run."""

from django.urls import path

from .views import FirstRun

pages = [path("start/<str:token>", FirstRun.as_view(), name="start")]
