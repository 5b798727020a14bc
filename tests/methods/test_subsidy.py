"""Minimal financial assistance: what counts in which year, what an award is worth, both sides of the limit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given as any_of
from hypothesis import strategies as st

from appraisal.engine.faults import CannotRead
from appraisal.engine.law import limit_on
from appraisal.file import AppraisalFile, read_file
from appraisal.methods.subsidy import SUBSIDY, value
from appraisal.methods.subsidy_begun import begun, with_recommended
from appraisal.methods.subsidy_parts import (
    Ledger,
    NoSubsidy,
    financial_year,
    months_after,
    years_that_count,
)
from appraisal.methods.subsidy_worth import over_years
from appraisal.pack.charts import chart_svg
from appraisal.pack.report.blocks import Facts, Table, Text, Under
from appraisal.pack.subsidy_said import in_a_sentence
from appraisal.pack.ways.subsidy import blocks, chart
from tests.engine.golden import whole

Json = dict[str, Any]
ON = "2027-02-01"
LIMIT = limit_on("minimal_assistance", date(2027, 2, 1)).amount


def answers(**more: object) -> Json:
    asked = {
        "enterprise": "yes",
        "given_on": ON,
        "asked": "none",
        "basis": "nothing",
        "discounting": "full",
        **more,
    }
    return {key: one for key, one in asked.items() if one is not None}


def award(day: str, amount: object = 1000) -> Json:
    return {"whom": "The county", "what": "Grant", "day": day, "amount_gbp": amount}


def part(amount: object, **more: object) -> Json:
    return {"what": "Repair grant", "amount_gbp": amount, **more}


def file_with(given: Json, golden: str = "hall", **terms: object) -> AppraisalFile:
    held = whole(golden)
    held["terms"] = {**held["terms"], **terms}
    return read_file(json.dumps({**held, "methods": {"subsidy": given}}).encode())


def found(golden: str = "hall", **more: Any) -> Ledger:
    file = file_with(answers(**more), golden)
    result = value(file.methods["subsidy"], file.appraise())
    assert isinstance(result, Ledger)
    return result


def of(amount: object, **more: Any) -> Ledger:
    return found(parts=[part(amount)], **more)


def faults(**more: Any) -> dict[str, str]:
    with pytest.raises(CannotRead) as cannot:
        found(**more)
    return {one.place.removeprefix("methods.subsidy."): one.message for one in cannot.value.faults}


def said(result: Ledger | NoSubsidy) -> str:
    texts = []
    for block in blocks(result):
        if isinstance(block, Text):
            texts.append(block.text)
        elif isinstance(block, Under):
            texts.append(block.title)
        elif isinstance(block, Facts):
            texts += [f"{one.label} {one.text}" for one in block.facts]
        elif isinstance(block, Table):
            texts += [" ".join(cell.text for cell in row) for row in block.grid.rows]
    return "\n".join(texts)


# --- years ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 3, 31), "2025–26"),
        (date(2026, 4, 1), "2026–27"),
        (date(2027, 3, 31), "2026–27"),
        (date(2000, 1, 1), "1999–00"),
    ],
)
def test_a_financial_year_begins_on_the_first_of_april(day: date, name: str) -> None:
    assert financial_year(day).name == name


@pytest.mark.parametrize(
    ("on", "first"), [(date(2027, 3, 31), date(2024, 4, 1)), (date(2027, 4, 1), date(2025, 4, 1))]
)
def test_this_year_and_the_two_before_count(on: date, first: date) -> None:
    assert years_that_count(on)[0].begins == first
    assert len(years_that_count(on)) == 3


def test_an_award_counts_from_the_first_day_of_the_years_to_the_day_of_giving() -> None:
    days = ["2024-03-31", "2024-04-01", "2026-03-31", "2026-04-01", ON]
    result = of(0, asked="listed", received=[award(day) for day in reversed(days)])
    assert [(f"{one.day}", one.counts) for one in result.awards] == [
        ("2024-03-31", False),
        *((day, True) for day in days[1:]),
    ]
    assert [int(result.in_year(year)) for year in result.years] == [1000, 1000, 2000]
    assert result.before == 4000
    assert result.left == LIMIT - 4000
    assert "no: before 1 April 2024" in said(result)


def test_what_is_given_after_the_day_is_refused_at_its_row() -> None:
    rows = [award(ON), award("2027-02-02")]
    assert (
        "This is after 1 February 2027"
        in faults(parts=[part(1)], asked="listed", received=rows)["received[1].day"]
    )


@any_of(st.dates(date(2023, 1, 4), date(2200, 1, 1)))
def test_every_day_of_the_years_that_count_is_in_exactly_one(on: date) -> None:
    years = years_that_count(on)
    assert years[-1].begins <= on <= years[-1].ends
    assert all(later.begins - earlier.ends == timedelta(1) for earlier, later in pairwise(years))


# --- the limit -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "within", "left", "words"),
    [
        ("302999.99", True, "0.01", "£0.01 is left"),
        ("303000", True, "0", "exactly at the limit of £315,000, which is within it"),
        ("303000.01", False, "-0.01", "over the limit of £315,000 by £0.01"),
    ],
)
def test_exactly_at_the_limit_is_within_and_a_penny_more_is_over(
    amount: str, within: bool, left: str, words: str
) -> None:
    result = of(amount, asked="listed", received=[award("2025-05-14", 12000)])
    assert (result.within, result.left) == (within, Decimal(left))
    assert words in in_a_sentence(result)
    assert ("must not be split" in said(result)) is not within


@pytest.mark.parametrize(("amount", "within"), [(60000, True), (70000, False)])
def test_a_published_example_of_awards_in_two_years(amount: int, within: bool) -> None:
    """Sharpe Pritchard: £250,000 of 31 March 2021 counts on 31 March 2023, with £60,000 but not with £70,000."""
    before = {"asked": "listed", "received": [award("2021-03-31", 250000)]}
    assert of(amount, given_on="2023-03-31", **before).within is within
    assert of(amount, given_on="2023-04-01", **before).before == 0


def test_nobody_is_within_for_certain_before_the_recipient_was_asked() -> None:
    result = of(1000, asked="not-yet")
    assert not result.known
    assert "It has not said" in in_a_sentence(result)
    assert "nothing may be given before it comes" in said(result)
    assert "over the limit" in in_a_sentence(of(315001, asked="not-yet"))


def test_the_limit_stands_with_its_source_and_begins_on_its_day() -> None:
    assert "from 4 January 2023 (Subsidy Control Act 2022 s36(1))" in said(of(1))
    assert of(1, given_on="2023-01-04").within
    assert (
        "applies from 4 January 2023" in faults(parts=[part(1)], given_on="2023-01-03")["given_on"]
    )


def test_who_is_no_enterprise_gets_no_subsidy() -> None:
    file = file_with({"enterprise": "no", "enterprise_why": "It only looks after the pond."})
    result = value(file.methods["subsidy"], file.appraise())
    assert isinstance(result, NoSubsidy)
    assert "not an enterprise" in said(result)
    assert "looks after the pond" in said(result)
    assert chart(result) is None
    assert SUBSIDY.written(result)["enterprise"] is False


# --- what it is worth ----------------------------------------------------------------------------

RENT: Json = {
    "basis": "rent",
    "market_rent_gbp_pa": "9600",
    "discount_percent": "60",
    "term_years": 25,
}


def test_rent_forgone_counts_over_the_whole_term() -> None:
    result = found(**RENT, parts=[part(20000), part(5000, years=3)])
    assert [one.amount for one in result.lines] == [144000, 20000, 15000]
    assert result.worth == 179000
    assert "£9,600.00 a year × 60% = £5,760.00 a year for 25 years" in result.lines[0].how


def test_the_discount_is_taken_as_the_policy_took_it() -> None:
    """The hall's own 62% of £12,000: £7,440 a year."""
    prefilled: Json = begun(read_file(json.dumps(whole("hall")).encode()).appraise())
    assert prefilled == {
        "basis": "rent",
        "discounting": "full",
        "market_rent_gbp_pa": "12000",
        "discount_percent": "62",
        "term_years": 25,
    }
    result = found(**prefilled)
    assert result.worth == 186000
    assert result.warnings == ()
    other = found(**{**prefilled, "discount_percent": 60, "term_years": 20})
    assert "derives a discount of 62%" in other.warnings[1]
    assert "term is 25 years" in other.warnings[0]


