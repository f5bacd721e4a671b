"""However long a CSV is, reading it takes the same memory: measured in processes of their own, not extrapolated."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "read_csv.py"
MOST_MB = 500


def measured(megabytes: int) -> dict[str, float]:
    done = subprocess.run([sys.executable, str(BENCH), str(megabytes)], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def test_three_times_the_rows_take_no_more_memory() -> None:
    small, large = measured(5), measured(15)
    assert small["rows"] == small["written"] and large["rows"] == large["written"]
    assert large["rows"] > 2 * small["rows"]
    assert large["peak_mb"] < small["peak_mb"] + 60


@pytest.mark.slow
def test_a_hundred_megabytes() -> None:
    found = measured(100)
    assert found["megabytes"] > 99 and found["rows"] == found["written"]
    assert found["peak_mb"] < MOST_MB
