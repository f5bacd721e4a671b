"""Whatever happened to a file on its way, a source answers with problems or with facts that keep the contract."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from files import source
from golden import cases, context, inputs, read

from talentloop.sources.recognise import recognise
from talentloop.sources.source import Sample

OURS = ("meta_export", "linkedin_ads_csv", "google_ads_csv", "meta_insights_json", "mapping",
        "linkedin_ads_json", "matomo")
GOLDEN = [file for name in OURS for case in cases(name) for file in inputs(case)]
PIECES = (b"", b"\n", b";", b",", b'"', b"\t", b"\0", b"\xff", b"-", b"1e999", b"999999999999999999999",
          b"2026-13-45", b"{",
          b"]", b"null", "é€".encode(), b"Totaal", b"=1+1", b"\r\n\r\n", b"NaN", b"Infinity", b"0001-01-01",
          b"9999-12-31")


def damaged(content: bytes, seed: int) -> bytes:
    """Up to six cuts, copies and insertions, the same for the same seed."""
    chance, data = random.Random(seed), bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(data) + 1), chance.randint(0, 30)
        data[at:at + length] = chance.choice((*PIECES, bytes(data[at:at + length]) * 2))
    return bytes(data)


@pytest.mark.parametrize("file", GOLDEN, ids=lambda f: "/".join(f.parts[-4:]))
def test_damaged_files(tmp_path: Path, file: Path) -> None:
    """`read` of the golden runner checks every row against its fact table."""
    ours, client = source(file.parts[-4]), context(file.parent)
    for seed in range(25):
        folder = tmp_path / str(seed)
        folder.mkdir()
        broken = folder / file.name
        broken.write_bytes(damaged(file.read_bytes(), seed))
        assert 0 <= ours.looks_like(Sample(broken), client).score <= 1
        reading, _ = read(ours, broken, client)
        assert all(p.file == file.name and p.todo for p in reading.problems)
        recognise(broken, client)
