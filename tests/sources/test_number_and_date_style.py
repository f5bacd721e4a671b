"""How a file writes numbers and dates is decided once per file, from all its cells, and never per cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from files import Taken, mapped, take
from hypothesis import given
from hypothesis import strategies as st

from talentloop.sources.reader import cells
from talentloop.sources.reader.style import Style

META_NL = "Dag;Campagnenaam;Weergaven;Linkkliks;Besteed bedrag (EUR)\n"
META_EN = "Day,Campaign name,Impressions,Link clicks,Amount spent (EUR)\n"
LINKEDIN = "Start Date (in UTC),Campaign Name,Total Spent,Impressions,Clicks\n"


def meta(path: Path, *rows: str, heading: str = META_NL) -> Taken:
    return take("meta_export", path, heading + "\n".join(rows) + "\n")


class TestNumbers:
    def test_dutch_thousands_in_a_column_of_counts(self, tmp_path: Path) -> None:
        """The file that a CSV sniffer reads as 1.2 impressions."""
        taken = meta(tmp_path, "2026-09-01;A;1.200;24;12,50")
        assert taken.total("impressions") == 1200
        assert taken.total("spend_micros") == 12_500_000

    def test_counts_settle_what_money_leaves_open(self, tmp_path: Path) -> None:
        """1.200 impressions groups by points, so 2.345 euros is 2345 as well."""
        taken = meta(tmp_path, "2026-09-01;A;1.200;24;2.345")
        assert taken.total("spend_micros") == 2_345_000_000
        assert not taken.codes

    def test_dutch_headings_over_machine_figures(self, tmp_path: Path) -> None:
        """Meta's CSV keeps decimal points under Dutch headings: cells go before language."""
        taken = meta(tmp_path, "2026-09-01,A,81200,24,12.50", "2026-09-02,A,812,24,2.345",
                     heading=META_NL.replace(";", ","))
        assert taken.total("spend_micros") == 12_500_000 + 2_345_000
        assert not taken.codes

    def test_ungrouped_thousands_make_a_lone_point_a_decimal(self, tmp_path: Path) -> None:
        """Where 81200 stands without a separator, 2.345 is no grouped thousand, whatever the language."""
        taken = meta(tmp_path, "2026-09-01,A,81200,24,2.345", heading=META_NL.replace(";", ","))
        assert taken.total("spend_micros") == 2_345_000

    @pytest.mark.parametrize(("heading", "sep", "micros"), [(META_NL, ";", 2_345_000_000), (META_EN, ",", 2_345_000)])
    def test_language_decides_last_and_says_so(self, tmp_path: Path, heading: str, sep: str, micros: int) -> None:
        taken = meta(tmp_path, sep.join(("2026-09-01", "A", "120", "24", "2.345")), heading=heading)
        assert taken.total("spend_micros") == micros
        assert taken.codes == ["number_style_assumed"]
        assert not taken.reading.blocked

    def test_two_styles_in_one_file_stop_it(self, tmp_path: Path) -> None:
        taken = meta(tmp_path, "2026-09-01;A;120;24;12,50", "2026-09-02;A;120;24;13.75")
        assert taken.problem("number_style_conflict").line == 3
        assert "12,50" in (taken.problem("number_style_conflict").found or "")
        assert not taken.rows

    def test_a_contradiction_far_below_the_sample_stops_it_too(self, tmp_path: Path) -> None:
        rows = ["2026-09-01;A;120;24;12,50"] * 21_000 + ["2026-09-02;A;120;24;13.75"]
        taken = meta(tmp_path, *rows)
        assert taken.problem("not_a_number").line == 21_002
        assert taken.problem("not_a_number").found == "13.75"

    def test_a_mapping_settles_what_is_unclear(self, tmp_path: Path) -> None:
        columns = {"line": "wat", "day": "dag", "amount_micros": "euro"}
        text = "wat;dag;euro\nfoto;2026-09-01;1.234\nfilm;2026-09-02;1,234\n"
        fixed = {"kind": "content"}
        unclear = take("mapping", tmp_path, text, **mapped("costs", constants=fixed, **columns))
        assert unclear.codes == ["number_style_unclear"]
        assert "mapping" in (unclear.problem("number_style_unclear").todo or "")
        settled = take("mapping", tmp_path, text.replace("1,234", "2.345"),
                       **mapped("costs", constants={**fixed, "numbers": "dot"}, **columns))
        assert settled.total("amount_micros", "costs") == 3_579_000

    @pytest.mark.parametrize(("cell", "micros"), [
        ("€ 1.234,56", 1_234_560_000), ("€\u00a01.234,56", 1_234_560_000), ("1.234,56 EUR", 1_234_560_000),
        ("0,01", 10_000), ("1.000.000", 1_000_000_000_000), ("12", 12_000_000), ("-", None), ("--", None), ("", None),
        ("n.v.t.", None), ("< 10", None), ("1,2E+03", 1_200_000_000),
    ])
    def test_money_as_people_write_it(self, cell: str, micros: int | None) -> None:
        assert cells.money(about(","))(cell) == micros

    @pytest.mark.parametrize("cell", ["1.23", "1,2,3", "12.34.567", "twaalf", "1 2x", "٣", "1e", "."])
    def test_what_the_style_does_not_allow_is_not_read_otherwise(self, cell: str) -> None:
        with pytest.raises(cells.Unreadable):
            cells.money(about(","))(cell)

    @given(st.integers(0, 10**12))
    def test_money_survives_both_styles_exactly(self, micros: int) -> None:
        whole, part = divmod(micros, 1_000_000)
        dutch, english = f"{whole:,}".replace(",", ".") + f",{part:06d}", f"{whole:,}.{part:06d}"
        assert cells.money(about(","))(dutch) == micros
        assert cells.money(about("."))(english) == micros


