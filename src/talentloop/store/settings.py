"""client.toml: read, checked against a closed list of keys, and turned into values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..core.collecting import DURABILITIES, Collecting
from ..core.errors import BadSettings
from ..core.facts import FACTS
from ..core.house import COLOUR, MOST_BYTES, OURS, House
from ..core.intake import Mapped, PageRule
from ..core.kpis import KPIS
from ..core.kpis.pools import CLASSES, USUAL
from ..core.period import Period
from ..core.roi import PARAMETERS, SHARES, Range
from ..core.vocabulary import CHANNELS, HIT_KINDS, PAGE_TYPES

# How long each kind of row is kept, in months (semantics §5.1: raw events at most 25), and applications in days after
# the end of the procedure (§5.2: four weeks, and a year for who agreed to that).
KEPT_MONTHS: Mapping[str, tuple[int, int]] = {
    "events_months": (14, 25), "leads_months": (14, 25), "interactions_months": (14, 25), "jobs_months": (24, 84),
    "open_applications_months": (12, 24), "consented_applications_months": (12, 12), "consent_months": (28, 60)}
KEPT_DAYS: Mapping[str, tuple[int, int]] = {"applications_days": (28, 28)}
# Every table and key that client.toml may hold, so that a slip of the pen is told and not ignored.
KEYS: Mapping[str, tuple[str, ...]] = {
    "client": ("name", "language", "timezone", "currency", "own_hosts", "internal_addresses", "as_of"),
    "loops": ("rhythm", "band"),
    "pools": ("classes",),
    "page": ("pattern", "type", "content", "theme", "persona"),
    "file": ("match", "fact", "columns", "constants", "words"),
    "control": ("name", "workspace", "kpi", "channels", "touched_in", "only"),
    "target_group": ("name", "low", "high", "source", "date", "definition"),
    "record": tuple(FACTS),
    "roi": PARAMETERS,
    "privacy": ("smallest_cell", "keys", *KEPT_MONTHS, *KEPT_DAYS, "controller", "contact", "processor", "purpose"),
    "stats": ("prior",),
    "house": ("accent", "logo"),
    "collect": ("key", "origins", "durability", "server_keys", "leads"),
    "stages": (),  # free keys: the ATS's own stage names
    "channels": (),  # free keys: source names
    "events": (),  # free keys: names of events as the site sends them
}
STAGES = ("reviewed", "invited", "interview", "offer", "hired", "rejected", "withdrawn", "none")


@dataclass(frozen=True)
class Rhythm:
    """How long a loop is: calendar months or whole weeks."""

    months: int = 2
    weeks: int = 0

    def period(self, start: date) -> Period:
        return Period.of_weeks(start, self.weeks) if self.weeks else Period.of_months(start, self.months)


@dataclass(frozen=True)
class StatedGroup:
    """A target group as written in client.toml."""

    name: str
    low: int
    high: int
    source: str
    date: date
    definition: str = ""


@dataclass(frozen=True)
class StatedControl:
    """A control series as written in client.toml: figures taken as fact `controls` under this name, a KPI of another
    `workspace`, or the client's own visits through `channels`. In the loops `touched_in` it was worked on as well;
    `only` names the KPIs that it is held beside, empty for all that it can be."""

    name: str
    workspace: str = ""
    kpi: str = "visits"
    channels: tuple[str, ...] = ()
    touched_in: tuple[int, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """One client. `band` is the change that is of no consequence; `as_of` fixes today (demos and tests)."""

    name: str
    language: str = "nl"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Amsterdam"))
    currency: str = "EUR"
    own_hosts: tuple[str, ...] = ()
    internal_addresses: tuple[str, ...] = ()
    as_of: date | None = None
    rhythm: Rhythm = Rhythm()
    band: float = 0.10
    pools: str = USUAL  # the classes of the talent pools, as core/kpis/pools.py names them
    pages: tuple[PageRule, ...] = ()
    files: tuple[Mapped, ...] = ()
    target_groups: tuple[StatedGroup, ...] = ()
    record: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    smallest_cell: int = 10
    kept: Mapping[str, int] = field(default_factory=lambda: {k: v for k, (v, _) in {**KEPT_MONTHS, **KEPT_DAYS}.items()})
    keys: str | None = None  # folder of the keys, seen from the folder of client.toml
    parties: Mapping[str, str] = field(default_factory=dict)  # controller, contact, processor, purpose: for the papers
    roi: Mapping[str, Range] = field(default_factory=dict)
    collect: Collecting | None = None
    controls: tuple[StatedControl, ...] = ()
    house: House = OURS  # the colour and the logo of reports; [house] logo names a file in the folder of client.toml
    prior: str | None = None  # a file of `talentloop prior refit`, seen from the folder of client.toml

    @property
    def agency_fee(self) -> float | None:
        """Part of the first year's salary that an agency asks; the middle where it is known as a range."""
        return self.roi["agency_fee"].mid if "agency_fee" in self.roi else None

    @property
    def first_year_salary(self) -> float | None:
        return self.roi["first_year_salary"].mid if "first_year_salary" in self.roi else None


