"""client.toml: what it may hold, and that every slip of the pen is told with what was meant."""

from pathlib import Path

import pytest

from talentloop.core.errors import BadSettings
from talentloop.store.settings import Rhythm, read_settings
from talentloop.website.pages import page
from talentloop.workspace import Workspace

GOOD = """
[client]
name = "Zorggroep De Linde"
own_hosts = ["werkenbijdelinde.example"]
[loops]
rhythm = "8 weken"
[[page]]
pattern = "^/verhalen/"
type = "content"
theme = "werksfeer"
[[target_group]]
name = "verpleegkundigen"
low = 40_000
high = 60_000
source = "UWV 2026"
date = 2026-01-15
[[file]]
match = "kosten*.xlsx"
fact = "costs"
columns = { day = "Datum", amount_micros = "Bedrag" }
words = { kind = { "advertenties" = "ads" } }
[channels]
"Nationale Vacaturebank" = "jobboard_paid"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "client.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_in_it_is_read(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, GOOD))
    assert (found.name, found.language, found.zone.key) == ("Zorggroep De Linde", "nl", "Europe/Amsterdam")
    assert found.rhythm == Rhythm(0, 8)
    assert found.pages[0].page_type == "content" and found.pages[0].evp_theme == "werksfeer"
    assert (found.target_groups[0].low, found.target_groups[0].high) == (40_000, 60_000)
    assert found.files[0].columns["amount_micros"] == "Bedrag" and found.files[0].words["kind"]["advertenties"] == "ads"
    assert found.channels == {"nationale vacaturebank": "jobboard_paid"}


def test_the_template_of_a_new_workspace_is_good(tmp_path: Path) -> None:
    found = Workspace.create(tmp_path / "werkenbij", 'De "Linde"').settings
    assert found.name == "De 'Linde'" and found.rhythm == Rhythm(2, 0) and len(found.pages) == 7


@pytest.mark.parametrize(("path", "type"), [
    ("/vacatures/kok-zwolle/solliciteren", "form"), ("/jobs/123/apply", "form"), ("/vacature/kok/bedankt", "thank_you"),
    ("/vacatures/kok-zwolle", "job"), ("/vacatures/", "job_list"), ("/", "home"), ("/verhalen/een-dag", "content")])
def test_a_form_below_a_vacancy_is_a_form_by_the_rules_that_a_client_begins_with(tmp_path: Path, path: str,
                                                                                type: str) -> None:
    assert page(path, Workspace.create(tmp_path / "werkenbij", "De Linde").settings.pages).page_type == type


@pytest.mark.parametrize(("text", "code", "told"), [
    ("[client]\nnaam = 'x'", "settings_unknown_key", "name"),
    ("[clientt]\nname = 'x'", "settings_unknown_key", "client"),
    ("[client]\n", "settings_needed", "name"),
    ("[client]\nname = 'x'\nlanguage = 'de'", "settings_not_allowed", "nl, en"),
    ("[client]\nname = 'x'\ntimezone = 'Amsterdam'", "settings_not_allowed", "Europe/Amsterdam"),
    ("[client]\nname = 'x'\n[loops]\nrhythm = 'af en toe'", "settings_not_allowed", "2 months, 8 weeks, 9 weeks"),
    ("[client]\nname = 'x'\n[loops]\nband = 10", "settings_not_allowed", "0.10"),
    ("[client]\nname = 'x'\n[[page]]\npattern = '('", "settings_bad_pattern", "("),
    ("[client]\nname = 'x'\n[[page]]\npattern = 'a'\ntype = 'blog'", "settings_not_allowed", "content"),
    ("[client]\nname = 'x'\n[[file]]\nmatch = '*'\nfact = 'visits'", "settings_not_allowed", "costs"),
    ("[client]\nname = 'x'\n[channels]\nindeed = 'jobsite'", "settings_not_allowed", "jobboard_paid"),
    ("[client]\nname = 'x'\n[[target_group]]\nname='a'\nlow=9\nhigh=3\nsource='x'\ndate=2026-01-01",
     "settings_not_allowed", "9/3"),
    ("[client\n", "settings_unreadable", "client.toml"),
])
def test_what_is_wrong_is_said_with_what_was_meant(tmp_path: Path, text: str, code: str, told: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(written(tmp_path, text))
    assert refused.value.code == code
    assert told in " ".join(str(fact) for fact in refused.value.facts.values())