def about(decimal: str) -> cells.Reading:
    from datetime import date
    from zoneinfo import ZoneInfo

    return cells.Reading(Style(decimal), ZoneInfo("Europe/Amsterdam"), date(2004, 1, 1), date(2026, 11, 24))


def days(taken: Taken) -> list[str]:
    return [row["day"] for row in taken.rows["exposures"]]


class TestDates:
    def test_english_linkedin_writes_the_month_first(self, tmp_path: Path) -> None:
        """Even when no day is past the 12th: that system's habit is known."""
        taken = take("linkedin_ads_csv", tmp_path, LINKEDIN + "09/01/2026,A,1.5,10,1\n09/02/2026,A,1.5,10,1\n")
        assert days(taken) == ["2026-09-01", "2026-09-02"]

    def test_one_day_past_the_twelfth_settles_the_file(self, tmp_path: Path) -> None:
        taken = take("linkedin_ads_csv", tmp_path, LINKEDIN + "01/09/2026,A,1.5,10,1\n13/09/2026,A,1.5,10,1\n")
        assert days(taken) == ["2026-09-01", "2026-09-13"]

    def test_a_day_past_the_twelfth_below_the_sample_settles_it(self, tmp_path: Path) -> None:
        """While the order is unclear, looking goes on."""
        rows = ["01/09/2026;A;10;1;1,5"] * 20_500 + ["13/09/2026;A;10;1;1,5"]
        taken = meta(tmp_path, *rows)
        assert set(days(taken)) == {"2026-09-01", "2026-09-13"}

    def test_both_orders_in_one_file_stop_it(self, tmp_path: Path) -> None:
        taken = take("linkedin_ads_csv", tmp_path, LINKEDIN + "09/13/2026,A,1.5,10,1\n13/09/2026,A,1.5,10,1\n")
        assert taken.codes == ["date_order_conflict"]

    def test_an_english_file_without_evidence_asks(self, tmp_path: Path) -> None:
        taken = meta(tmp_path, "09/01/2026,A,10,1,1.5", heading=META_EN)
        assert taken.codes == ["date_order_unclear"]
        assert "12th" in (taken.problem("date_order_unclear").todo or "")
        assert not taken.rows

    def test_the_stated_period_settles_it(self, tmp_path: Path) -> None:
        period = "Campaign report\n1 September 2026 - 30 September 2026\n"
        taken = take("google_ads_csv", tmp_path,
                     period + "Campaign,Day,Cost,Impr.,Currency code,Campaign type\nA,09/01/2026,1.5,10,EUR,Search\n")
        assert days(taken) == ["2026-09-01"]

    def test_a_stated_period_in_figures_settles_it(self, tmp_path: Path) -> None:
        head = "Campaign Performance Report\n\"Report Start: 01/09/2026, Report End: 30/09/2026\"\n"
        taken = take("linkedin_ads_csv", tmp_path, head + LINKEDIN + "01/09/2026,A,1.5,10,1\n02/09/2026,A,1.5,10,1\n")
        assert days(taken) == ["2026-09-01", "2026-09-02"]

    def test_the_future_settles_it(self, tmp_path: Path) -> None:
        """Today is 23 November 2026: 10/12/2026 was delivered on 12 October, not on 10 December."""
        taken = meta(tmp_path, "10/12/2026,A,10,1,1.5", heading=META_EN)
        assert days(taken) == ["2026-10-12"]

    def test_dutch_headings_put_the_day_first(self, tmp_path: Path) -> None:
        assert days(meta(tmp_path, "01/09/2026;A;10;1;1,5")) == ["2026-09-01"]

    @pytest.mark.parametrize("written", ["2026-09-01", "1 sep 2026", "1 september 2026", "dinsdag 1 september 2026",
                                         "September 1, 2026", "Sep 1, 2026", "20260901", "2026/09/01", "1-9-2026",
                                         "01.09.2026", "2026-09-01 00:00:00", "1-9-26"])
    def test_spellings_of_one_day(self, tmp_path: Path, written: str) -> None:
        assert days(meta(tmp_path, f"{written};A;10;1;1,5")) == ["2026-09-01"]
