"""Addresses of a KPI's story."""

from django.urls import path

from .views import StoryPage

client_pages = [path("loop/<int:number>/kpi/<str:kpi>/", StoryPage.as_view(), name="story")]
