"""The verdict's statistics: what changed, what was to be expected anyway, and how sure we are of the rest."""

from talentloop.core.lift import Lift, Refusal
from talentloop.stats.bench import bench_verdict
from talentloop.stats.judge import judge, mde80
from talentloop.stats.many import benjamini_hochberg
from talentloop.stats.mix import decompose, expected_mix, rate_change
from talentloop.stats.series import Series

__all__ = [
    "Lift",
    "Refusal",
    "Series",
    "bench_verdict",
    "benjamini_hochberg",
    "decompose",
    "expected_mix",
    "judge",
    "mde80",
    "rate_change",
]
