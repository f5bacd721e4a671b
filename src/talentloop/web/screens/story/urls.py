"""Addresses of a KPI's story."""

from django.urls import path

from .files import StoryFile
from .views import StoryPage

client_pages = [
    path("loop/<int:number>/kpi/<str:kpi>/", StoryPage.as_view(), name="story"),
    path("loop/<int:number>/kpi/<str:kpi>/export.<str:form>", StoryFile.as_view(), name="story_file"),
]
