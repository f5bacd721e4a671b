"""Costs: the ledger, what a hire costs, and what a year of recruiting brought."""
