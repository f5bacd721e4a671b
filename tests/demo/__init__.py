"""The demo: what it promises of its figures, and that its files are what the systems would give."""
