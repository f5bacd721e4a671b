"""From the spool into the facts: everything up to a number as one batch, taken exactly once, then deleted."""

from .drain import Bringer, Drained, Drainer

__all__ = ["Bringer", "Drained", "Drainer"]
