"""talentloop tells a recruitment marketer honestly whether the work works."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["Workspace"]


def __getattr__(name: str) -> object:
    """`from talentloop import Workspace` without loading engines for who only wants a piece."""
    if name == "Workspace":
        from .workspace import Workspace

        return Workspace
    raise AttributeError(name)
