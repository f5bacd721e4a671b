"""talentloop tells a recruitment marketer honestly whether the work works."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

# The algebra here is of some sixty rows: its threads wait for each other, and took ten times the processor time of one.
# To be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["Workspace"]


def __getattr__(name: str) -> object:
    """`from talentloop import Workspace` without loading engines for who only wants a piece."""
    if name == "Workspace":
        from .workspace import Workspace

        return Workspace
    raise AttributeError(name)
