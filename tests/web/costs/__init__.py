"""Costs on screen."""
