"""The client's cost ledger: read by month and kind, and written by hand beside what files and networks tell."""
