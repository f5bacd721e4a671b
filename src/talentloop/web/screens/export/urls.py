"""Addresses of the files to take along."""

from django.urls import path

from .views import JourneyFile, LoopFile, PlanFile, StoryFile

client_pages = [
    path("loop/<int:number>/export.<str:form>", LoopFile.as_view(), name="loop_file"),
    path("loop/<int:number>/kpi/<str:kpi>/export.<str:form>", StoryFile.as_view(), name="story_file"),
    path("journey/<int:number>/export.<str:form>", JourneyFile.as_view(), name="journey_file"),
    path("plan/export.<str:form>", PlanFile.as_view(), name="plan_file"),
]
