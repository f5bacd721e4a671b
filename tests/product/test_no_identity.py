"""A web server's log knows nobody again: people are then not measured, which is another thing than none."""

from __future__ import annotations

from pathlib import Path

from talentloop.core.kpis import KPIS
from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.line import told
from talentloop.workspace import Workspace

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
LINE = '203.0.{n}.7 - - [{day}/Sep/2026:10:00:00 +0200] "GET /vacatures/ HTTP/1.1" 200 512 "-" "' + FIREFOX + '"\n'


def test_visitors_of_a_log_are_not_measured_and_visits_are(tmp_path: Path) -> None:
    home = Workspace.create(tmp_path / "werkenbij")
    log = tmp_path / "access.log"
    log.write_text("".join(LINE.format(n=n, day=f"{day:02}") for day in range(1, 15) for n in range(1, 12)))
    taken = home.take([log])[0]
    assert taken.rows["web_hits"] == 154
    period = home.engine.days("visits")
    assert period
    found = {name: told(home.engine, KPIS[name], period, home.standing).figure
             for name in ("visits", "unique_visitors", "pool_1")}
    assert isinstance(found["visits"], Figure) and found["visits"].value > 0
    assert found["unique_visitors"] == CannotSay(Reason.NOT_MEASURED, "visits")
