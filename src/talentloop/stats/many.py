"""Many figures at once: which guardrails ring when twenty of them are looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def benjamini_hochberg(p_values: Sequence[float], q: float = 0.10) -> list[bool]:
    """Which p values are discoveries at false-discovery rate `q` (Benjamini and Hochberg 1995).

    NaN (no verdict possible) is never a discovery and does not count among the tests. Order is kept.
    """
    p = np.asarray(p_values, dtype=np.float64)
    real = np.flatnonzero(~np.isnan(p))
    ranked = real[np.argsort(p[real], kind="stable")]
    passing = np.flatnonzero(p[ranked] <= q * np.arange(1, len(ranked) + 1) / max(1, len(ranked)))
    found = np.zeros(len(p), dtype=bool)
    if len(passing):
        found[ranked[: passing[-1] + 1]] = True
    return [bool(x) for x in found]
