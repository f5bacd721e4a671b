"""What a marketer does with the plan: from the draft of a loop to its targets and its start; and who may not."""

from __future__ import annotations

import re
from datetime import timedelta

from talentloop.core.kpi import Focus
from talentloop.core.loop import Loop
from talentloop.workspace import Workspace
from web.conftest import World
from web.plan.conftest import PLAN, version_in


def next_loop(home: Workspace) -> Loop:
    return home.start_loop(Focus.TRAFFIC, "Verhalen van collega's", primary="visits")


def test_it_shows_targets_and_what_can_be_proven(world: World) -> None:
    text = world.browser("viewer").get(PLAN).content.decode()
    assert world.home.plan_report(freeze=False).loop.strategy in text
    assert f"{PLAN}change/" not in text, "a viewer is offered nothing that it may not do"


def test_the_draft_is_as_long_as_the_loop_before_and_filled_in_from_it(world: World) -> None:
    last = world.home.plan.loops[-1]
    text = world.browser("marketer").get(f"{PLAN}start/").content.decode()
    equal = last.period.following()
    assert f'value="{equal.start}"' in text and f'value="{equal.last}"' in text
    assert last.strategy in text and f'<option value="{last.focus.value}" selected' in text
    assert "aantoonbaar vanaf" in text, "beside each KPI what one loop can prove of it"


