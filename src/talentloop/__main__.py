"""`python -m talentloop` is the command line."""

from .cli import main

main()
