"""Everything that can be read: one folder per source, found by scanning, so that nothing outside is edited to add one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from . import address
from .api import Api
from .source import Source

NOT_SOURCES = ("reader",)  # the reading of cells, headings and encodings that several sources share


@cache
def sources() -> Mapping[str, Source]:
    """Every source by name: a folder here whose package has one `SOURCE`."""
    found: list[Source] = [folder.SOURCE for folder in _folders()]
    return {source.name: source for source in found}


@cache
def apis() -> Mapping[str, Api]:
    """Every API by the name of its source: the `API` in a folder's `api.py`, and the plain address, first."""
    found: list[Api] = [address.API, *(import_module(f"{folder.__name__}.api").API for folder in _folders()
                                       if any(m.name == "api" for m in pkgutil.iter_modules(folder.__path__)))]
    return {api.source: api for api in found}


def _folders() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg and module.name not in NOT_SOURCES:
            yield import_module(f"{__name__}.{module.name}")