def test_a_loop_is_planned_once(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    start = home.next_start()
    asked = {**version_in(browser.get(f"{PLAN}start/").content), "strategy": "Verhalen van collega's", "focus": "traffic",
             "primary": "visits", "start": start.isoformat(), "last": (start + timedelta(days=55)).isoformat(),
             "against": "previous"}
    assert browser.post(f"{PLAN}start/", asked).status_code == 302
    made, many = home.plan.loops[-1], len(home.plan.loops)
    assert (made.strategy, made.primary) == ("Verhalen van collega's", "visits")
    assert (made.period.start, made.period.days) == (start, 56)
    second = browser.post(f"{PLAN}start/", asked)
    assert second.status_code == 409 and "Verhalen van collega" in second.content.decode(), "it says what is new"
    assert len(home.plan.loops) == many, "a double click plans no second loop"


def test_a_last_day_before_the_first_is_told(world: World) -> None:
    home = world.home
    answer = world.browser("marketer").post(f"{PLAN}start/", {
        "version": home.plan_version, "strategy": "Iets", "focus": "reach", "start": "2027-03-01", "last": "2027-02-01",
        "against": "previous"})
    assert answer.status_code == 400 and "ligt vóór de eerste" in answer.content.decode()


def test_beside_each_target_stands_what_one_loop_can_prove(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    loop = next_loop(home)
    page = f"{PLAN}targets/?loop={loop.number}"
    form = {**version_in(browser.get(page).content), "loop": str(loop.number), "visits": "+40%", "time_on_site": "1%",
            "impressions": "1.200.000"}
    assert browser.post(f"{PLAN}targets/", form).status_code == 302
    found = {t.kpi: (t.change, t.value) for t in home.loop(loop.number).targets}
    assert found == {"visits": (0.4, None), "time_on_site": (0.01, None), "impressions": (None, 1_200_000.0)}
    rows = {row.kpi.id: row for row in home.plan_report(freeze=False, number=loop.number).rows}
    text = browser.get(page).content.decode()
    told = re.search(r'id="id_time_on_site".*?</tr>', text, re.DOTALL)
    assert rows["time_on_site"].provable is False and told and ">nee<" in told.group()
    assert "niet aan te tonen" in text, "and what to do instead"


def test_an_emptied_target_is_no_target_any_more(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    loop = next_loop(home)
    form = {"version": home.plan_version, "loop": str(loop.number), "visits": "20%"}
    browser.post(f"{PLAN}targets/", form)
    browser.post(f"{PLAN}targets/", {**form, "version": home.plan_version, "visits": ""})
    assert home.loop(loop.number).targets == ()


def test_a_target_that_is_no_number_is_told_and_kept(world: World) -> None:
    home = world.home
    loop = next_loop(home)
    answer = world.browser("marketer").post(f"{PLAN}targets/", {
        "version": home.plan_version, "loop": str(loop.number), "visits": "veel meer"})
    assert answer.status_code == 400 and 'value="veel meer"' in answer.content.decode()


def test_planned_visits_foretell_what_will_sink_anyway(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    loop = home.start_loop(Focus.REACH, "Gezien worden")
    form = {"version": home.plan_version, "loop": str(loop.number), "new.paid_social": "4.000"}
    assert browser.post(f"{PLAN}visits/", form).status_code == 302
    assert home.loop(loop.number).planned_visits == {"new/paid_social": 4000}
    text = browser.get(f"{PLAN}?loop={loop.number}").content.decode()
    assert "omdat er veel nieuwe mensen komen" in text and "voorspeld" in text


def test_the_baseline_is_frozen_over_the_days_that_are_asked(world: World) -> None:
    home = world.home
    answer = world.browser("marketer").post(f"{PLAN}baseline/", {
        "version": home.plan_version, "start": "2025-09-01", "last": "2025-12-31"})
    assert answer.status_code == 302 and home.baseline
    assert (home.baseline.version, home.baseline.period.days) == (2, 122)


def test_a_baseline_begins_where_the_data_is_and_says_what_it_misses(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    page = f"{PLAN}baseline/"
    before = browser.get(page).content.decode()
    assert "loopt verder dan" not in before and "Bezoeken aan je site: 1\xa0mei\xa02025" in before
    browser.post(page, {"version": home.plan_version, "start": "2026-10-01", "last": "2026-11-30"})
    assert "van bezoeken aan je site ontbreken 30 van de 61 dagen" in browser.get(page).content.decode()
    (home.path / "plan.toml").unlink()
    assert 'value="2026-09-01"' in browser.get(page).content.decode(), "the last whole period with data, not the last"


def test_a_loop_that_is_over_is_closed_and_asks_for_no_targets(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    page = browser.get("/c/merelhof/loop/5/").content.decode()
    assert f'href="{PLAN}close/5/' in page and f'href="{PLAN}close/4/' not in browser.get(
        "/c/merelhof/loop/4/").content.decode()
    assert f"{PLAN}close" not in world.browser("viewer").get("/c/merelhof/loop/5/").content.decode()
    for form in ("targets", "visits"):
        answer = browser.get(f"{PLAN}{form}/?loop=5", follow=True)
        assert answer.redirect_chain and "doelen horen vooraf vast te liggen" in answer.content.decode()
    (home.path / "plan.toml").unlink()
    first = browser.get(f"{PLAN}start/").content.decode()
    assert "Plan je eerste loop" in first and "kan aantonen" not in first and '<option value="visits"' in first
    answer = browser.post(f"{PLAN}start/", {
        "version": home.plan_version, "strategy": "Gezien worden", "focus": "reach", "primary": "", "start": "2026-08-01",
        "last": "2026-09-30", "against": "previous"}, follow=True)
    assert "Hij is al voorbij" in answer.content.decode()
    assert "Naar je eerste loop" not in browser.get("/c/merelhof/").content.decode()


def test_the_checklist_ticks_itself(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    loop = next_loop(home)
    page = f"{PLAN}?loop={loop.number}"
    before = browser.get(page).content.decode()
    assert "Stel een doel" in before
    browser.post(f"{PLAN}targets/", {"version": home.plan_version, "loop": str(loop.number), "visits": "+60%"})
    after = browser.get(page).content.decode()
    assert "Stel een doel" not in after and after.count('class="done"') > before.count('class="done"')


def test_a_viewer_may_not_write(world: World) -> None:
    browser = world.browser("viewer")
    for place in ("start", "targets", "visits", "baseline", "change", "close/5"):
        assert browser.post(f"{PLAN}{place}/", {}).status_code == browser.get(f"{PLAN}{place}/").status_code == 403


def test_a_client_without_anything_is_told_where_to_begin(world: World) -> None:
    browser = world.browser("agency marketer")
    for place in ("", "start/", "targets/", "visits/", "baseline/", "change/", "archive/"):
        assert browser.get(f"/c/bakker/plan/{place}").status_code in (200, 409), place


def test_earlier_loops_can_be_searched(world: World) -> None:
    closed = [x for x in world.home.plan.loops if x.closed]
    lesson = closed[0].closing.lesson
    text = world.browser("viewer").get(f"{PLAN}archive/?q={lesson.split()[-1].strip('.')}").content.decode()
    assert lesson in text
    assert lesson not in world.browser("viewer").get(f"{PLAN}archive/?q=nietbestaandwoord").content.decode()


def test_without_a_figure_to_compare_it_is_the_export_that_lacks_and_without_a_loop_there_is_nothing_to_log(
        world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    made = home.start_loop(Focus.CONVERSION, "Betere hires", primary="quality_of_hire")
    text = browser.get(f"{PLAN}?loop={made.number}").content.decode()
    assert "geen cijfer om mee te vergelijken" in text and f"{PLAN}change/" in text
    (home.path / "plan.toml").unlink()
    assert f'class="button plain" href="{PLAN}change/"' not in browser.get(PLAN).content.decode()
