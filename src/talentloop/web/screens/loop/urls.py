"""Addresses of the client page."""

from django.urls import path

from .views import LoopPage

client_pages = [
    path("", LoopPage.as_view(), name="loop"),
    path("loop/<int:number>/", LoopPage.as_view(), name="loop_number"),
]
