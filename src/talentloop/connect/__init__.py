"""Connections to sources: kept without their secrets, and asked page by page into a file that is read like any other."""