def read_settings(path: Path) -> Settings:
    """The settings in a client.toml; whatever is wrong is said with table, key and what may stand there."""
    try:
        said, house = _said(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise BadSettings("settings_missing", file=path.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings("settings_unreadable", file=path.name, found=str(error)) from error
    return replace(said, house=_house(house, path.parent))


@lru_cache(maxsize=256)  # as for plans: an agency's home reads those of fifty clients
def _said(text: str) -> tuple[Settings, Mapping[str, Any]]:
    """All that a file says by itself, and its [house], which names a file beside it."""
    raw = tomllib.loads(text)
    _check_keys(raw)
    return _settings(raw), raw.get("house", {})


def _check_keys(raw: Mapping[str, Any]) -> None:
    for table, value in raw.items():
        _known(table, KEYS, "client.toml")
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, dict):
                raise BadSettings("settings_not_a_table", key=table)
            for key in entry if KEYS[table] else ():
                _known(key, KEYS[table], table)


def _known(name: str, allowed: Iterable[str], where: str) -> None:
    if name not in allowed:
        near = ", ".join(get_close_matches(name, list(allowed), 3, 0.4)) or ", ".join(allowed)
        raise BadSettings("settings_unknown_key", key=name, where=where, near=near)


def _settings(raw: Mapping[str, Any]) -> Settings:
    client, loops, roi = raw.get("client", {}), raw.get("loops", {}), raw.get("roi", {})
    return Settings(
        name=_text(client, "name", "client"), language=_one_of(client, "language", "client", ("nl", "en"), "nl"),
        zone=_zone(client.get("timezone", "Europe/Amsterdam")), currency=client.get("currency", "EUR"),
        own_hosts=tuple(client.get("own_hosts", ())), internal_addresses=tuple(client.get("internal_addresses", ())),
        as_of=_date(client, "as_of"), rhythm=_rhythm(loops.get("rhythm", "2 months")),
        band=_fraction(loops, "band", "loops", 0.10),
        pools=_one_of(raw.get("pools", {}), "classes", "pools", tuple(CLASSES), USUAL),
        pages=tuple(map(page_rule, raw.get("page", ()))),
        files=tuple(map(mapped_table, raw.get("file", ()))),
        target_groups=tuple(map(_group, raw.get("target_group", ()))),
        controls=tuple(map(_control, raw.get("control", ()))), record=dict(raw.get("record", {})),
        stages=_words(raw, "stages", STAGES),
        channels=_words(raw, "channels", CHANNELS), events=_words(raw, "events", HIT_KINDS),
        smallest_cell=_at_least(raw.get("privacy", {}), "smallest_cell", 10, 5), kept=_kept(raw.get("privacy", {})),
        keys=_text(raw["privacy"], "keys", "privacy") if "keys" in raw.get("privacy", {}) else None,
        parties={k: _text(raw["privacy"], k, "privacy") for k in ("controller", "contact", "processor", "purpose")
                 if k in raw.get("privacy", {})},
        roi={name: _range(name, value) for name, value in roi.items()},
        collect=_collect(raw["collect"]) if "collect" in raw else None,
        prior=_text(raw["stats"], "prior", "stats") if "prior" in raw.get("stats", {}) else None,
    )


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadSettings("settings_needed", key=key, where=where)
    return value


def _one_of(table: Mapping[str, Any], key: str, where: str, allowed: tuple[str, ...], default: str) -> str:
    value = table.get(key, default)
    if value not in allowed:
        raise BadSettings("settings_not_allowed", key=key, where=where, found=value, near=", ".join(allowed))
    return str(value)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadSettings("settings_not_allowed", key="timezone", where="client", found=name,
                          near="Europe/Amsterdam") from error


def _date(table: Mapping[str, Any], key: str) -> date | None:
    value = table.get(key)
    if value is None or isinstance(value, date):
        return value
    raise BadSettings("settings_not_allowed", key=key, where="client", found=value, near="2026-09-01")


def _fraction(table: Mapping[str, Any], key: str, where: str, default: float) -> float:
    value = table.get(key, default)
    if not isinstance(value, int | float) or not 0 < value < 1:
        raise BadSettings("settings_not_allowed", key=key, where=where, found=value, near="0.10")
    return float(value)


def _at_least(table: Mapping[str, Any], key: str, default: int, least: int) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadSettings("settings_not_allowed", key=key, where="privacy", found=value, near=f"{default}, ≥ {least}")
    return value


def _kept(privacy: Mapping[str, Any]) -> Mapping[str, int]:
    """How long each kind of row is kept; longer than the law bears is refused."""
    found = {}
    for key, (usual, most) in {**KEPT_MONTHS, **KEPT_DAYS}.items():
        value = privacy.get(key, usual)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise BadSettings("settings_not_allowed", key=key, where="privacy", found=value, near=f"{usual}, ≤ {most}")
        found[key] = value
    return found


def _range(name: str, value: Any) -> Range:
    """A parameter of the ROI: a number, or the two between which it lies; shares are at most 1."""
    ends = value if isinstance(value, list) else [value, value]
    numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in ends)
    if len(ends) != 2 or not numbers or not 0 <= ends[0] <= ends[1] or (name in SHARES and ends[1] > 1):
        raise BadSettings("settings_not_allowed", key=name, where="roi", found=value,
                          near="0.20, [0.15, 0.25]" if name in SHARES else "48000, [42000, 55000]")
    return Range(float(ends[0]), float(ends[1]))


