"""Teamtailor: answers of its JSON:API, saved as they came, one or many pages."""

from .answer import Teamtailor

SOURCE = Teamtailor()
