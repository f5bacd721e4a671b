"""The ledger: read by month, written by hand."""
