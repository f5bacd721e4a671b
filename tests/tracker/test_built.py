"""The committed build is of the committed sources, small enough, and as heavy as the documentation says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from talentloop.collect import tracker

ROOT = Path(tracker.__file__).parents[4]
ROW = r"\| `(tl[\w-]*\.js)` \| ([\d,]+) \|"
GUIDE = ROOT / "docs" / "how-to" / "install-the-tracker.md"


def test_the_build_is_of_these_sources():
    assert tracker.stale() == [], "make tracker"


def test_a_changed_source_or_piece_is_noticed(tmp_path, monkeypatch):
    copy = tmp_path / "tracker"
    shutil.copytree(tracker.HERE, copy, ignore=shutil.ignore_patterns("node_modules"))
    monkeypatch.setattr(tracker, "HERE", copy)
    monkeypatch.setattr(tracker, "BUILT", copy / "built")
    assert tracker.stale() == []
    (copy / "src" / "send.ts").write_text("// nothing")
    (copy / "built" / "tl.js").write_text("0")
    (copy / "built" / "forgotten.js").write_text("0")
    assert tracker.stale() == ["src/", "tl.js", "forgotten.js"]


def test_the_core_weighs_two_kilobytes_at_most():
    assert tracker.weight("tl.js") <= 2048


def test_no_piece_leaves_a_name_of_its_own_in_the_page():
    for name in tracker.manifest()["pieces"]:
        code = (tracker.BUILT / name).read_text()
        assert code.startswith("(()=>{") and code.endswith("})();"), name


def test_the_guide_says_what_each_piece_weighs():
    told = {name: int(n.replace(",", "")) for name, n in re.findall(ROW, GUIDE.read_text())}
    assert told == {name: piece["gzip"] for name, piece in tracker.manifest()["pieces"].items()}


def test_no_registry_is_named_in_what_npm_reads():
    assert "http" not in re.sub(r'"(url|funding)": .*', "", (tracker.HERE / "package-lock.json").read_text())


@pytest.mark.skipif(not os.environ.get("TRACKER_REBUILT"), reason="a build anew needs node: make tracker-check")
def test_building_anew_gives_the_same(tmp_path):
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=tracker.HERE, check=True, capture_output=True)
    for name in (*tracker.manifest()["pieces"], "built.json"):
        assert (tmp_path / name).read_bytes() == (tracker.BUILT / name).read_bytes(), name
