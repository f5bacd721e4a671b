"""Network addresses of visitors: cut before anything is made of them, and told apart as the client's own or not."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
IP = ipaddress.IPv4Address | ipaddress.IPv6Address


def parsed(text: str) -> IP | None:
    """The address in a text (with brackets or a zone perhaps); IPv4 inside IPv6 as IPv4; None when it is none."""
    try:
        found = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def truncated(text: str) -> str:
    """An address without its last part: IPv4 to /24, IPv6 to /48; what is no address (a host name) to its domain."""
    found = parsed(text)
    if found is None:
        return text.partition(".")[2] or text
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, bits), strict=False))


class Ranges:
    """Ranges of addresses as a client writes them; what is no range is passed over."""

    def __init__(self, ranges: Iterable[str], remembered: int = 100_000) -> None:
        self.networks = [n for n in map(_network, ranges) if n]
        self.hold = lru_cache(remembered)(self._hold)

    def _hold(self, text: str) -> bool:
        found = parsed(text)
        return found is not None and any(found in n for n in self.networks if n.version == found.version)


def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
