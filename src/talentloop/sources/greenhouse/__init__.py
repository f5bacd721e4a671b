"""Greenhouse: answers of its Harvest API and bodies of its webhooks, saved as JSON."""

from .answer import Greenhouse

SOURCE = Greenhouse()
