"""Addresses of costs and return."""

from django.urls import path

from .files import CostsFile
from .views import AssumptionsWritten, CostAdded, CostRemoved, CostsPage

client_pages = [
    path("costs/", CostsPage.as_view(), name="costs"),
    path("costs/export.<str:form>", CostsFile.as_view(), name="costs_file"),
    path("costs/add/", CostAdded.as_view(), name="costs_add"),
    path("costs/remove/", CostRemoved.as_view(), name="costs_remove"),
    path("costs/assumptions/", AssumptionsWritten.as_view(), name="costs_assumptions"),
]
