"""The reading of files that people export: encodings, headings, locales, totals; used by every source of tables."""

from .columns import Column
from .delivery import AdExport
from .problems import CODES, Problems, Refused, problem
from .tabular import TabularSource, Taker

__all__ = ("CODES", "AdExport", "Column", "Problems", "Refused", "TabularSource", "Taker", "problem")