def test_a_recommended_discount_comes_before_the_derived_one() -> None:
    hall = read_file(json.dumps(whole("hall")).encode()).appraise()
    assert with_recommended(begun(hall), hall, Decimal("70.50"))["discount_percent"] == "70.5"
    assert with_recommended(begun(hall), hall, None) == begun(hall)
    sold = read_file(json.dumps(whole("freehold")).encode()).appraise()
    assert sold.discount is not None
    assert sold.discount.full is not None
    half = with_recommended(begun(sold), sold, Decimal(50))
    assert Decimal(str(half["price_gbp"])) * 2 == sold.discount.full


def test_years_that_the_policy_phases_count_by_their_part() -> None:
    file = file_with(answers(**{**RENT, "term_years": 4}))
    appraisal = file.appraise()
    assert appraisal.discount is not None
    phased = replace(appraisal.discount.policy, transition=(Decimal(25), Decimal("50.5")))
    stepped = replace(appraisal, discount=appraisal.discount._replace(policy=phased))
    result = value(file.methods["subsidy"], stepped)
    assert isinstance(result, Ledger)
    assert [f"{one.amount}" for one in result.lines] == ["1440.00", "2908.80", "11520.00"]
    short = file_with(answers(**{**RENT, "term_years": 1}))
    one = value(short.methods["subsidy"], stepped)
    assert isinstance(one, Ledger)
    assert one.worth == 1440


