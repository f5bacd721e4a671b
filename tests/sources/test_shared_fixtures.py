"""Headings met in real exports, and real daily figures written the way the platforms write them, read back whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from files import Taken, take
from golden import SOURCES

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(not FIXTURES.exists(), reason="shared/fixtures is not beside this repository")

# What the collected headings call a thing, and the column of ours that must take it up.
META = {"campaign": "campaign", "campaign_id": "campaign_id", "ad_set": "adset", "ad": "ad", "day": "day",
        "impressions": "impressions", "spend": "spend_micros", "clicks_all": "clicks", "link_clicks": "link_clicks"}
META_CELLS = {"campaign": "A", "campaign_id": "42", "ad_set": "B", "ad": "C", "day": "2026-09-01", "reach": "900",
              "impressions": "1.234", "spend": "12,50", "clicks_all": "31", "link_clicks": "24"}


def headings() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / "manual_exports" / "headings.json").read_text())
    return found


def variants(language: str) -> Iterator[tuple[str, str]]:
    """Every (thing, heading) of Meta in a language."""
    if FIXTURES.exists():
        for thing, names in headings()[language].items():
            yield from ((thing, name) for name in names if thing in META)


@needs_fixtures
@pytest.mark.parametrize(("thing", "heading"), list(variants("meta_nl")))
def test_every_dutch_spelling_of_meta(tmp_path: Path, thing: str, heading: str) -> None:
    said = {k: v[0] for k, v in headings()["meta_nl"].items() if k in META_CELLS}
    said[thing] = heading
    text = ";".join(said.values()) + "\n" + ";".join(META_CELLS[k] for k in said) + "\n"
    row = take("meta_export", tmp_path, text).rows["exposures"][0]
    expected = {"impressions": 1234, "spend": 12_500_000, "clicks_all": 31, "link_clicks": 24}
    assert row[META[thing]] == expected.get(thing, META_CELLS[thing])


@needs_fixtures
def test_all_dutch_headings_of_meta_at_once(tmp_path: Path) -> None:
    """Ratios and results between the figures are passed over; a window gives reach."""
    things = {k: v[0] for k, v in headings()["meta_nl"].items() if k not in ("source_ids", "age", "gender", "day")}
    cells = {**META_CELLS, "period_start": "2026-09-01", "period_end": "2026-09-30", "frequency": "1,371",
             "ctr_link": "1,94%", "cpm": "10,13"}
    text = ";".join(things.values()) + "\n" + ";".join(cells.get(k, "") for k in things) + "\n"
    taken = take("meta_export", tmp_path, text)
    assert taken.rows == {"reach": [{
        "network": "meta", "scope": "ad", "scope_name": "C", "window_start": "2026-09-01", "window_end": "2026-10-01",
        "reach": 900, "impressions": 1234, "provenance": "platform_estimate", "provisional_until": "2026-10-28"}]}


@needs_fixtures
@pytest.mark.parametrize("spend", ["Amount spent (EUR)", "Amount spent (USD)"])
def test_english_headings_of_meta(tmp_path: Path, spend: str) -> None:
    said = headings()["meta_en"]
    assert spend in said["spend"]
    engaged = {name: str(i) for i, name in enumerate(said["engagement"], 1)}
    columns = {"Campaign name": "A", "Reporting starts": "2026-09-01", "Reporting ends": "2026-09-01",
               "Impressions": "1234", "Reach": "900", spend: "12.50", "Link clicks": "24", "Website leads": "2",
               "On-Facebook leads": "3", **engaged}
    text = ",".join(columns) + "\n" + ",".join(columns.values()) + "\n"
    row = take("meta_export", tmp_path, text).rows["exposures"][0]
    assert row["currency"] == spend[-4:-1]
    found = {k: row[k] for k in ("reactions", "comments", "saves", "shares", "platform_leads", "spend_micros")}
    assert found == {"reactions": int(engaged["Post reactions"]), "comments": int(engaged["Post comments"]),
                     "saves": int(engaged["Post saves"]), "shares": int(engaged["Post shares"]),
                     "platform_leads": 5, "spend_micros": 12_500_000}


@needs_fixtures
def test_headings_totals_and_blanks_of_google(tmp_path: Path) -> None:
    said = headings()["google_ads"]
    blank = said["missing"][0]
    cells = {"Campaign status": "Enabled", "Campaign": "A", "Campaign ID": "42", "Day": "2026-09-01",
             "Currency code": "EUR", "Cost": "12.50", "Impr.": "1,234", "Clicks": "24",
             "Conversions": "1.50", "CTR": "1.94%"}
    lines = ["\t".join(said["en"]), "\t".join(cells[h] for h in said["en"])]
    for label in (*said["en_total_rows"], *said["nl_total_rows"], *said["de_total_rows"]):
        totals = {"Campaign status": label, "Currency code": "EUR", "Cost": "12.50", "Impr.": "1,234", "Clicks": "24"}
        lines.append("\t".join(totals.get(h, blank) for h in said["en"]))
    taken = take("google_ads_csv", tmp_path, "\r\n".join(lines), encoding="utf-16")
    assert taken.total("impressions") == 1234
    assert all(c.agrees for c in taken.reading.checks) and len(taken.reading.checks) == 3


@needs_fixtures
@pytest.mark.parametrize(("language", "day", "number"), [("en", "9/13/2026", "1,234"), ("de", "13.9.2026", "1.234")])
def test_headings_of_linkedin(tmp_path: Path, language: str, day: str, number: str) -> None:
    said = headings()["linkedin"][language]
    known = {"Start Date (in UTC)": day, "Startdatum (in UTC)": day, "Impressions": number, "Clicks": "7",
             "Klicks": "7", "Currency": "EUR"}
    cells = [known.get(h, "5") for h in said]
    row = take("linkedin_ads_csv", tmp_path, "\t".join(said) + "\n" + "\t".join(cells) + "\n").rows["exposures"][0]
    assert (row["day"], row["impressions"], row["clicks"], row["spend_micros"]) == ("2026-09-13", 1234, 7, 5_000_000)


# ---- figures of the seed tables, written as each platform's export writes them ----------------------------------------

def seed(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def dutch(value: float, places: int = 0) -> str:
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def english(value: float, places: int = 0) -> str:
    return f"{value:,.{places}f}"


def as_google(rows: list[dict[str, str]], number: Callable[..., str], words: dict[str, str]) -> str:
    lines = [words["title"], words["heading"]]
    for row in rows:
        cost = round(int(row["cost_micros"]) / 1e6, 2)
        counts = number(int(row["impressions"])), number(int(row["clicks"]))
        lines.append("\t".join((row["id"], row["id"], row["date"], "EUR", number(cost, 2), *counts,
                                row["ad_network_type"])))
    cost = sum(round(int(r["cost_micros"]) / 1e6, 2) for r in rows)
    totals = number(cost, 2), *(number(sum(int(r[k]) for r in rows)) for k in ("impressions", "clicks"))
    return "\r\n".join([*lines, "\t".join((words["total"], "--", "--", "EUR", *totals, "--"))])


GOOGLE_WORDS = {
    "nl": {"title": "Campagnerapport", "total": "Totaal: campagnes",
           "heading": "Campagne\tCampagne-ID\tDag\tValutacode\tKosten\tVert.\tKlikken\tNetwerk"},
    "en": {"title": "Campaign report", "total": "Total: Campaigns",
           "heading": "Campaign\tCampaign ID\tDay\tCurrency code\tCost\tImpr.\tClicks\tNetwork"},
}


@needs_fixtures
@pytest.mark.parametrize(("language", "number"), [("nl", dutch), ("en", english)])
def test_google_figures_come_back_whole(tmp_path: Path, language: str, number: Callable[..., str]) -> None:
    rows = seed("google_ads/fivetran/google_ads_campaign_stats_data.csv")
    taken = take("google_ads_csv", tmp_path, as_google(rows, number, GOOGLE_WORDS[language]), encoding="utf-16")
    check_totals(taken, {"impressions": sum(int(r["impressions"]) for r in rows),
                         "clicks": sum(int(r["clicks"]) for r in rows)})
    assert sum(c.name == "spend" and c.agrees for c in taken.reading.checks) == 1


def check_totals(taken: Taken, expected: dict[str, int]) -> None:
    """Nothing lost, and the file's own totals agree."""
    assert not taken.reading.blocked, taken.codes
    assert {name: taken.total(name) for name in expected} == expected
    assert all(c.agrees for c in taken.reading.checks)


