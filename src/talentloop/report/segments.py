"""The segments of a mix-against-rate split for the eye: each beside the average visitor, the small ones together."""

from __future__ import annotations

from dataclasses import replace

from ..core.lift import Mix, MixRow

MOST = 6  # segments that are shown by themselves
REST = "rest"


def telling(mix: Mix) -> tuple[MixRow, ...]:
    """The rows that move most, the others added up; mix and rate still sum to the whole change exactly.

    A segment's mix part is told against the average visitor: Δs·(r̄ − R̄), where the sum over segments of Δs·R̄ is
    zero. So more of those who do less than average counts as a fall, and not as a rise because there are more of them.
    """
    rows = sorted(_beside_average(mix.rows), key=lambda r: -(abs(r.mix) + abs(r.rate)))
    shown = [r for r in rows if r.segment != REST][: MOST if len(rows) > MOST + 1 else MOST + 1]
    others = [r for r in rows if r not in shown]
    return (*shown, _together(others)) if others else tuple(shown)


def _beside_average(rows: tuple[MixRow, ...]) -> list[MixRow]:
    before = sum(r.share_before * r.rate_before for r in rows)
    after = sum(r.share_after * r.rate_after for r in rows)
    if not before:
        return list(rows)
    average = (before + after) / 2 / before
    return [replace(r, mix=r.mix - (r.share_after - r.share_before) * average) for r in rows]


def _together(rows: list[MixRow]) -> MixRow:
    """Several segments as one: shares and parts add up, rates are weighed by their shares."""
    s0, s1 = sum(r.share_before for r in rows), sum(r.share_after for r in rows)
    r0 = sum(r.share_before * r.rate_before for r in rows) / s0 if s0 else 0.0
    r1 = sum(r.share_after * r.rate_after for r in rows) / s1 if s1 else 0.0
    return MixRow(REST, s0, s1, r0, r1, sum(r.mix for r in rows), sum(r.rate for r in rows))