def _house(raw: Mapping[str, Any], folder: Path) -> House:
    """The house style; a logo that is not there (any more) or lies elsewhere is no logo, and stops nothing."""
    accent, name = str(raw.get("accent", "")), str(raw.get("logo", ""))
    if accent and not COLOUR.fullmatch(accent):
        raise BadSettings("settings_not_allowed", key="accent", where="house", found=accent, near="#0F6B6B")
    file = (folder / name).resolve()
    there = name and file.is_relative_to(folder.resolve()) and file.is_file() and file.stat().st_size <= MOST_BYTES
    return House(accent, file.read_bytes() if there else b"")


def _collect(raw: Mapping[str, Any]) -> Collecting:
    """The collector's part: a key of its own, and what is said of origins, durability and servers."""
    key = _text(raw, "key", "collect")
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", key):
        raise BadSettings("settings_not_allowed", key="key", where="collect", found=key, near="talentloop collect setup")
    for name in ("origins", "server_keys"):
        if not all(isinstance(x, str) for x in raw.get(name, ())):
            raise BadSettings("settings_not_allowed", key=name, where="collect", found=raw[name], near='["…"]')
    return Collecting(key, tuple(raw.get("origins", ())),
                      _one_of(raw, "durability", "collect", DURABILITIES, DURABILITIES[0]),
                      tuple(k.lower().removeprefix("sha256:") for k in raw.get("server_keys", ())),
                      raw.get("leads", True) is not False)


