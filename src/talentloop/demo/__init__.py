"""A year and a half of an invented Dutch employer, as the export files that its systems would give."""

from .plan import HISTORY, OUTAGE, PLAN, DemoPlan
from .settings import client_toml
from .write import DemoTruth, Truth, write_demo

__all__ = ["HISTORY", "OUTAGE", "PLAN", "DemoPlan", "DemoTruth", "Truth", "client_toml", "write_demo"]
