"""Tables of the client's own: only what is mapped is read, people become keys, costs are spread to the micro."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from files import mapped, take
from golden import pseudonym
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

COSTS = {"line": "Wat", "amount_micros": "Bedrag", "kind": "Soort"}


def costs(path: Path, text: str, constants: dict[str, str] | None = None, **more: Any) -> Any:
    return take("mapping", path, text, **mapped("costs", constants=constants, **{**COSTS, **more}))


class TestCosts:
    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(cents=st.integers(-10**9, 10**9), days=st.integers(1, 31))
    def test_spread_over_days_nothing_is_lost(self, tmp_path: Path, cents: int, days: int) -> None:
        sign, (euros, rest) = "-" * (cents < 0), divmod(abs(cents), 100)
        text = f"Wat;Soort;Van;Tot;Bedrag\nA;ads;01-08-2026;{days:02}-08-2026;{sign}{euros},{rest:02}\n"
        taken = costs(tmp_path, text, from_="Van", to="Tot")
        parts = [row["amount_micros"] for row in taken.rows["costs"]]
        assert len(parts) == days and sum(parts) == cents * 10_000
        assert max(parts) - min(parts) <= 1

    def test_two_bills_on_one_line_and_day_are_one_row(self, tmp_path: Path) -> None:
        taken = costs(tmp_path, "Wat;Soort;Dag;Bedrag\nA;ads;01-08-2026;1,50\nA;ads;01-08-2026;2,50\n", day="Dag")
        assert [row["amount_micros"] for row in taken.rows["costs"]] == [4_000_000]

    def test_planned_costs_may_lie_ahead_but_not_far(self, tmp_path: Path) -> None:
        assert not costs(tmp_path, "Wat;Soort;Dag;Bedrag\nA;ads;01-08-2027;1,50\n", day="Dag").codes
        assert costs(tmp_path, "Wat;Soort;Dag;Bedrag\nA;ads;01-08-2037;1,50\n", day="Dag").codes == ["date_out_of_range"]

    def test_own_hours_are_internal(self, tmp_path: Path) -> None:
        taken = costs(tmp_path, "Wat;Soort;Dag;Bedrag\nA;uren recruiter;01-08-2026;1,50\n", day="Dag")
        assert (taken.rows["costs"][0]["kind"], taken.rows["costs"][0]["side"]) == ("recruiter_time", "internal")

    def test_an_unknown_word_names_the_words_that_are_known(self, tmp_path: Path) -> None:
        taken = costs(tmp_path, "Wat;Soort;Dag;Bedrag\nA;bloemen;01-08-2026;1,50\n", day="Dag")
        problem = taken.problem("word_unknown")
        assert (problem.line, problem.column, problem.found) == (2, "Soort", "bloemen")
        assert "content" in (problem.expected or "") and not taken.rows

    def test_the_clients_own_words(self, tmp_path: Path) -> None:
        given_words = mapped("costs", words={"kind": {"Bloemen": "other"}}, **COSTS, day="Dag")
        taken = take("mapping", tmp_path, "Wat;Soort;Dag;Bedrag\nA;bloemen;01-08-2026;1,50\n", **given_words)
        assert taken.rows["costs"][0]["kind"] == "other"

    def test_an_empty_amount_or_day_stops_the_file(self, tmp_path: Path) -> None:
        taken = costs(tmp_path, "Wat;Soort;Dag;Bedrag\nA;ads;;1,50\n", day="Dag")
        problem = taken.problem("cell_empty")
        assert (problem.line, problem.column) == (2, "Dag") and not taken.rows

    def test_american_dates_by_setting(self, tmp_path: Path) -> None:
        taken = costs(tmp_path, "Wat;Soort;Dag;Bedrag\nA;ads;08/01/2026;1,50\n", {"dates": "mdy"}, day="Dag")
        assert taken.rows["costs"][0]["day"] == "2026-08-01"


APPLICATIONS = "Nr;Voornaam;E-mail;Geslacht;Dag;Bron\nS1;Anna;Anna@Voorbeeld.nl;v;01-08-2026;LinkedIn\n"


class TestPeople:
    def test_an_address_becomes_the_key_of_the_person(self, tmp_path: Path) -> None:
        taken = take("mapping", tmp_path, APPLICATIONS,
                     **mapped("applications", application="Nr", email="E-mail", day="Dag", source_name="Bron"))
        row = taken.rows["applications"][0]
        assert row["person"] == pseudonym("person", "anna@voorbeeld.nl")
        assert row["application"] == pseudonym("application", "S1")
        assert "anna" not in repr(taken.rows).lower() and "anna" not in repr(taken.reading.problems).lower()

    def test_personal_columns_are_counted_not_named(self, tmp_path: Path) -> None:
        taken = take("mapping", tmp_path, APPLICATIONS, **mapped("applications", application="Nr", day="Dag"))
        assert taken.reading.notes["personal_columns_left_out"] == "3"
        assert "Voornaam" not in repr(taken.reading.notes)

    @pytest.mark.parametrize("heading", ["Voornaam", "Geslacht", "Naam", "Geboortedatum", "Leeftijd"])
    def test_a_mapping_may_not_ask_for_names_or_gender(self, tmp_path: Path, heading: str) -> None:
        taken = take("mapping", tmp_path, APPLICATIONS,
                     **mapped("applications", application="Nr", day="Dag", job_family=heading))
        assert taken.codes == ["personal_column"] and not taken.rows

    def test_an_address_in_a_free_text_is_not_taken_and_not_repeated(self, tmp_path: Path) -> None:
        taken = take("mapping", tmp_path, APPLICATIONS.replace("LinkedIn", "via piet@voorbeeld.nl"),
                     **mapped("applications", application="Nr", day="Dag", source_name="Bron"))
        assert taken.codes == ["personal_value"]
        assert "piet" not in repr(taken.rows) and "piet" not in repr(taken.reading.problems)

    def test_the_same_person_by_phone_however_it_is_written(self, tmp_path: Path) -> None:
        text = "Dag;Tel;Soort\n" + "".join(f"0{i}-08-2026;{tel};chat\n" for i, tel in enumerate(
            ("06-12345678", "+31 6 1234 5678", "0031612345678", "(06) 12 34 56 78"), 1))
        taken = take("mapping", tmp_path, text, **mapped("interactions", day="Dag", phone="Tel", kind="Soort"))
        assert len({row["person"] for row in taken.rows["interactions"]}) == 1
        assert len({row["interaction"] for row in taken.rows["interactions"]}) == 4

    def test_without_id_the_same_application_keeps_its_key(self, tmp_path: Path) -> None:
        """Read again next week, in another order, it is the same application."""
        one, two = "anna@voorbeeld.nl;01-08-2026;IC\n", "bob@voorbeeld.nl;02-08-2026;IC\n"
        how = mapped("applications", email="mail", day="dag", vacancy="vacature")
        keys = [{row["application"] for row in take("mapping", tmp_path, "mail;dag;vacature\n" + rows, **how)
                 .rows["applications"]} for rows in (one + two, two + one)]
        assert keys[0] == keys[1] and len(keys[0]) == 2


class TestStages:
    TEXT = "Nr;Dag;Fase;Fasedag\nS1;01-08-2026;1e ronde;05-08-2026\n"
    HOW = mapped("applications", application="Nr", day="Dag", stage="Fase", stage_day="Fasedag")

    def test_the_clients_own_stages(self, tmp_path: Path) -> None:
        taken = take("mapping", tmp_path, self.TEXT, stages={"1e ronde": "interview"}, **self.HOW)
        assert taken.rows["applications"][0]["interview_day"] == "2026-08-05"

    def test_an_unknown_stage_is_told(self, tmp_path: Path) -> None:
        assert take("mapping", tmp_path, self.TEXT, **self.HOW).codes == ["word_unknown"]


class TestTheMappingItself:
    @pytest.mark.parametrize(("fact", "columns", "found"), [
        ("web_hits", {"event": "x"}, "web_hits"), ("costs", {**COSTS, "day": "Dag", "colour": "x"}, "colour"),
        ("costs", COSTS, None), ("visits", {}, "visits"),
    ])
    def test_what_does_not_fit_the_fact_is_told(self, tmp_path: Path, fact: str, columns: dict[str, str],
                                                found: str | None) -> None:
        taken = take("mapping", tmp_path, "a;b\n1;2\n", **mapped(fact, **columns))
        assert set(taken.codes) == {"mapping_wrong"}
        assert taken.reading.problems[0].found == found

    def test_a_missing_heading_that_is_needed_blocks(self, tmp_path: Path) -> None:
        taken = costs(tmp_path, "Wat;Soort;Bedrag\nA;ads;1,50\n", day="Dag")
        assert taken.problem("column_missing").expected == "Dag"

    def test_a_missing_heading_that_is_not_needed_warns(self, tmp_path: Path) -> None:
        taken = take("mapping", tmp_path, "Nr;Dag\nS1;01-08-2026\n",
                     **mapped("applications", application="Nr", day="Dag", location="Plaats"))
        assert taken.problem("mapped_column_missing").found == "Plaats" and taken.rows

    def test_a_file_that_no_mapping_fits(self, tmp_path: Path) -> None:
        assert take("mapping", tmp_path, "a;b\n1;2\n").codes == ["mapping_wrong"]


def test_a_vacancy_that_is_filled_before_it_opens(tmp_path: Path) -> None:
    taken = take("mapping", tmp_path, "V;Open;Vervuld\nIC;10-08-2026;01-08-2026\n",
                 **mapped("vacancies", vacancy="V", day="Open", filled_day="Vervuld"))
    assert taken.codes == ["ends_before_start"]


def test_a_job_that_ends_before_it_starts(tmp_path: Path) -> None:
    taken = take("mapping", tmp_path, "P;In;Uit\n1;10-08-2026;01-08-2026\n",
                 **mapped("jobs", job="P", day="In", end_day="Uit"))
    assert taken.problem("ends_before_start").line == 2


def test_a_workbook_with_two_tables_gives_both(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book["Sheet"].append(["Wat", "Soort", "Dag", "Bedrag"])
    book["Sheet"].append(["Foto", "content", "2026-08-01", 100])
    other = book.create_sheet("Doelgroep")
    other.append(["Groep", "Peildatum", "Omvang", "Bron"])
    other.append(["IC", "2026-01-01", 3500, "UWV"])
    book.save(tmp_path / "plan.xlsx")
    both = (*mapped("costs", "plan*", **COSTS, day="Dag")["mappings"],
            *mapped("target_groups", "plan*", name="Groep", day="Peildatum", size="Omvang", origin="Bron")["mappings"])
    taken = take("mapping", tmp_path, (tmp_path / "plan.xlsx").read_bytes(), file="plan.xlsx", mappings=both)
    assert taken.total("amount_micros", "costs") == 100_000_000
    assert taken.rows["target_groups"][0]["size_low"] == taken.rows["target_groups"][0]["size_high"] == 3500
    assert str(taken.reading.window) == "2026-01-01/2026-08-02"