def _rhythm(words: str) -> Rhythm:
    match = re.fullmatch(r"(\d+)\s*(months?|maanden|maand|weeks?|weken|week)", str(words).strip())
    if not match or not 1 <= int(match[1]) <= 26:
        raise BadSettings("settings_not_allowed", key="rhythm", where="loops", found=words,
                          near="2 months, 8 weeks, 9 weeks")
    return Rhythm(0, int(match[1])) if match[2].startswith("we") else Rhythm(int(match[1]), 0)


def page_rule(raw: Mapping[str, Any]) -> PageRule:
    """A rule as client.toml writes it. Errors: BadSettings for what may not stand there."""
    try:
        pattern = re.compile(_text(raw, "pattern", "page"))
    except re.error as error:
        raise BadSettings("settings_bad_pattern", found=raw.get("pattern"), why=str(error)) from error
    kind = raw.get("type")
    if kind is not None and kind not in PAGE_TYPES:
        raise BadSettings("settings_not_allowed", key="type", where="page", found=kind, near=", ".join(PAGE_TYPES))
    return PageRule(pattern, kind, raw.get("content"), raw.get("theme"), raw.get("persona"))


def mapped_table(raw: Mapping[str, Any]) -> Mapped:
    """A table of one's own as client.toml writes it. Errors: BadSettings for what may not stand there."""
    fact = _text(raw, "fact", "file")
    tables = [name for name, table in FACTS.items() if not table.derived]
    if fact not in tables:
        raise BadSettings("settings_not_allowed", key="fact", where="file", found=fact, near=", ".join(tables))
    return Mapped(fact, _text(raw, "match", "file"), dict(raw.get("columns", {})), dict(raw.get("constants", {})),
                  {column: dict(words) for column, words in raw.get("words", {}).items()})


def _group(raw: Mapping[str, Any]) -> StatedGroup:
    low, high = raw.get("low"), raw.get("high", raw.get("low"))
    if not isinstance(low, int) or not isinstance(high, int) or not 0 < low <= high:
        raise BadSettings("settings_not_allowed", key="low/high", where="target_group", found=f"{low}/{high}",
                          near="low = 40000, high = 60000")
    day = raw.get("date")
    if not isinstance(day, date):
        raise BadSettings("settings_needed", key="date", where="target_group")
    return StatedGroup(_text(raw, "name", "target_group"), low, high, _text(raw, "source", "target_group"), day,
                       raw.get("definition", ""))


def _control(raw: Mapping[str, Any]) -> StatedControl:
    channels, loops = tuple(raw.get("channels", ())), tuple(raw.get("touched_in", ()))
    kpis = (raw.get("kpi", "visits"), *raw.get("only", ()))
    for key, found, allowed in [("channels", x, CHANNELS) for x in channels] + [("kpi", x, tuple(KPIS)) for x in kpis]:
        if found not in allowed:
            near = ", ".join(get_close_matches(str(found), allowed, 3, 0.4)) or ", ".join(allowed[:9])
            raise BadSettings("settings_not_allowed", key=key, where="control", found=found, near=near)
    if not all(isinstance(x, int) for x in loops):
        raise BadSettings("settings_not_allowed", key="touched_in", where="control", found=loops, near="[3, 4]")
    return StatedControl(_text(raw, "name", "control"), str(raw.get("workspace", "")), kpis[0], channels, loops, kpis[1:])


def _words(raw: Mapping[str, Any], table: str, allowed: tuple[str, ...]) -> Mapping[str, str]:
    words = {str(k).lower(): v for k, v in raw.get(table, {}).items()}
    for key, value in words.items():
        if value not in allowed:
            raise BadSettings("settings_not_allowed", key=key, where=table, found=value, near=", ".join(allowed))
    return words
