"""A year and a half of an invented Dutch employer, as the export files that its systems would give."""

from .plan import HISTORY, OUTAGE, PLAN, DemoPlan
from .settings import client_toml
from .write import DemoTruth, Story, Truth, imagine, write_demo

__all__ = ["HISTORY", "OUTAGE", "PLAN", "DemoPlan", "DemoTruth", "Story", "Truth", "client_toml", "imagine",
           "write_demo"]
