"""Addresses of the client page."""

from django.urls import path

from .files import LoopFile
from .views import LoopPage

client_pages = [
    path("", LoopPage.as_view(), name="loop"),
    path("loop/<int:number>/", LoopPage.as_view(), name="loop_number"),
    path("loop/<int:number>/export.<str:form>", LoopFile.as_view(), name="loop_file"),
]
