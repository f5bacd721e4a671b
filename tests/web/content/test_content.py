"""What a marketer does with content: see what is read, make a rule, take it out, make a link; and who may not."""

from __future__ import annotations

import re

import pytest

from talentloop.content.library import Caught, rule_of
from talentloop.store.settings_change import change_settings
from talentloop.web.reader import words
from talentloop.web.screens.content.views import told
from talentloop.workspace import SETTINGS
from web.conftest import World, undo

CONTENT = "/c/merelhof/content/"


def rule(world: World, **more: str) -> dict[str, str]:
    page = world.browser("marketer").get(CONTENT)
    return {"how": "starts", "path": "/verhalen/", "page_type": "content", "theme": "trots", "name": "",
            "version": page.context["version"], **more}


def test_pages_and_rules_are_shown_and_rules_offered_to_who_may(world: World) -> None:
    text = world.browser("viewer").get(CONTENT).content.decode()
    assert "/verhalen/…" in text and "zingeving &amp; impact" in text and f'action="{CONTENT}add/"' not in text
    assert f'action="{CONTENT}add/"' in world.browser("marketer").get(CONTENT).content.decode()


def test_a_rule_says_what_it_will_catch_before_it_is_made(world: World) -> None:
    browser = world.browser("viewer")
    assert "Past op 7 gelezen" in browser.get(f"{CONTENT}count/?how=starts&path=/verhalen/").content.decode()
    assert "geen enkele" in browser.get(f"{CONTENT}count/?how=is&path=/verhalen/").content.decode()
    assert browser.get(f"{CONTENT}count/").status_code == 200


def test_a_rule_is_made_once_and_taken_out(world: World) -> None:
    browser, asked = world.browser("marketer"), rule(world)
    many = len(world.home.settings.pages)
    assert [browser.post(f"{CONTENT}add/", asked).status_code for _ in range(2)] == [302, 409]
    assert len(world.home.settings.pages) == many + 1 and world.home.settings.pages[0].evp_theme == "trots"
    gone = {"number": "0", "version": browser.get(CONTENT).context["version"]}
    assert [browser.post(f"{CONTENT}remove/", gone).status_code for _ in range(2)] == [302, 302]
    assert len(world.home.settings.pages) == many, "a second click takes no second rule out"


def test_a_rule_that_was_made_or_taken_out_can_be_undone_and_that_too(world: World) -> None:
    browser, before = world.browser("marketer"), world.home.settings.pages
    browser.post(f"{CONTENT}add/", rule(world))
    undo(browser, CONTENT)
    assert world.home.settings.pages == before
    undo(browser, CONTENT)
    assert world.home.settings.pages[0].evp_theme == "trots"
    undo(browser, CONTENT)
    browser.post(f"{CONTENT}remove/", {"number": "1", "version": browser.get(CONTENT).context["version"]})
    assert world.home.settings.pages == before[:1] + before[2:]
    undo(browser, CONTENT)
    assert world.home.settings.pages == before, "where it stood"


def test_a_rule_comes_back_only_as_it_was_and_while_nobody_changed_the_file(world: World) -> None:
    browser, before = world.browser("marketer"), world.home.settings.pages
    typed = {"rule": "(a+)+$", "version": browser.get(CONTENT).context["version"]}
    answer = browser.post(f"{CONTENT}back/", typed, follow=True)
    assert [m.level_tag for m in answer.context["messages"]] == ["error"] and world.home.settings.pages == before
    browser.post(f"{CONTENT}remove/", {"number": "0", "version": browser.get(CONTENT).context["version"]})
    page = browser.get(CONTENT).content.decode()
    sealed, version = (re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("rule", "version"))
    browser.post(f"{CONTENT}add/", rule(world))
    many = len(world.home.settings.pages)
    browser.post(f"{CONTENT}back/", {"rule": sealed, "version": version})
    assert len(world.home.settings.pages) == many


@pytest.mark.parametrize("wrong", [{"path": ""}, {"page_type": "lunch"}, {"theme": "jan@voorbeeld.nl"}])
def test_what_is_no_rule_is_told_and_stays_as_typed(world: World, wrong: dict[str, str]) -> None:
    answer = world.browser("agency marketer").post("/c/bakker/content/add/", {
        "how": "is", "path": "/nacht", "page_type": "team", "theme": "", "name": "Nacht", "version": "", **wrong})
    assert answer.status_code == 400 and 'value="Nacht"' in answer.content.decode()


