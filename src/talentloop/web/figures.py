"""Every figure that a screen shows, worked out once and remembered: in memory and in the client's folder."""

from __future__ import annotations

import hmac
import os
import pickle
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TypeVar

from django.conf import settings
from markupsafe import Markup

from ..assess.per_hire import PerHire, Rolling, per_hire, rolling
from ..content.arrivals import seen_campaigns
from ..content.library import Library, library
from ..core.checkup import Advice
from ..core.findings import LoopReport, PlanReport
from ..core.kpi import Dated
from ..core.loop import Against
from ..core.period import Period
from ..core.roi import RoiReport
from ..custody.consent import Covered, coverage
from ..custody.overview import Overview, overview
from ..custody.retention import Retained, retain
from ..engine.told import Told, told
from ..ledger.book import Book, book
from ..report.html import board
from ..website.campaigns import Seen
from ..workspace import ARCHIVE, BASELINE, PLAN, SETTINGS, Workspace

T = TypeVar("T")
PACKAGE = Path(__file__).parents[1]
MOST, KEPT = 200, 200  # answers in memory of this process; files per client
SEAL = 32  # bytes of the seal that opens every file
_memory: OrderedDict[tuple[Path, str], object] = OrderedDict()
_guard, _making = Lock(), dict[tuple[Path, str], Lock]()


def report_for(home: Workspace, number: int | None = None, against: Against | None = None,
               other: Period | None = None, dated: Dated = Dated.ACTIVITY) -> LoopReport:
    """Everything that can be said of one loop, without a number of the last that has started; `against` looks at another
    comparison than the one chosen beforehand."""
    beside = () if against in (None, home.loop(number).compared_with) else (against, other)
    asked = beside if dated is Dated.ACTIVITY else (*beside, dated)
    return remembered(home, lambda: home.findings(number, against=against, other=other, dated=dated), "report",
                      home.loop(number).number, *asked)


def plan_for(home: Workspace, number: int | None = None) -> PlanReport:
    """One loop as planned, without a number the present or next; looking at it freezes nothing."""
    return remembered(home, lambda: home.plan_report(freeze=False, number=number), "plan", number)


def privacy_for(home: Workspace) -> Overview:
    """What is kept of people; worked out again when facts, rules or the list of who may not come back changed."""
    ring = home.keyring
    stones = 0 if ring.destroyed else len(home.tombstones.all())
    return remembered(home, lambda: overview(home), "privacy", stones, ring.destroyed)


def consent_for(home: Workspace) -> tuple[Covered, ...]:
    return remembered(home, lambda: coverage(home), "coverage")


def retention_for(home: Workspace) -> Retained:
    """What is due, told and not done."""
    return remembered(home, lambda: retain(home), "retention")


def campaigns_for(home: Workspace) -> tuple[Seen, ...]:
    return remembered(home, lambda: seen_campaigns(home), "campaigns")


def library_for(home: Workspace) -> Library:
    return remembered(home, lambda: library(home), "library")


def book_for(home: Workspace) -> Book:
    return remembered(home, lambda: book(home), "ledger")


def per_hire_for(home: Workspace) -> tuple[Sequence[PerHire], Sequence[Rolling]]:
    """Cost per hire three ways: of the last twelve months, and up to each month before."""
    return (remembered(home, lambda: per_hire(home.engine, home.today), "per-hire"),
            remembered(home, lambda: rolling(home.engine, home.today), "per-hire-rolling"))


def roi_for(home: Workspace) -> RoiReport:
    return remembered(home, home.roi, "roi")


def told_for(home: Workspace) -> tuple[Told, ...]:
    """Every source with every fact that it told."""
    return remembered(home, lambda: told(home.lake), "told")


def advice_for(home: Workspace) -> Sequence[Advice]:
    return remembered(home, lambda: home.doctor().advice, "advice")


def board_for(home: Workspace, report: LoopReport, lang: str, story: Callable[[str], str]) -> Markup:
    """The KPI framework of a loop as HTML, each KPI with the way to its own page."""
    periods = sorted({str(c.period) for f in report.findings for c in f.comparisons if c.chosen})
    shown = [f.kpi.id for f in report.findings]
    asked = ("board", report.loop.number, report.loop.compared_with, periods, shown, lang, story("x"))
    return Markup(remembered(home, lambda: str(board(report, lang, story)), *asked))


def known_report(home: Workspace) -> LoopReport | None:
    """The last loop's report if it was worked out already; never waits for it."""
    if not home.plan.loops:
        return None
    found = _found(home, key_of(home, "report", home.loop().number))
    return found if isinstance(found, LoopReport) else None


def prepare(home: Workspace) -> None:
    """Work out what the screens will ask for first, by the very functions that they ask."""
    if home.plan.loops:
        report_for(home)
        plan_for(home)
    if home.lake.history():
        for work in AHEAD:
            work(home)


AHEAD: tuple[Callable[[Workspace], object], ...] = (
    privacy_for, consent_for, told_for, campaigns_for, library_for, book_for, per_hire_for, roi_for, advice_for)


def key_of(home: Workspace, *what: object) -> str:
    """Changes with the facts, the client's files, the day, the question and this very code; not with where the folder
    stands, so that a client that is moved or restored keeps its answers."""
    state = home.lake.catalog.state()
    files = (home.path / name for name in (SETTINGS, PLAN, BASELINE, ARCHIVE))
    parts = [code(), state.generation, sorted(state.versions.items()),
             *(_digest(file) for file in files), home.today, *what]
    return f"{what[0]}-" + sha256(repr(parts).encode()).hexdigest()[:40]


def remembered(home: Workspace, make: Callable[[], T], *what: object) -> T:
    """The answer to a question about this client: from memory, from its cache folder, or made now by one thread."""
    key = key_of(home, *what)
    found = _found(home, key)
    if found is None:
        with _lock_of(home, key):
            found = _found(home, key)
            if found is None:
                found = make()
                _keep(home.path / "cache", key, found)
                _remember(home, key, found)
    return found  # type: ignore[return-value]


@cache
def code() -> str:
    """What this code is, so that another version never reads its predecessor's answers."""
    stamps = [(str(p.relative_to(PACKAGE)), p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(PACKAGE.rglob("*"))
              if p.suffix in (".py", ".po", ".jinja", ".json")]
    return sha256(repr(stamps).encode()).hexdigest()


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest() if file.exists() else ""


def _found(home: Workspace, key: str) -> object | None:
    place = (home.path.resolve(), key)
    with _guard:
        if place in _memory:
            _memory.move_to_end(place)
            return _memory[place]
    found = _read(home.path / "cache" / key)
    if found is not None:
        _remember(home, key, found)
    return found


def _remember(home: Workspace, key: str, value: object) -> None:
    place = (home.path.resolve(), key)
    with _guard:
        _memory[place] = value
        _making.pop(place, None)
        while len(_memory) > MOST:
            _memory.popitem(last=False)


def _lock_of(home: Workspace, key: str) -> Lock:
    with _guard:
        return _making.setdefault((home.path.resolve(), key), Lock())


def _seal(content: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), content, "sha256")


def _read(path: Path) -> object | None:
    """What a file of ours holds; a file that does not bear our seal is not opened."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    if not hmac.compare_digest(raw[:SEAL], _seal(raw[SEAL:])):
        return None
    value: object = pickle.loads(raw[SEAL:])
    return value


def _keep(folder: Path, key: str, value: object) -> None:
    """Write it whole, and let the oldest go; a folder that cannot be written only costs time."""
    content = pickle.dumps(value, protocol=5)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(_seal(content) + content)
        os.replace(name, folder / key)
        for old in sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