def test_a_price_forgone_counts_once() -> None:
    result = found(basis="price", market_value_gbp=180000, price_gbp="45000.50")
    assert result.worth == Decimal("134999.50")
    assert found(basis="price", market_value_gbp=5, price_gbp=5).worth == 0
    assert (
        "above the market value"
        in faults(basis="price", market_value_gbp=5, price_gbp=6)["price_gbp"]
    )


def test_later_years_may_count_in_todays_value() -> None:
    """100 now, 100 ÷ 1.05 and 100 ÷ 1.05²: 285.94 (rounded once)."""
    rate: Json = {"discounting": "today", "rate_percent": 5, "rate_source": "Regulation 4(5)"}
    result = found(parts=[part(100, years=3), part(7)], **rate)
    assert [f"{one.amount}" for one in result.lines] == ["285.94", "7.00"]
    rent: Json = {
        "basis": "rent",
        "market_rent_gbp_pa": 100,
        "discount_percent": 100,
        "term_years": 3,
    }
    assert f"{found(**rent, **rate).worth}" == "285.94"
    assert found(parts=[part(100, years=3)], **{**rate, "rate_percent": 0}).worth == 300
    assert "The first year is not discounted. Source of the rate: Regulation 4(5)" in said(result)
    bad = faults(parts=[part(1)], **{**rate, "rate_percent": 101})
    assert "over 100%" in bad["rate_percent"]


@any_of(
    st.decimals(0, 10_000, places=2),
    st.integers(1, 60),
    st.decimals("0.01", 20, places=2),
)
def test_todays_value_is_never_above_the_whole_nor_below_the_first_year(
    amount: Decimal, years: int, rate: Decimal
) -> None:
    low, high = amount, amount * years
    assert low <= over_years(amount, 1, years, rate) <= high


def test_an_own_figure_counts_in_place_of_the_sum_and_needs_its_reason() -> None:
    result = of(1000, own_gbp=800, own_why="The valuer priced the repairs.")
    assert result.summed == 1000
    assert result.worth == 800
    assert "below the sum" in result.warnings[0]
    assert "The valuer priced the repairs." in said(result)
    assert found(own_gbp=5, own_why="As the solicitor says").worth == 5
    assert "Say why" in faults(parts=[part(1)], own_gbp=5)["own_why"]
    assert "Give the figure" in faults(parts=[part(1)], own_why="Why not")["own_gbp"]


def test_the_same_help_begins_a_freehold_and_a_service() -> None:
    freehold = begun(read_file(json.dumps(whole("freehold")).encode()).appraise())
    assert freehold["basis"] == "price"
    service = begun(read_file(json.dumps(whole("coproduction")).encode()).appraise())
    assert service["basis"] == "nothing"
    assert service["parts"][0]["what"] == "Annual investment"  # type: ignore[index]
    result = found("coproduction", parts=[part(40000, years=3)])
    assert result.worth == 120000
    assert result.warnings == ()


# --- days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "needed"), [("100000", False), ("100000.01", True)])
def test_an_award_above_the_threshold_goes_into_the_database(amount: str, needed: bool) -> None:
    result = of(amount, decided_on="2026-11-30")
    assert result.in_database is needed
    assert result.upload_by == (date(2027, 2, 28) if needed else None)
    late = of(amount, decided_on="2026-11-30", uploaded_on="2027-03-01")
    assert bool(late.warnings) is needed
    assert of(amount, decided_on="2026-11-30", uploaded_on="2027-02-28").warnings == ()