def test_a_link_is_made_and_another_looked_over(world: World) -> None:
    browser = world.browser("viewer")
    text = browser.get(f"{CONTENT}links/", {"address": "https://werkenbij.merelhof.example/", "source": "Facebook",
                                            "medium": "paid_social", "campaign": "Loop 4"}).content.decode()
    assert "utm_source=facebook&amp;utm_medium=paid_social&amp;utm_campaign=loop-4" in text
    asked = {"link": "https://elders.nl/?utm_source=fb&utm_campaign=Zomer"}
    text = browser.get(f"{CONTENT}links/", asked).content.decode()
    assert all(said in text for said in ("niet een van je eigen sites", "utm_medium ontbreekt", "‘facebook’", "‘zomer’"))
    text = browser.get(f"{CONTENT}links/", {"address": "https://x.nl", "source": "jan@x.nl", "medium": "email",
                                            "campaign": "a"}).content.decode()
    assert "leidt" in text and "utm_source=" not in text


@pytest.mark.parametrize("what", ["add", "remove", "back"])
@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("analyst", 403), ("stranger", 404)])
def test_who_may_not_write_is_refused(world: World, what: str, who: str, status: int) -> None:
    before = (world.home.path / "client.toml").read_bytes()
    assert world.browser(who).post(f"{CONTENT}{what}/", {"number": "0"}).status_code == status
    assert (world.home.path / "client.toml").read_bytes() == before


@pytest.mark.parametrize(("how", "said"), [("is", "/a-b"), ("starts", "/a-b…"), ("contains", "…/a-b…")])
def test_rules_are_told_as_people_say_them(how: str, said: str) -> None:
    assert told(words("nl"), Caught(rule_of(how, "/a-b", "team"), 0, 0)) == said


OLD = ({"pattern": "^/vacatures/[^/]+", "type": "job"}, {"pattern": "solliciteren", "type": "form"})


def test_forms_that_the_rule_of_vacancies_takes_are_told_and_put_right_and_back(world: World) -> None:
    change_settings(world.home.path / SETTINGS, {"page": list(OLD)}, world.home.note)
    browser = world.browser("marketer")
    page = browser.get(CONTENT)
    [form] = [c for _, _, c in page.context["rules"] if c.rule.page_type == "form"]
    assert form.pages == 0 and form.lost > 1 and "formulieren tellen als iets anders" in page.content.decode()
    asked = {"number": "1", "to": str(form.above), "version": page.context["version"]}
    for name, status in (("viewer", 403), ("privacy officer", 403), ("stranger", 404)):
        assert world.browser(name).post(f"{CONTENT}move/", asked).status_code == status
    assert "move/" not in world.browser("viewer").get(CONTENT).content.decode()
    assert [browser.post(f"{CONTENT}move/", asked).status_code for _ in range(2)] == [302, 302]
    assert [r.page_type for r in world.home.settings.pages] == ["form", "job"], "a second click moves nothing back"
    after = browser.get(CONTENT)
    assert "tellen als iets anders" not in after.content.decode()
    [form, job] = [c for _, _, c in after.context["rules"]]
    assert form.pages > 1 and job.lost == form.pages and job.above is None
    assert form.pages + job.pages <= len(after.context["found"].pages), "a page counts at the rule that decides"
    for wrong in ("x", "9", "-1"):
        browser.post(f"{CONTENT}move/", {"number": wrong, "to": "0", "version": after.context["version"]})
    browser.get(CONTENT)
    assert [r.page_type for r in world.home.settings.pages] == ["form", "job"]


def test_moving_a_rule_is_undone_by_the_button_beside_the_message(world: World) -> None:
    team = {"pattern": "^/teams/", "type": "team"}
    change_settings(world.home.path / SETTINGS, {"page": [OLD[0], team, OLD[1]]}, world.home.note)
    browser = world.browser("marketer")
    browser.post(f"{CONTENT}move/", {"number": "2", "to": "0", "version": browser.get(CONTENT).context["version"]})
    assert [r.page_type for r in world.home.settings.pages] == ["form", "job", "team"]
    undo(browser, CONTENT)
    assert [r.page_type for r in world.home.settings.pages] == ["job", "team", "form"]
