"""How often one address may ask: counted in memory that cannot grow, forgotten after ten seconds, written nowhere."""

from __future__ import annotations

WINDOW = 10.0  # seconds
MOST_ADDRESSES = 100_000


class Rates:
    """At most `most` requests of an address per window; 0 = no limit. Addresses are the keys and never leave."""

    def __init__(self, most: int = 300) -> None:
        self.most = most
        self._counts: dict[str, int] = {}
        self._until = 0.0

    def allows(self, address: str, now: float) -> bool:
        """`now` is a monotonic clock. When too many addresses ask at once, all are forgotten rather than remembered."""
        if not self.most:
            return True
        if now >= self._until or len(self._counts) >= MOST_ADDRESSES:
            self._counts, self._until = {}, now + WINDOW
        count = self._counts[address] = self._counts.get(address, 0) + 1
        return count <= self.most