def test_months_end_where_the_month_has_no_such_day() -> None:
    assert months_after(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert months_after(date(2026, 12, 15), 3) == date(2027, 3, 15)


DONE = {"notified_on": "2027-01-10", "confirmed_on": "2027-01-20", "stated_on": ON}


def test_steps_in_order_are_no_warning_and_out_of_order_they_are() -> None:
    assert of(1, **DONE).warnings == ()
    late = of(1, **DONE | {"given_on": "2027-01-09"}).warnings
    assert "notification of 10 January 2027 came after 9 January 2027" in late[0]
    assert "Nothing may be given before it has come" in late[1]
    assert "due when the assistance is given" in late[2]
    unsaid = of(1, **DONE | {"asked": "not-yet", "received": None}).warnings
    assert any("yet not to have said" in one for one in unsaid)
    assert "is after 1 February 2027" in of(1, decided_on="2027-02-02").warnings[0]


def test_days_that_cannot_be_are_faults_where_they_stand() -> None:
    one = {"parts": [part(1)]}
    early = faults(**one, notified_on="2027-01-10", confirmed_on="2027-01-09")
    assert "before 10 January 2027" in early["confirmed_on"]
    assert "notified_on" in faults(**one, confirmed_on="2027-01-09")
    assert "stated_on" in faults(**one, **{**DONE, "stated_on": "2027-01-19"})
    assert "uploaded_on" in faults(**one, decided_on="2027-01-10", uploaded_on="2027-01-09")
    assert "decided_on" in faults(**one, uploaded_on="2027-01-09")


# --- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "place", "message"),
    [
        ({"enterprise": None}, "enterprise", "missing"),
        ({"enterprise": "no"}, "enterprise_why", "why the recipient is not an enterprise"),
        ({"given_on": None}, "given_on", "Give the day"),
        ({"given_on": "2027-02-30"}, "given_on", "is not a date"),
        ({"asked": None}, "asked", "had already"),
        ({"basis": "rent"}, "market_rent_gbp_pa", "Give the market rent"),
        ({"basis": "rent", "market_rent_gbp_pa": 1, "discount_percent": 101, "term_years": 1},
         "discount_percent", "over 100%"),
        ({**RENT, "term_years": 0}, "term_years", "at least 1"),
        ({**RENT, "term_years": 1000}, "term_years", "at most 999"),
        ({"discounting": "today"}, "rate_percent", "Give the rate"),
        ({"parts": None}, "parts", "Say what is given"),
        ({"asked": "listed"}, "received", "List what it has had"),
        ({"received": [award("2026-01-01")]}, "asked", "cannot be right"),
        ({"asked": "listed", "received": [award("2026-13-01")]}, "received[0].day", "not a date"),
        ({"asked": "listed", "received": [award("2026-01-01", -1)]}, "received[0].amount_gbp", "below"),
        ({"asked": "listed", "received": [award("0001-01-01")]}, "received[0].day", "between 1900"),
        ({"decided_on": "9999-12-31"}, "decided_on", "between 1900 and 2999"),
        ({"given_on": "9999-12-31"}, "given_on", "between 1900 and 2999"),
        ({"social_value": 5}, "social_value", "no such key"),
    ],
)  # fmt: skip
def test_a_file_is_refused_where_it_is_wrong(more: Json, place: str, message: str) -> None:
    assert message in faults(**{"parts": [part(1)], **more})[place]


def test_the_ledger_is_written_with_every_amount_a_text() -> None:
    result = of(
        "120000", asked="listed", received=[award("2025-05-14", 12000)], decided_on="2026-11-20"
    )
    said = SUBSIDY.written(result)
    assert json.loads(json.dumps(said)) == said
    assert (said["worth_gbp"], said["total_gbp"], said["left_gbp"]) == (
        *("120000.00", "132000.00", "183000.00"),
    )
    assert said["within_limit"] is True
    assert said["limit_source"] == "Subsidy Control Act 2022 s36(1)"
    assert said["upload_by"] == "2027-02-20"
    years: Any = said["financial_years"]
    assert [one["received_gbp"] for one in years] == ["0.00", "12000.00", "0.00"]


def test_no_social_value_stands_in_it_nor_moves_it() -> None:
    """The same questions on another group's answers, with another social value: the same ledger."""
    hall, garden = found("hall", **RENT), found("garden", **RENT)
    assert hall._replace(warnings=()) == garden._replace(warnings=())
    assert "social" not in said(hall).lower()


def test_its_chart_is_drawn_and_its_figures_stand_in_the_table() -> None:
    result = of(120000, asked="listed", received=[award("2025-05-14", 12000)])
    picture = chart(result)
    assert picture is not None
    assert "Limit £315,000" in picture.title
    assert chart_svg(picture).startswith("<svg")
    assert "Total with this award £132,000.00" in said(result)


def test_the_command_says_it_in_words_and_as_json(tmp_path: Path) -> None:
    given = answers(parts=[part(120000)])
    path = tmp_path / "hall.json"
    path.write_text(json.dumps({**whole("hall"), "methods": {"subsidy": given}}))
    words, figures = StringIO(), StringIO()
    call_command("value", "subsidy", str(path), stdout=words)
    assert "the recipient is within the limit of £315,000: £195,000 is left." in words.getvalue()
    call_command("value", "subsidy", str(path), "--format", "json", stdout=figures)
    assert json.loads(figures.getvalue())["left_gbp"] == "195000.00"


def test_where_no_enterprise_gets_it_what_was_begun_asks_for_nothing() -> None:
    begun_with = answers(basis="rent", discounting="today")
    said = {**begun_with, "enterprise": "no", "enterprise_why": "It only looks after the pond."}
    file = file_with(said)
    assert isinstance(value(file.methods["subsidy"], file.appraise()), NoSubsidy)
    with pytest.raises(CannotRead, match="rent"):
        file_with(begun_with)
