"""What one client's collector is told in client.toml: the site's key, whom it listens to, and how safe is safe."""

from __future__ import annotations

from dataclasses import dataclass

DURABILITIES = ("disk", "process")  # survives a power cut · survives the death of the process, and is faster


@dataclass(frozen=True)
class Collecting:
    """`key` names the client in what the tracker sends and is no secret. `origins` are the sites that may send
    (empty: the client's own hosts); `server_keys` are SHA-256 of the keys with which servers may send.
    """

    key: str
    origins: tuple[str, ...] = ()
    durability: str = "disk"
    server_keys: tuple[str, ...] = ()
    leads: bool = True  # lead forms seen by the tracker count as leads; off where another source tells the same leads
