"""Findings in words and pictures: for the page, the terminal and whatever reads JSON."""
