"""Addresses of the agency home."""

from django.urls import path

from .files import HomeFile
from .views import Home, Pinned, Standing

pages = [
    path("", Home.as_view(), name="home"),
    path("clients.<str:form>", HomeFile.as_view(), name="home_file"),
    path("standing/<slug:slug>", Standing.as_view(), name="standing"),
    path("pin/<slug:slug>", Pinned.as_view(), name="pin"),
]
