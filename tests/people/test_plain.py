"""Columns of derived facts that no KPI prints by itself, but that statistics, stories and splits read."""

from __future__ import annotations

from datetime import date

from spec.example import Row, read

from talentloop.people.plain import derive


def column(facts: str, table: str, name: str) -> list[object]:
    return [row[name] for row in derive(read(facts))[table]]


def test_nth_touch_counts_the_180_days_that_end_with_it() -> None:
    """2 March less 179 days is 4 September: that day is still in, the day before is out."""
    assert column("""
        web_hits
        local            | visitor
        2025-09-03 09:00 | 1
        2025-09-04 09:00 | 1
        2026-03-02 09:00 | 1
        2026-03-03 09:00 | 1
        """, "touches", "nth") == [1, 2, 2, 2]


def test_a_procedure_is_closed_by_its_outcome() -> None:
    assert column("""
        applications
        day        | hired_day  | rejected_day | withdrawn_day
        2026-03-02 | -          | -            | -
        2026-03-02 | -          | 2026-03-20   | 2026-03-10
        2026-03-02 | 2026-04-01 | 2026-03-20   | -
        """, "counted_applications", "closed_day") == [None, date(2026, 3, 10), date(2026, 4, 1)]


def test_two_tries_are_closed_when_the_last_of_them_is() -> None:
    tries = """
        applications
        candidate | vacancy | day        | rejected_day
        1         | nurse   | 2026-03-02 | 2026-03-05
        1         | nurse   | 2026-03-10 | {}
        """
    assert column(tries.format("2026-03-28"), "counted_applications", "closed_day") == [date(2026, 3, 28)]
    assert column(tries.format("-"), "counted_applications", "closed_day") == [None]


def test_first_touch_is_the_earliest_of_13_months() -> None:
    """A visit of the browser that applied, a lead of the same address; not what came later or long before."""
    assert column("""
        web_hits
        local            | visitor | kind                 | application
        2025-01-10 09:00 | 1       | page_view            | -
        2026-01-10 09:00 | 1       | page_view            | -
        2026-03-02 09:00 | 1       | application_complete | 1

        leads
        day        | person
        2025-12-24 | 77
        2026-04-01 | 77

        applications
        application | person | day
        1           | 77     | 2026-03-02
        2           | 78     | 2026-03-02
        """, "counted_applications", "first_touch_day") == [date(2025, 12, 24), None]


def test_what_the_ats_says_is_kept_where_there_is_no_evidence() -> None:
    rows: list[Row] = derive(read("""
        applications
        day        | channel     | tracked
        2026-03-02 | paid_social | -
        2026-03-02 | paid_social | yes
        """))["counted_applications"]
    assert [(r["tier"], r["channel"], r["source_said"]) for r in rows] == [
        (None, "paid_social", "paid_social"), ("T4", "paid_social", None)]


def test_a_page_read_is_one_per_reader_page_and_local_day() -> None:
    facts = """
        web_hits
        local            | visitor | page     | kind      | engaged_ms | scroll_pct
        2026-03-02 23:59 | 1       | /stories | page_view | -          | -
        2026-03-03 00:01 | 1       | /stories | engage    | 9,000      | 40
        2026-03-03 20:00 | 1       | /stories | page_view | 1,000      | 90
        """
    assert column(facts, "page_reads", "views") == [1, 1]
    assert column(facts, "page_reads", "engaged_ms") == [None, 10_000]
    assert column(facts, "page_reads", "scroll_90") == [None, 1]


def test_a_page_read_is_of_the_visit_in_which_it_began() -> None:
    facts = """
        web_hits
        local            | visitor | page     | kind      | channel
        2026-03-02 10:00 | 1       | /stories | page_view | email
        2026-03-03 23:50 | 1       | /        | page_view | paid_social
        2026-03-04 00:05 | 1       | /stories | page_view | -
        2026-03-04 20:00 | 1       | /stories | page_view | email
        2026-03-04 20:05 | 1       | /jobs/7  | page_view | -
        2026-03-04 20:05 | 2       | /jobs/7  | page_view | -
        """
    assert column(facts, "page_reads", "page") == ["/stories", "/", "/jobs/7", "/stories", "/jobs/7"]
    assert column(facts, "page_reads", "channel") == ["email", "paid_social", "email", "paid_social", "direct"]
    assert column(facts, "page_reads", "new_returning") == ["new", "returning", "returning", "returning", "new"]


def test_costs_and_spend_stay_apart_in_the_ledger() -> None:
    assert column("""
        costs
        day        | line     | kind | amount_micros
        2026-03-02 | facebook | ads  | 10

        exposures
        day        | network  | campaign | ad | spend_micros
        2026-03-02 | facebook | spring   | a  | 1.50
        2026-03-02 | facebook | spring   | b  | 2.50
        2026-03-02 | facebook | nurses   | c  | -
        """, "ledger", "amount_micros") == [10_000_000, 4_000_000]
