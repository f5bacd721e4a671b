"""Tests of the privacy officer's corner."""
