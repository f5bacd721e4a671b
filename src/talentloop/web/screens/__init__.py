"""The screens: a folder each with its views, forms, words and templates, found by scanning."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any


def modules() -> list[ModuleType]:
    """The `urls` module of every folder here."""
    folders = sorted(p.parent.name for p in Path(__file__).parent.glob("*/urls.py"))
    return [import_module(f"{__package__}.{name}.urls") for name in folders]


def pages() -> list[Any]:
    """Addresses without a client: what the screens call `pages`."""
    return [p for module in modules() for p in getattr(module, "pages", ())]


def client_pages() -> list[Any]:
    """Addresses below /c/<client>/: what the screens call `client_pages`."""
    return [p for module in modules() for p in getattr(module, "client_pages", ())]
