"""Migrations of the app store, as Django writes them."""
