"""Universal Analytics sessions as BigQuery exported them until 2024: one row a session, its hits nested."""

from .export import UniversalAnalytics

SOURCE = UniversalAnalytics()
