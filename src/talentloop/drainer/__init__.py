"""From the spool into the facts: everything up to a number as one batch, taken exactly once, then deleted."""

from .drain import Drained, Drainer

__all__ = ["Drained", "Drainer"]
