"""How fast and in how much memory a large CSV is read: `python bench/read_csv.py 2000` makes and reads 2,000 MB."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from talentloop.core.intake import Context
from talentloop.sources.meta_export import SOURCE

HEADING = ("Dag;Campagnenaam;Naam advertentieset;Advertentienaam;Platform;Bereik;Weergaven;Linkkliks;"
           "Besteed bedrag (EUR)\n")
PLATFORMS = ("facebook", "instagram")
FIRST = date(2024, 1, 1)


def write(path: Path, megabytes: int) -> int:
    """A Meta export of about that size; returns the number of rows."""
    row, size, target = 0, 0, megabytes << 20
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADING)
        while size < target:
            block = "".join(_row(row + i) for i in range(10_000))
            file.write(block)
            row, size = row + 10_000, size + len(block)
    return row


def _row(i: int) -> str:
    day = FIRST + timedelta(days=i // 20_000 % 1000)
    impressions = 1000 + i * 7919 % 9000
    return (f"{day:%d-%m-%Y};Werken in de zorg {i % 40};Doelgroep {i % 400};Advertentie {i};{PLATFORMS[i % 2]};"
            f"{impressions // 1000}.{impressions % 900:03};{impressions // 1000}.{impressions % 1000:03};{i % 90};"
            f"{i % 300},{i % 100:02}\n")


def measure(path: Path) -> dict[str, float]:
    """Read the file to its end; seconds, rows taken and the process's peak memory in MB."""
    context = Context(ZoneInfo("Europe/Amsterdam"), lambda kind, value: 0, date(2026, 11, 23))
    begin = time.perf_counter()
    reading = SOURCE.read(path, context)
    rows = sum(len(block) for block in reading.rows if block.fact == "exposures")
    if reading.blocked:
        raise SystemExit(str(reading.problems[0]))
    return {"seconds": round(time.perf_counter() - begin, 2), "rows": rows, "megabytes": path.stat().st_size / 2**20,
            "peak_mb": peak_mb()}


def peak_mb() -> float:
    """Most memory this program has held. Not ru_maxrss: that also counts the process it was started from."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export.csv"
        written = write(export, int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
        print(json.dumps({"written": written, **measure(export)}))
