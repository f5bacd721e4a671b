"""The verbs as a user types them: what they answer, their JSON, and the exit code when something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from talentloop.core.kpis import KPIS
from talentloop.workspace import Workspace


def run(*arguments: str | Path, home: Path | None = None, lang: str = "nl") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "talentloop", *map(str, arguments)]
    if home:
        command += ["--workspace", str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120,
                          env={"TALENTLOOP_LANG": lang, "PATH": "/usr/bin:/bin", "COLUMNS": "140"})


def answer(*arguments: str | Path, home: Path | None = None) -> Any:
    done = run(*arguments, "--json", home=home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


LEADS = "Datum;E-mail;Soort\n01-09-2026;a@example.org;alert\n02-09-2026;b@example.org;alert\n"
MAPPING = """
[[file]]
match = "leads*.csv"
fact = "leads"
columns = { day = "Datum", person = "E-mail", kind = "Soort" }
words = { kind = { alert = "job_alert" } }
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = Workspace.create(tmp_path / "werkenbij")
    settings = made.path / "client.toml"
    settings.write_text(settings.read_text() + MAPPING)
    (tmp_path / "leads.csv").write_text(LEADS)
    return made.path


def test_from_nothing_to_a_loop(home: Path, tmp_path: Path) -> None:
    taken = answer("take", tmp_path / "leads.csv", home=home)["files"][0]
    assert (taken["outcome"], taken["source"], taken["rows"]) == ("taken", "mapping", {"leads": 2})
    assert taken["period"] == {"start": "2026-09-01", "end": "2026-09-03"}
    again = answer("take", tmp_path / "leads.csv", home=home)["files"][0]
    assert again["outcome"] == "repeated"
    loop = answer("loop", "start", "--focus", "conversion", "--strategy", "Kort formulier", "--from", "2026-09-01",
                  "--target", "leads=+20%", home=home)
    assert loop["period"] == {"start": "2026-09-01", "end": "2026-11-01"} and loop["primary"] == "applications_completed"
    answer("loop", "log", "budget omlaag", "--kind", "budget", "--day", "2026-10-01", home=home)
    listed = answer("loop", "list", home=home)
    assert listed[0]["changes"][0]["planned"] is False
    figures = answer("kpi", "leads", home=home)
    assert figures["figures"][0]["value"] == 2
    undone = answer("undo", home=home)
    assert undone["undone"] == taken["batch"]
    log = Workspace(home).audit
    assert [entry.what for entry in log.entries()] == [
        "import", "import", "loop", "loop", "undo"] and log.check().whole


def test_nothing_recognised_has_its_own_exit_code(home: Path, tmp_path: Path) -> None:
    (tmp_path / "raadsel.csv").write_text("a;b\n1;2\n")
    done = run("take", tmp_path / "raadsel.csv", home=home)
    assert done.returncode == 5 and "raadsel.csv" in done.stdout


