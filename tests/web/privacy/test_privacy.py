"""The privacy officer's corner: a person asked about and erased, retention, rules, log and papers; and who may not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from custody.home import ANNA, BRAM, hits, made
from django.contrib.sessions.models import Session
from django.db import connection

from talentloop.core.errors import LoopRule, StoreTrouble
from talentloop.custody import ordered
from talentloop.custody.keys import rotate
from talentloop.custody.requests import access
from talentloop.custody.search import search
from talentloop.store.app.models import Job
from talentloop.web import erasing, jobs, retaining, working
from talentloop.web.place import Place
from talentloop.workspace import Workspace
from web.conftest import ROLES, World

PRIVACY = "/c/merelhof/privacy/"
REQUESTS = f"{PRIVACY}requests/"


@pytest.fixture
def home(world: World, tmp_path: Path) -> Workspace:
    """The client of the tests with people in it whom we know."""
    home = made(tmp_path / "zorg")
    world.merelhof.folder = str(home.path)
    world.merelhof.save()
    return home


def acts(home: Workspace) -> list[str]:
    return [e.what for e in home.audit.entries()]


def test_what_is_kept_and_with_what_consent(world: World, home: Workspace) -> None:
    text = world.browser("privacy officer").get(PRIVACY).content.decode()
    assert "sollicitaties" in text and "jul\xa02026" in text and "100%" in text
    assert ANNA not in text


@pytest.mark.parametrize("name", [name for name in ROLES if name not in ("privacy officer", "stranger")])
def test_nobody_else_sees_it_or_the_way_to_it(world: World, name: str) -> None:
    browser = world.browser(name)
    assert "/privacy/" not in browser.get("/c/merelhof/plan/").content.decode()
    assert browser.get(PRIVACY).status_code == 403
    assert browser.post(REQUESTS, {"contact": ANNA, "do": "erase", "sure": "1"}).status_code == 403


def test_a_person_s_rows_are_shown_and_given_as_a_file(world: World, home: Workspace) -> None:
    browser = world.browser("privacy officer")
    page = browser.post(REQUESTS, {"contact": f" {ANNA.upper()}", "behalf": "zaak-12"})
    assert "2026-08-20" in page.content.decode() and "no-store" in page["Cache-Control"]
    file = browser.post(REQUESTS, {"contact": ANNA, "do": "file"})
    assert "attachment" in file["Content-Disposition"] and "no-store" in file["Cache-Control"]
    assert len(json.loads(file.content)["rows"]["web_hits"]) == 2
    assert acts(home)[-2:] == ["access", "access"]
    entry = list(home.audit.entries())[-2]
    assert entry.behalf == "zaak-12" and entry.who == f"user:{world.person('privacy officer').pk}"


def test_by_the_number_in_the_cookie(world: World, home: Workspace) -> None:
    file = world.browser("privacy officer").post(REQUESTS, {"visitor": "cookie0", "do": "file"})
    assert set(json.loads(file.content)["rows"]) >= {"web_hits"}


def test_without_anybody_named_it_is_told(world: World, home: Workspace) -> None:
    before = acts(home)
    answer = world.browser("privacy officer").post(REQUESTS, {"behalf": "x"})
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode() and acts(home) == before


@pytest.fixture
def at_once() -> Iterator[None]:
    """Jobs are done while one waits."""
    jobs.queue.immediate = True
    yield
    jobs.queue.immediate = False


ERASE = {"contact": ANNA, "do": "erase", "sure": "1"}


def test_erasing_asks_whether_you_are_sure_and_then_proves_it(world: World, home: Workspace, at_once: None) -> None:
    browser = world.browser("privacy officer")
    unsure = browser.post(REQUESTS, {"contact": ANNA, "do": "erase"})
    assert unsure.status_code == 400 and not access(home, [ANNA]).empty
    done = browser.post(REQUESTS, ERASE, follow=True).content.decode()
    assert "Deze persoon is gewist" in done and "niets gevonden" in done and ANNA not in done
    assert access(home, [ANNA]).empty and not access(home, [BRAM]).empty
    officer = f"user:{world.person('privacy officer').pk}"
    assert [e.who for e in home.audit.entries() if e.what == "erase"] == [officer]
    again = browser.post(REQUESTS, ERASE, follow=True)
    assert again.status_code == 200, "a second click does no harm"


def test_an_erasure_is_a_job_that_is_told_and_leaves_nothing_of_whom_it_is_about(world: World, home: Workspace) -> None:
    """From the moment it is asked for nothing comes in of the person, though the rows are still there."""
    browser = world.browser("privacy officer")
    page = browser.post(REQUESTS, {**ERASE, "visitor": "cookie0"}, follow=True).content.decode()
    job = Job.objects.get(kind__startswith="erase ")
    assert "0 % klaar" in page and "Je kunt hier vandaan gaan" in page and not access(home, [ANNA]).empty
    hits(home, 1, "later", datetime(2026, 7, 25, 9))
    assert len(access(home, [ANNA]).rows["web_hits"]) == 2, "what waits to be erased does not grow"
    ids = {home.pseudonyms("person", ANNA), home.pseudonyms("visitor", "cookie0")}
    kept = [str(job.__dict__), *(str(t) for t in jobs.queue.pending())]
    assert not [t for t in kept if ANNA in t or "cookie0" in t or any(str(id) in t for id in ids)]
    files = [f for root in (home.path, Place.here().root) for f in root.rglob("*") if f.is_file()]
    assert [f for f in files if ANNA.encode() in f.read_bytes()] == []
    said: list[int] = []
    real = working._tell
    working._tell = lambda mine, n: (said.append(n), real(mine, n))  # type: ignore[assignment, func-returns-value]
    try:
        assert erasing.work(Job.objects.get(pk=job.pk)) and not erasing.work(Job.objects.get(pk=job.pk))
    finally:
        working._tell = real
    assert said == sorted(said) and said[0] < 10 and said[-1] == 100 and len(set(said)) > 10
    assert access(home, [ANNA]).empty and search(home, ids, [ANNA]).clean and not ordered.waiting(home)
    part = browser.get(REQUESTS, headers={"HX-Request": "true"}).content.decode()
    assert "niets gevonden" in part and "<html" not in part and "hx-get" not in part
    told = Job.objects.get(pk=job.pk).said
    assert not [id for id in ids if str(id) in told] and not erasing._typed


def test_an_erasure_that_was_cut_off_is_taken_up_again(world: World, home: Workspace,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    browser = world.browser("privacy officer")
    browser.post(REQUESTS, ERASE)
    first = Job.objects.get(kind__startswith="erase ")
    assert erasing.left(world.merelhof) == [], "somebody is to do it"

    def stopped(*_: object, **__: object) -> None:
        raise StoreTrouble("store_locked", path="x", seconds=60)

    with monkeypatch.context() as patched:
        patched.setattr(erasing.ordered, "erase_subject", stopped)
        assert not erasing.work(first)
    text = browser.get(REQUESTS).content.decode()
    assert "Binnen een uur" in text.split('class="wrong"')[1].split("</p>")[0]
    erasing._typed.clear()  # the server was started anew
    rotate(home)
    [second] = erasing.left(world.merelhof)
    assert second.kind == first.kind and erasing.work(second)
    fresh = Workspace(home.path)
    assert access(fresh, [ANNA]).empty and not access(fresh, [BRAM]).empty and erasing.left(world.merelhof) == []


def test_the_address_that_was_typed_stands_nowhere_afterwards(world: World, home: Workspace, at_once: None) -> None:
    browser = world.browser("privacy officer")
    for does in ("find", "file", "erase"):
        browser.post(REQUESTS, {"contact": ANNA, "do": does, "sure": "1"})
    kept = [f for root in (home.path, Place.here().root) for f in root.rglob("*") if f.is_file()]
    assert [f for f in kept if ANNA.encode() in f.read_bytes()] == []
    assert all(ANNA not in str(s.get_decoded()) for s in Session.objects.all())
    assert not Job.objects.filter(said__contains=ANNA).exists()


def test_retention_is_looked_at_first_and_leaves_proof(world: World, home: Workspace, at_once: None) -> None:
    browser, page = world.browser("privacy officer"), f"{PRIVACY}retention/"
    text = browser.get(page).content.decode()
    assert "losgekoppeld" in text and "detach" not in acts(home)
    assert browser.post(page).status_code == 400 and "detach" not in acts(home)
    assert "Weg, ook van de schijf" in browser.post(page, {"sure": "1"}, follow=True).content.decode()
    assert "detach" in acts(home)
    after = browser.get(page).content.decode()
    assert "Niets heeft zijn tijd gehad" in after and "Er is nog niets" not in after


def test_retention_goes_by_a_job_that_is_told_and_asked_once(world: World, home: Workspace) -> None:
    browser, page = world.browser("privacy officer"), f"{PRIVACY}retention/"
    for _ in range(2):
        browser.post(page, {"sure": "1"})
    job = Job.objects.get(kind="retain")
    Job.objects.filter(pk=job.pk).update(state="running", said="30")
    text = browser.get(page).content.decode()
    assert "30 % klaar" in text and "danger" not in text, "nothing to press while it is under way"
    part = browser.get(page, headers={"HX-Request": "true"})
    assert "30 % klaar" in part.content.decode() and "<html" not in part.content.decode()
    Job.objects.filter(pk=job.pk).update(state="waiting", said="")
    assert retaining.work(Job.objects.get(pk=job.pk), "iemand:1")
    assert not retaining.work(Job.objects.get(pk=job.pk), "iemand:1"), "done twice it is done once"
    assert browser.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "Weg, ook van de schijf" in browser.get(page).content.decode() and "detach" in acts(home)
    assert [e.who for e in home.audit.entries() if e.what == "detach"] == ["iemand:1"]


@pytest.mark.parametrize(("fault", "told"), [
    (LoopRule("loops_not_closed", numbers="3", day=date(2026, 1, 1)), "1\u00a0jan\u00a02026"),
    (OSError("disk"), "gestopt")])
def test_what_stands_in_the_way_of_retention_is_told_and_it_may_be_asked_again(
        world: World, home: Workspace, monkeypatch: pytest.MonkeyPatch, fault: Exception, told: str) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise fault

    browser, page = world.browser("privacy officer"), f"{PRIVACY}retention/"
    browser.post(page, {"sure": "1"})
    monkeypatch.setattr(retaining, "retain", stopped)
    with suppress(OSError):
        assert not retaining.work(Job.objects.get(kind="retain"), "iemand:1")
    text = browser.get(page).content.decode()
    wrong = text.split('class="wrong"')[1].split("</p>")[0]
    assert told in wrong and "danger" in text and "detach" not in acts(home)
    browser.post(page, {"sure": "1"})
    assert [j.state for j in Job.objects.filter(kind="retain")] == ["waiting", "failed"]


def test_rules_are_changed_and_told_and_never_beyond_the_law(world: World, home: Workspace) -> None:
    browser, page = world.browser("privacy officer"), f"{PRIVACY}rules/"
    form = browser.get(page).context["form"]
    given = {"smallest_cell": 12, **home.settings.kept, "controller": "Zorggroep Test", "contact": "Anna de Wit",
             "version": browser.get(page).context["version"]}
    assert form["smallest_cell"].value() == 10
    assert browser.post(page, {**given, "events_months": 99}).status_code == 400
    assert browser.post(page, given).status_code == 302
    now = Workspace(home.path).settings
    assert now.smallest_cell == 12 and now.parties["controller"] == "Zorggroep Test"
    told = [dict(e.facts) for e in home.audit.entries() if e.what == "settings"]
    assert {"key": "privacy.smallest_cell", "before": "10", "after": "12"} in told and "Wit" not in str(told)
    assert browser.post(page, {**given, "smallest_cell": 15}).status_code == 409, "somebody changed it meanwhile"


def test_the_papers_come_as_files_in_both_languages(world: World, home: Workspace) -> None:
    browser = world.browser("privacy officer")
    for lang, word in (("nl", "Register van verwerkingen"), ("en", "ecord")):
        file = browser.get(f"{PRIVACY}papers/verwerkingsregister.{lang}.md")
        assert file.status_code == 200 and word in file.content.decode()
    assert browser.get(f"{PRIVACY}papers/geheim.nl.md").status_code == 404
    assert acts(home).count("documents") == 2


def test_the_log_is_paged_filtered_and_checked(world: World, home: Workspace) -> None:
    for n in range(60):
        home.note("export", file=f"rapport {n}")
    home.note("undo", batch="x")
    browser = world.browser("privacy officer")
    first = browser.get(f"{PRIVACY}log/").context
    assert len(first["rows"]) == 50 and first["rows"][0][0].what == "undo" and first["page"].paginator.num_pages == 2
    only = browser.get(f"{PRIVACY}log/?what=export&page=2").context["rows"]
    assert len(only) == 10 and {row[0].what for row in only} == {"export"}
    text = home.audit.path.read_text()
    home.audit.path.write_text(text.replace("rapport 3", "rapport X"))
    assert "NIET heel" in browser.get(f"{PRIVACY}log/").content.decode()


def done_by_a_worker() -> None:
    assert erasing.work(Job.objects.get(kind__startswith="erase "))
    connection.close()


@pytest.mark.browser
def test_a_privacy_officer_erases_a_person_in_the_browser(tab: Callable[..., Any], home: Workspace) -> None:
    page = tab("privacy officer")
    page.goto(PRIVACY)
    page.click(f'main a[href="{REQUESTS}"]')
    page.fill("#contact", ANNA)
    page.click('button[value="find"]')
    page.locator("#h-found").wait_for()
    assert ANNA not in page.url
    page.check("[name=sure]")
    page.click('button[value="erase"]')
    page.locator("#erasures svg").wait_for()
    page.fill("#contact", BRAM)
    doing = Thread(target=done_by_a_worker)
    doing.start()
    doing.join()
    page.locator("#h-done").wait_for()
    assert page.input_value("#contact") == BRAM, "what is typed meanwhile stays"
    assert "gewist" in page.locator("#h-done").inner_text()
    assert access(home, [ANNA]).empty
