"""What a marketer does with costs: look, write one down, undo it, correct it, change an assumption; and who may not."""

from __future__ import annotations

from typing import Any

import pytest

from talentloop.ledger.by_hand import written
from web.conftest import World, undo

COSTS = "/c/merelhof/costs/"
PHOTOS = {"line": "Fotograaf", "kind": "content", "side": "", "amount": "1.250,50", "first": "2026-10-01",
          "last": "2026-10-31", "token": "een-klik-1"}


def test_money_is_told_to_who_may_see_and_offered_to_who_may_write(world: World) -> None:
    text = world.browser("viewer").get(COSTS).content.decode()
    assert "Media-cost-per-hire" in text and "Terugverdiend bij" in text and "Kasboek" in text
    assert f'action="{COSTS}add/"' not in text and f'action="{COSTS}assumptions/"' not in text
    assert f'action="{COSTS}add/"' in world.browser("marketer").get(COSTS).content.decode()


def test_without_costs_the_page_teaches_what_to_do(world: World) -> None:
    text = world.browser("agency marketer").get("/c/bakker/costs/").content.decode()
    assert "Nog geen kosten" in text and 'action="/c/bakker/costs/add/"' in text


def test_a_cost_is_written_once_corrected_and_taken_out(world: World) -> None:
    browser, home = world.browser("marketer"), world.home
    before = browser.get(COSTS).context["book"].total
    assert [browser.post(f"{COSTS}add/", PHOTOS).status_code for _ in range(2)] == [302, 302]
    [found] = written(home)
    assert found.cost.amount_micros == 1_250_500_000 and found.who == f"user:{world.person('marketer').pk}"
    page = browser.get(f"{COSTS}?correct={found.batch}")
    assert page.context["book"].total == pytest.approx(before + 1250.5)
    assert 'value="1.250,50"' in page.content.decode() and "marketer@example.org" in page.content.decode()
    changed = {**PHOTOS, "amount": "900", "token": "een-klik-2", "instead": found.batch}
    assert browser.post(f"{COSTS}add/", changed).status_code == 302
    [found] = written(home)
    assert found.cost.amount_micros == 900_000_000
    assert browser.post(f"{COSTS}remove/", {"batch": found.batch}).status_code == 302
    assert written(home) == () and browser.get(COSTS).context["book"].total == pytest.approx(before)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_cost_that_was_written_corrected_or_taken_out_can_be_undone_and_that_too(world: World, lang: str) -> None:
    person = world.person("marketer")
    person.language = lang
    person.save()
    browser, home = world.browser("marketer"), world.home
    browser.post(f"{COSTS}add/", {**PHOTOS, "side": "internal"})
    undo(browser, COSTS)
    assert written(home) == ()
    undo(browser, COSTS)
    [first] = written(home)
    assert (first.cost.amount_micros, first.cost.side, first.cost.period.days) == (1_250_500_000, "internal", 31)
    browser.get(COSTS)
    browser.post(f"{COSTS}add/", {**PHOTOS, "amount": "900", "token": "een-klik-2", "instead": first.batch})
    undo(browser, COSTS)
    [back] = written(home)
    assert back.cost == first.cost
    browser.get(COSTS)
    browser.post(f"{COSTS}remove/", {"batch": back.batch})
    undo(browser, COSTS)
    assert [x.cost for x in written(home)] == [first.cost]


@pytest.mark.parametrize("wrong", [{"amount": "veel"}, {"amount": "-5"}, {"line": ""}, {"kind": "lunch"},
                                   {"last": "2026-09-01"}, {"line": "Bel jan@voorbeeld.nl"}])
def test_what_is_wrong_is_told_and_what_was_typed_stays(world: World, wrong: dict[str, str]) -> None:
    answer = world.browser("agency marketer").post("/c/bakker/costs/add/", {**PHOTOS, **wrong})
    assert answer.status_code == 400 and 'value="2026-10-01"' in answer.content.decode()
    assert answer.context["form"].errors or answer.context["messages"]


def test_assumptions_are_written_where_the_command_line_reads_them(world: World) -> None:
    browser, home = world.browser("marketer"), world.home
    form = browser.get(COSTS).context["assumptions"]
    typed: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
    asked = {**typed, "agency_fee_low": "18", "agency_fee_high": "25", "mishire_cost_low": "", "mishire_cost_high": ""}
    assert browser.post(f"{COSTS}assumptions/", asked).status_code == 302
    settings = world.home.settings
    assert (settings.roi["agency_fee"].low, settings.roi["agency_fee"].high) == (0.18, 0.25)
    assert "mishire_cost" not in settings.roi
    assert {e.facts["key"] for e in home.audit.entries() if e.what == "definition"} == {"roi.agency_fee",
                                                                                       "roi.mishire_cost"}
    assert browser.post(f"{COSTS}assumptions/", asked).status_code == 409, "the file has moved on since"
    for wrong in ({"agency_fee_high": "150"}, {"agency_fee_low": "30", "agency_fee_high": "20"}, {"agency_fee_low": ""}):
        assert browser.post(f"{COSTS}assumptions/", {**asked, **wrong}).status_code == 400


@pytest.mark.parametrize("what", ["add", "remove", "assumptions"])
@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("analyst", 403), ("privacy officer", 403),
                                             ("stranger", 404)])
def test_who_may_not_write_is_refused(world: World, what: str, who: str, status: int) -> None:
    assert world.browser(who).post(f"{COSTS}{what}/", PHOTOS).status_code == status
    assert written(world.home) == ()