def test_a_file_with_something_wrong_is_refused_whole(home: Path, tmp_path: Path) -> None:
    (tmp_path / "leads2.csv").write_text(LEADS + "99-99-2026;c@example.org;alert\n")
    done = run("take", tmp_path / "leads2.csv", "--json", home=home)
    found = json.loads(done.stdout)["files"][0]
    assert done.returncode == 6 and found["outcome"] == "refused" and found["rows"] == {}
    assert found["problems"][0]["line"] == 4 and found["problems"][0]["column"] == "Datum"


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (("kpi", "bezoeken"), 8, "bezoeken"),
    (("kpi", "visits", "--by", "kleur"), 8, "kleur"),
    (("loop", "start", "--focus", "bereik", "--strategy", "x"), 8, "reach"),
    (("report",), 7, "loop"),
    (("loop", "close", "--lesson", "x"), 7, "loop"),
])
def test_mistakes_are_told_with_what_to_do(home: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(*arguments, home=home)
    assert done.returncode == code and said in done.stderr and "Traceback" not in done.stderr


def test_outside_a_workspace(tmp_path: Path) -> None:
    done = run("report", home=tmp_path)
    assert done.returncode == 3 and "talentloop init" in done.stderr


def test_english_on_request(home: Path) -> None:
    assert run("kpi", "bezoeken", home=home, lang="en").stderr != run("kpi", "bezoeken", home=home).stderr


def test_the_report_as_text_page_and_json(built_demo: Path, tmp_path: Path) -> None:
    page = tmp_path / "loop.html"
    done = run("report", "--loop", "2", "--html", page, home=built_demo)
    assert done.returncode == 0 and "Aantal keren vertoond" in done.stdout
    assert page.read_text().startswith("<!doctype html>")
    found = answer("report", "--loop", "2", home=built_demo)
    visits = next(k for k in found["kpis"] if k["id"] == "visits")
    assert visits["value"] > 0 and set(visits["comparisons"]) == {"previous", "baseline", "last_year"}
    assert visits["verdict"]["sentence"]


def test_figures_of_people_say_whom_they_know_and_for_how_long(built_demo: Path) -> None:
    of_people, pool, visits = answer("kpi", "unique_visitors", "pool_1", "visits", home=built_demo)["figures"]
    assert 0 < of_people["coverage"] == pool["coverage"] < 1 and visits["coverage"] is None
    assert [(f["identity"]["person"], f["identity"]["id_days"], f["identity"]["window_days"]) for f in (of_people, pool)
            ] == [("browser", 395, None), ("joined", 395, 180)] and visits["identity"] is None
    report = answer("report", "--loop", "2", home=built_demo)
    assert {k["id"] for k in report["kpis"] if k["identity"]} == {id for id, kpi in KPIS.items() if kpi.people} & {
        k["id"] for k in report["kpis"]}
    assert report["people"]["identity"]["person"] == "joined" and "13" in report["people"]["identity"]["sentence"]
    told = " ".join(run("kpi", "unique_visitors", "--lang", "en", home=built_demo).stdout.split())
    assert "with consent" in told and "13 months" in told
    assert "13 months" not in run("kpi", "visits", "--lang", "en", home=built_demo).stdout


def test_figures_split(built_demo: Path) -> None:
    found = answer("kpi", "visits", "--by", "channel", "--loop", "2", home=built_demo)
    parts = {f["segment"]: f["value"] for f in found["figures"]}
    assert parts[None] == sum(v for k, v in parts.items() if k)


def test_the_doctor_names_what_is_missing(built_demo: Path, home: Path) -> None:
    found = answer("doctor", home=built_demo)
    assert "quality_scores" in found["missing"] and found["empty_kpis"]["quality_of_hire"] == ["quality_scores"]
    assert answer("doctor", home=home)["advice"][0]["code"] == "take_first_files"


def test_the_plan_of_any_loop_can_be_asked(built_demo: Path) -> None:
    assert answer("plan", home=built_demo)["loop"]["number"] == 5
    assert answer("plan", "--loop", "2", home=built_demo)["loop"]["number"] == 2
    unknown = run("plan", "--loop", "9", home=built_demo)
    assert unknown.returncode and "9" in unknown.stderr


def test_the_plan_says_what_can_be_proven(built_demo: Path) -> None:
    found = answer("plan", home=built_demo)
    assert found["baseline"]["version"] == 1
    visits = next(k for k in found["kpis"] if k["id"] == "visits")
    assert visits["provable_from"] > 0 and visits["provable"] in (True, False)


HELP = ("init", "take", "plan", "report", "kpi", "archive", "roi", "trust", "doctor", "undo", "demo", "serve",
        "loop start", "privacy erase", "connect", "collect status", "prior refit")


@pytest.mark.parametrize("verb", ["", *HELP])
def test_help_is_in_one_language(verb: str) -> None:
    dutch, english = (run(*verb.split(), "-h", lang=lang).stdout for lang in ("nl", "en"))
    assert dutch.startswith("Gebruik: talentloop") and "Laat deze uitleg zien" in dutch
    for left in ("Usage", "Options", "Arguments", "Commands", "required", "default:", "Show this", "ARGS"):
        assert left not in dutch, left
    assert english.startswith("Usage: talentloop") and "Show this help" in english


def test_every_verb_says_in_the_list_what_its_own_help_says() -> None:
    listed = " ".join(run("-h").stdout.split())
    own = run("report", "-h").stdout.split("\n\n")[1]
    assert " ".join(own.split()) in listed


@pytest.mark.parametrize(("typed", "says"), [
    ("repor", "Er is geen commando 'repor'. Bedoel je report?"), ("loop zzz", "Er is geen commando 'zzz'."),
    ("take", "Er ontbreekt iets: files."), ("plan --htm x", "Er is hier geen optie --htm. Bedoel je --html?"),
    ("report --loop x", "Bij --loop / -n past deze waarde niet."), ("report --html", "De optie --html is niet compleet"),
    ("loop list x", "Er staat meer achter dit commando dan het kent.")])
def test_a_mistake_is_told_in_words_with_where_to_look(typed: str, says: str) -> None:
    done = run(*typed.split())
    assert done.returncode == 2 and done.stderr.startswith(says) and not done.stdout
    assert done.stderr.splitlines()[1].startswith("Kijk hoe het werkt: talentloop")


def test_no_verb_shows_what_there_is() -> None:
    assert run().returncode == 0 and run().stdout == run("-h").stdout


def test_a_loop_without_any_figure_claims_nothing(tmp_path: Path) -> None:
    home = Workspace.create(tmp_path / "leeg").path
    started = run("loop", "start", "--focus", "reach", "--strategy", "Gezien worden", home=home).stdout
    assert "Er is nog geen 0-meting." in started and "talentloop plan" in started
    plan, report = (run(verb, home=home).stdout for verb in ("plan", "report"))
    assert "Er zijn nog geen cijfers om een doel naast te zetten." in plan and "niet gekoppeld" not in plan
    assert "Nog niets" in report and "Compleet" not in report and report.count("geen bron") == 1
    assert "Wat opvalt" not in report and "Vragen voor de volgende loop" not in report
    told = answer("report", home=home)
    assert told["questions"] == [] and all(kpi["value"] is None for kpi in told["kpis"])
