"""Reach belongs to one window and scope; delivery to a day; neither is stretched into the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from files import Taken, take


def insights(path: Path, *rows: dict[str, Any]) -> Taken:
    return take("meta_insights_json", path, json.dumps({"data": rows}), file="page.json")


ROW = {"account_id": "1", "campaign_name": "A", "impressions": "100", "reach": "80", "spend": "1.5",
       "date_start": "2026-09-01", "date_stop": "2026-09-01"}


class TestInsights:
    def test_a_window_gives_reach_and_no_daily_figures(self, tmp_path: Path) -> None:
        taken = insights(tmp_path, {**ROW, "date_stop": "2026-09-30"})
        assert taken.codes == ["only_window"] and set(taken.rows) == {"reach"}

    def test_overlapping_actions_are_not_added_up(self, tmp_path: Path) -> None:
        actions = [{"action_type": kind, "value": "2"} for kind in (
            "lead", "offsite_conversion.fb_pixel_lead", "onsite_conversion.lead_grouped", "post_engagement",
            "page_engagement", "post_reaction", "like")]
        row = insights(tmp_path, {**ROW, "actions": actions}).rows["exposures"][0]
        assert (row["platform_leads"], row["reactions"], row["follows"], row["comments"]) == (2, 2, 2, 0)

    def test_actions_that_were_not_asked_for_are_unknown(self, tmp_path: Path) -> None:
        assert "platform_leads" not in insights(tmp_path, ROW).rows["exposures"][0]

    def test_age_and_gender_are_added_up_and_give_no_reach(self, tmp_path: Path) -> None:
        taken = insights(tmp_path, {**ROW, "age": "25-34", "gender": "female"}, {**ROW, "age": "25-34", "gender": "male"})
        assert taken.total("impressions") == 200 and len(taken.rows["exposures"]) == 1
        assert "reach" not in taken.rows and "reach_split" in taken.codes
        assert "female" not in repr(taken.rows)

    @pytest.mark.parametrize(("content", "code"), [
        (b'{"data": [{"date_start": "2026-09-01", ', "file_cut"), (b'{"data": [}', "json_broken"),
        (b'{"error": {"message": "Invalid OAuth access token"}}', "json_broken"), (b'{"data": []}', "no_rows"),
        (b"[1, 2]", "json_broken"), (b"{\xff\xfe}", "json_broken"),
    ])
    def test_answers_that_are_no_insights(self, tmp_path: Path, content: bytes, code: str) -> None:
        assert take("meta_insights_json", tmp_path, content, file="page.json").codes == [code]

    @pytest.mark.parametrize(("key", "value", "code"), [
        ("impressions", "-1", "negative"), ("impressions", "many", "not_a_number"), ("spend", "1e15", "absurd_number"),
        ("date_start", "0203-01-01", "date_out_of_range"), ("date_stop", None, "no_days"), ("reach", [1], "not_a_number"),
    ])
    def test_figures_that_cannot_be_true(self, tmp_path: Path, key: str, value: Any, code: str) -> None:
        taken = insights(tmp_path, {**ROW, key: value})
        assert code in taken.codes and not taken.rows


HEADING = "Reporting starts,Reporting ends,Campaign name,Impressions,Reach,Amount spent (EUR)\n"


class TestReach:
    def test_days_have_their_own_reach(self, tmp_path: Path) -> None:
        """Two days and their month: three windows, none of them made from the others."""
        rows = "2026-09-01,2026-09-01,A,100,80,1\n2026-09-02,2026-09-02,A,100,90,1\n2026-09-01,2026-09-30,A,200,120,2\n"
        taken = take("meta_export", tmp_path, HEADING + rows)
        assert {(r["window_start"], r["window_end"]): r["reach"] for r in taken.rows["reach"]} == {
            ("2026-09-01", "2026-09-02"): 80, ("2026-09-02", "2026-09-03"): 90, ("2026-09-01", "2026-10-01"): 120}
        assert taken.total("impressions") == 200

    def test_without_a_campaign_it_is_the_accounts(self, tmp_path: Path) -> None:
        taken = take("meta_export", tmp_path, "Reporting starts,Reporting ends,Impressions,Reach,Amount spent (EUR)\n"
                                              "2026-09-01,2026-09-30,200,120,2\n")
        assert (taken.rows["reach"][0]["scope"], taken.rows["reach"][0]["reach"]) == ("account", 120)

    def test_two_campaigns_of_one_name_have_no_reach_together(self, tmp_path: Path) -> None:
        rows = "2026-09-01,2026-09-01,A,100,80,1\n2026-09-01,2026-09-01,A,50,40,1\n2026-09-01,2026-09-01,B,50,30,1\n"
        taken = take("meta_export", tmp_path, HEADING + rows)
        assert [r["scope_name"] for r in taken.rows["reach"]] == ["B"]
        assert taken.problem("reach_not_unique").found == "A"
        assert taken.total("impressions") == 200

    def test_search_never_says_how_many_people(self, tmp_path: Path) -> None:
        text = ("Campaign report\n1 September 2026 - 30 September 2026\n"
                "Campaign,Campaign type,Currency code,Cost,Impr.,Unique users\n"
                "A,Search,EUR,1,100,80\nB,Video,EUR,1,90,70\n")
        taken = take("google_ads_csv", tmp_path, text)
        found = [(r["network"], r["reach"], r["window_end"]) for r in taken.rows["reach"]]
        assert found == [("youtube", 70, "2026-10-01")]


def test_google_without_type_is_search_and_says_so(tmp_path: Path) -> None:
    text = "Campaign,Day,Currency code,Cost,Impr.\n" + "A,2026-09-01,EUR,1,100\n" * 3
    taken = take("google_ads_csv", tmp_path, text)
    assert {r["network"] for r in taken.rows["exposures"]} == {"google_search"}
    assert taken.codes.count("network_assumed") == 1


def test_a_linkedin_report_over_a_whole_period_has_no_days(tmp_path: Path) -> None:
    """Its start date is the first day of the report on every row: taking it for a day would put two months on it."""
    head = "Campaign Performance Report (in UTC)\n\"Report Start: 09/01/2026, Report End: 10/31/2026\"\n"
    text = head + "Start Date (in UTC),Campaign Name,Total Spent,Impressions\n09/01/2026,A,1.5,10\n09/01/2026,B,1.5,10\n"
    taken = take("linkedin_ads_csv", tmp_path, text)
    assert taken.codes == ["no_days"] and not taken.rows


def test_more_keys_than_are_held_lose_nothing(tmp_path: Path) -> None:
    rows = [f"2026-09-{1 + i % 30:02},{i},7,1.5" for i in range(60_000)]
    text = "Day,Campaign name,Impressions,Amount spent (EUR)\n" + "\n".join(rows) + "\n"
    taken = take("meta_export", tmp_path, text)
    assert len(taken.rows["exposures"]) == 60_000
    assert taken.total("spend_micros") == 60_000 * 1_500_000