@needs_fixtures
def test_linkedin_figures_come_back_whole(tmp_path: Path) -> None:
    rows = seed("linkedin_ads/fivetran/linkedin_ad_analytics_by_campaign_data.csv")
    heading = "Start Date (in UTC)\tCampaign ID\tTotal Spent\tImpressions\tClicks\tComments\tFollows"
    lines = ["Campaign Performance Report (in UTC)", "", heading]
    for row in rows:
        day = date.fromisoformat(row["day"][:10])
        cost = round(float(row["cost_in_local_currency"] or 0), 2)
        lines.append("\t".join((f"{day.month}/{day.day}/{day.year}", row["campaign_id"], english(cost, 2),
                                *(english(int(row[k] or 0)) for k in ("impressions", "clicks", "comments", "follows")))))
    taken = take("linkedin_ads_csv", tmp_path, "\n".join(lines) + "\n", encoding="utf-16")
    check_totals(taken, {k: sum(int(r[k] or 0) for r in rows) for k in ("impressions", "clicks", "comments", "follows")})
    assert {r["day"] for r in taken.rows["exposures"]} == {r["day"][:10] for r in rows}


@needs_fixtures
def test_meta_figures_come_back_whole(tmp_path: Path) -> None:
    rows = seed("meta_ads/fivetran/facebook_ads_basic_ad_data.csv")
    lines = ["Dag;Advertentie-ID;Weergaven;Linkkliks;Besteed bedrag (USD)"]
    for row in rows:
        day = date.fromisoformat(row["date"])
        lines.append(";".join((f"{day:%d-%m-%Y}", row["ad_id"], dutch(int(row["impressions"])),
                               dutch(int(row["inline_link_clicks"] or 0)), dutch(float(row["spend"]), 2))))
    taken = take("meta_export", tmp_path, "\n".join(lines) + "\n")
    check_totals(taken, {"impressions": sum(int(r["impressions"]) for r in rows),
                         "link_clicks": sum(int(r["inline_link_clicks"] or 0) for r in rows),
                         "spend_micros": sum(round(float(r["spend"]) * 1e6) for r in rows)})


