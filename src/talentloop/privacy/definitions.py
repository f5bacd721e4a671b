"""What client.toml said when something was last written down, so that a change of it by hand is written down too."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from .audit import AuditLog

# Tables of client.toml by which people are measured and kept; all others are definitions of figures.
CONSENT = frozenset({"collect", "privacy"})

TOLD = frozenset({"settings", "consent_config"})  # acts that say themselves what changed


def note_changed(log: AuditLog, who: str, what: str, settings: Path, seen: Path) -> None:
    """Write down which tables of client.toml changed by hand since something was last written down; `what` comes next."""
    found = changed(settings, seen)
    for act, tables in (("settings", found.keys() - CONSENT), ("consent_config", found.keys() & CONSENT)):
        if tables and what not in TOLD:
            log.write(who, act, **{table: found[table] for table in sorted(tables)})


def changed(settings: Path, seen: Path) -> Mapping[str, str]:
    """Tables that say something else than when `seen` was written, with a digest of what they say now; remembers it."""
    now = _digests(settings)
    before = json.loads(seen.read_text()) if seen.exists() else None
    if now == before:
        return {}
    seen.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    seen.write_text(json.dumps(now, sort_keys=True))
    return {t: now.get(t, "gone") for t in sorted({*now, *(before or {})}) if before and now.get(t) != before.get(t)}


def _digests(settings: Path) -> dict[str, str]:
    """One short digest per table; none while the file cannot be read, which is told elsewhere."""
    try:
        tables = tomllib.loads(settings.read_text(encoding="utf-8-sig"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    return {name: sha256(repr(said).encode()).hexdigest()[:12] for name, said in tables.items()}
