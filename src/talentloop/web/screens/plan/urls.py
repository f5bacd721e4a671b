"""Addresses of the plan and of the archive of loops."""

from django.urls import path

from .views import ArchivePage, ChangeLogged, LoopClosed, LoopStarted, PlanPage

client_pages = [
    path("plan/", PlanPage.as_view(), name="plan"),
    path("plan/start/", LoopStarted.as_view(), name="plan_start"),
    path("plan/change/", ChangeLogged.as_view(), name="plan_change"),
    path("plan/close/", LoopClosed.as_view(), name="plan_close"),
    path("plan/archive/", ArchivePage.as_view(), name="plan_archive"),
]