@needs_fixtures
def test_meta_api_rows_as_the_seeds_hold_them(tmp_path: Path) -> None:
    """The seeds' daily rows and actions as the API would give them: overlapping leads count once."""
    rows = [{"ad_id": r["ad_id"], "account_id": r["account_id"], "date_start": r["date"], "date_stop": r["date"],
             "impressions": r["impressions"], "inline_link_clicks": r["inline_link_clicks"] or "0", "spend": r["spend"]}
            for r in seed("meta_ads/fivetran/facebook_ads_basic_ad_data.csv")]
    actions = [{"action_type": r["action_type"], "value": r["value"]}
               for r in seed("meta_ads/fivetran/facebook_ads_basic_ad_actions_data.csv")]
    single = {a["action_type"]: a for a in actions}
    rows[0]["actions"] = list(single.values())  # type: ignore[assignment]
    taken = take("meta_insights_json", tmp_path, json.dumps({"data": rows}), file="page.json")
    assert taken.total("impressions") == sum(int(r["impressions"]) for r in rows)
    assert taken.total("platform_leads") == int(float(single["lead"]["value"]))


@needs_fixtures
def test_our_insights_have_the_fields_of_the_api() -> None:
    """The golden pages use no field that the API's published schema does not know."""
    schema = json.loads((FIXTURES / "schemas" / "singer_tap_facebook" / "ads_insights.json").read_text())
    asked = {*schema["properties"], "account_currency", "publisher_platform"}  # a field and a breakdown on top of it
    for page in (SOURCES / "meta_insights_json" / "golden").glob("*/input.*"):
        text = page.read_text()
        for one in [json.loads(text)] if page.suffix == ".json" else map(json.loads, text.splitlines()):
            assert {key for row in one["data"] for key in row} <= asked
