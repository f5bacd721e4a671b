"""Everything that can be read: one folder per source, found by scanning, so that nothing outside is edited to add one."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from .source import Source

NOT_SOURCES = ("reader",)  # the reading of cells, headings and encodings that several sources share


@cache
def sources() -> Mapping[str, Source]:
    """Every source by name: a folder here whose package has one `SOURCE`."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg and module.name not in NOT_SOURCES:
            source: Source = import_module(f"{__name__}.{module.name}").SOURCE
            found[source.name] = source
    return found
