"""The audit log: only added to, sealed, without personal data; whoever changes or cuts it is found out."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from talentloop.privacy.audit import AuditLog

KEY = b"k" * 32


def log_of(tmp_path: Path) -> AuditLog:
    return AuditLog(tmp_path / "audit.jsonl", KEY, tmp_path / "keys" / "audit.head")


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    made = log_of(tmp_path)
    made.write("cli:1000", "target", kpi="leads", change=0.2)
    made.write("user:12", "export", behalf="zorggroep", form="csv", rows=120)
    made.write("job:retention", "retention", rows=4)
    return made


def test_what_was_written_is_read_in_order_and_holds(log: AuditLog) -> None:
    found = list(log.entries())
    assert [(e.number, e.who, e.what, e.behalf) for e in found] == [
        (1, "cli:1000", "target", ""), (2, "user:12", "export", "zorggroep"), (3, "job:retention", "retention", "")]
    assert found[1].facts == {"form": "csv", "rows": 120}
    assert log.check().whole and log.check().entries == 3


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_changed_line_is_found(log: AuditLog, line: int) -> None:
    lines = log.path.read_text().splitlines()
    cells = json.loads(lines[line])
    lines[line] = json.dumps({**cells, "facts": {"rows": 1}})
    log.path.write_text("\n".join(lines) + "\n")
    assert (log.check().wrong, log.check().line) == ("changed", line + 1)


@pytest.mark.parametrize(("kept", "wrong", "line"), [
    ((1, 2), "changed", 1), ((0, 2), "changed", 2), ((0, 1), "cut", 3), ((), "cut", 1), ((1, 0, 2), "changed", 1)])
def test_lines_that_went_or_moved_are_missed(log: AuditLog, kept: tuple[int, ...], wrong: str, line: int) -> None:
    lines = log.path.read_text().splitlines(keepends=True)
    log.path.write_text("".join(lines[i] for i in kept))
    assert (log.check().wrong, log.check().line) == (wrong, line)


def test_without_the_key_the_log_cannot_be_made_anew(log: AuditLog, tmp_path: Path) -> None:
    log.path.unlink()
    forged = AuditLog(log.path, b"x" * 32)
    for _ in range(3):
        forged.write("cli:1000", "target")
    assert log.check().wrong == "changed"


def test_a_line_cut_by_a_power_failure_is_no_line(log: AuditLog) -> None:
    with log.path.open("ab") as file:
        file.write(b'{"number": 4, "at": "2026-')
    assert log.check().entries == 3 and len(list(log.entries())) == 3
    log.write("cli:1000", "undo")
    assert log.check().whole and [e.number for e in log.entries()] == [1, 2, 3, 4]


def test_no_address_lands_in_it_and_nobody_s_name(log: AuditLog) -> None:
    log.write("user:12", "access", behalf="a.jansen@example.org", asked="mail van a.jansen@example.org")
    assert "jansen" not in log.path.read_text()
    for who, what in (("Anna Jansen", "export"), ("user:a@example.org", "export"), ("user:12", "gossip")):
        with pytest.raises(ValueError):
            log.write(who, what)


def _many(folder: Path) -> None:
    for _ in range(50):
        log_of(folder).write("job:test", "import", rows=1)


def test_several_writers_at_once_keep_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_many, args=(tmp_path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert log_of(tmp_path).check().entries == 150 and log_of(tmp_path).check().whole


def test_an_unreadable_line_is_told(log: AuditLog) -> None:
    with log.path.open("ab") as file:
        file.write(b"what is this\n")
    assert (log.check().wrong, log.check().line) == ("unreadable", 4)
