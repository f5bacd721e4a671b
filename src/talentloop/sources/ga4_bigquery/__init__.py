"""Google Analytics 4 events as BigQuery exports them: Parquet or JSON lines, one row an event."""

from .export import Ga4BigQuery

SOURCE = Ga4BigQuery()
