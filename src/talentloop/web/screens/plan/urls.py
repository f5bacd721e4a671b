"""Addresses of the plan, of each thing that is written in it, and of the archive of loops."""

from django.urls import path

from .changes import ChangeEffect, ChangePage
from .closing import ClosePage
from .drafting import StartPage
from .files import ArchiveFile, PlanFile
from .undo import UndoPage
from .views import ArchivePage, PlanPage
from .wishes import BaselinePage, TargetsPage, VisitsPage

client_pages = [
    path("plan/", PlanPage.as_view(), name="plan"),
    path("plan/export.<str:form>", PlanFile.as_view(), name="plan_file"),
    path("plan/start/", StartPage.as_view(), name="plan_start"),
    path("plan/targets/", TargetsPage.as_view(), name="plan_targets"),
    path("plan/visits/", VisitsPage.as_view(), name="plan_visits"),
    path("plan/baseline/", BaselinePage.as_view(), name="plan_baseline"),
    path("plan/change/", ChangePage.as_view(), name="plan_change"),
    path("plan/change/effect/", ChangeEffect.as_view(), name="plan_effect"),
    path("plan/undo/", UndoPage.as_view(), name="plan_undo"),
    path("plan/close/<int:number>/", ClosePage.as_view(), name="plan_close"),
    path("plan/archive/", ArchivePage.as_view(), name="plan_archive"),
    path("plan/archive/export.<str:form>", ArchiveFile.as_view(), name="archive_file"),
]
