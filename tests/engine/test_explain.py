"""Workings: what is said of a figure is what the figure is."""

import json
from decimal import Decimal
from typing import Any

import pytest

from appraisal.engine.amounts import exactly
from appraisal.engine.explain import Working, criterion_working, total_workings
from appraisal.engine.words import exact_pounds, percent_by, pounds, quantity
from appraisal.file import read_file
from tests.engine.golden import leave_out, put, whole


def workings(given: dict[str, Any]) -> dict[str, Working]:
    file = read_file(json.dumps(given).encode())
    appraisal = file.appraise()
    said = {
        one.criterion.letter: criterion_working(appraisal, one, {}) for one in appraisal.criteria
    }
    return said | {working.title: working for working in total_workings(appraisal)}


def hall(**changes: object) -> dict[str, Any]:
    given = whole("hall")
    for path, value in changes.items():
        put(given, path.replace("__", "."), value)
    return given


def lines(working: Working) -> list[str]:
    return [*map(str, working.steps), working.rule]


@pytest.mark.parametrize(
    ("amount", "to_the_penny", "exact"),
    [
        ("0.125", "£0.13", "£0.125"),
        ("-0.125", "−£0.13", "−£0.125"),
        ("12.7155", "£12.72", "£12.7155"),
        ("1200", "£1,200.00", "£1,200.00"),
        ("0.004", "£0.00", "£0.004"),
        ("1200.500000", "£1,200.50", "£1,200.50"),
    ],
)
def test_money_in_words(amount: str, to_the_penny: str, exact: str) -> None:
    assert (pounds(Decimal(amount)), exact_pounds(Decimal(amount))) == (to_the_penny, exact)


@pytest.mark.parametrize(
    ("part", "whole_amount", "edge", "said"),
    [
        ("75", "100", 75, "75.0%"),
        ("74.99", "100", 75, "74.99%"),
        ("74999.999999", "100000", 75, "just under 75%"),
        ("75000.000001", "100000", 75, "just over 75%"),
        ("61.5", "100", 75, "61.5%"),
    ],
)
def test_a_percentage_stands_on_the_right_side_of_its_edge(
    part: str, whole_amount: str, edge: int, said: str
) -> None:
    with exactly():
        assert percent_by(Decimal(part), Decimal(whole_amount), [edge]) == said


def test_one_is_singular() -> None:
    assert quantity(1, "people", "person") == "1 person"
    assert quantity(Decimal("1.5"), "hours", "hour") == "1.5 hours"
    assert quantity(2, "") == "2"


def test_a_participation_is_added_up_row_by_row() -> None:
    assert lines(workings(hall())["H"]) == [
        "Lunch club: 18 people × 2 hours × 12 times a year = 432 hours a year",
        "Youth drama: 12 people × 1.5 hours × 30 times a year = 540 hours a year",
        "Time of people taking part: 972 hours a year × £12.71 (minimum wage an hour) = £12,354.12",
        "Kitchen: 3 people × 1.5 hours a week × 48 weeks a year = 216 hours a year",
        "Volunteers’ time: 216 hours a year × £619.70 (median weekly pay, West Midlands) ÷ 37 "
        "(paid hours a week) = £3,617.71",
        "Value a year: the exact sum, rounded once to the penny = £15,971.83",
        "£15,971.83 ÷ market rent £12,000.00, compared exactly = 133.1%",
        "At least 100%: 20 of 20 points.",
    ]


def test_a_council_s_own_price_is_shown_as_it_is() -> None:
    own = [
        {
            "key": "minimum_wage_hour",
            "applies_from": "2026-06-01",
            "value": "12.7155",
            "source": "us",
        }
    ]
    assert "972 hours a year × £12.7155 (minimum wage an hour)" in " ".join(
        lines(workings(hall(proxies=own))["H"])
    )


def test_the_region_that_a_figure_is_for_is_named() -> None:
    said = " ".join(lines(workings(whole("edges"))["H"]))
    assert "£403.80 (median weekly pay, United Kingdom)" in said


def test_pending_money_and_the_rule_that_holds_are_named() -> None:
    said = lines(workings(hall())["A"])
    assert "Asked for, to be decided within 3 months = £62,500.00" in said
    assert said[-1] == (
        "The first rule that holds is: at least 75% secured: 15 of 20 points. "
        "Amounts are compared exactly."
    )


def test_just_under_an_edge_is_not_shown_at_it() -> None:
    answer = {"capital_cost_gbp": 100000, "secured_gbp": "74999.999999"}
    said = lines(workings(hall(answers__A=answer))["A"])
    assert said[0].endswith("= just under 75%")
    assert "at least 25% secured: 5 of 20 points" in said[-1]


def test_half_pennies_are_shown() -> None:
    rows = [{"item": f"Item {n}", "amount_gbp_pa": "0.005"} for n in range(3)]
    said = lines(workings(hall(answers__L={"savings": rows}))["L"])
    assert said[:4] == [
        "Item 0 = £0.005",
        "Item 1 = £0.005",
        "Item 2 = £0.005",
        "Costs the council no longer pays: together = £0.02",
    ]


def test_nothing_entered_is_said() -> None:
    assert (
        lines(workings(hall(answers__H={}))["H"])[0]
        == "Nothing is entered here, so the value is = £0.00"
    )


@pytest.mark.parametrize(("rent", "state"), [(None, "not given"), (0, "£0")])
def test_what_is_missing_is_named(rent: int | None, state: str) -> None:
    given = hall()
    if rent is None:
        leave_out(given, "terms.market_rent_gbp_pa")
    else:
        put(given, "terms.market_rent_gbp_pa", rent)
    said = workings(given)
    assert said["H"].rule == f"The market rent is {state}, so this cannot be scored."
    assert said["H"].result == "cannot be scored"
    assert said["Coefficiency"].result == "needs the market rent"
    assert said["Discount"].rule.endswith("The score is provisional, so this discount is too.")


def test_a_claim_says_why_and_who_agreed() -> None:
    said = workings(whole("garden"))["A"]
    assert list(map(str, said.steps)) == [
        "Why it is said not to apply = No capital works",
        "Agreed for the council by = Asset officer",
    ]
    assert "not agreed" in workings(whole("edges"))["K"].rule


def test_an_undervalue_below_nothing_is_not_called_lawful() -> None:
    said = workings(hall(terms__consideration_gbp=200000))["Legal undervalue"]
    assert said.result == "−£50,000.00"
    assert "Below £0" in said.rule


def test_the_undervalue_knows_nothing_of_the_social_value() -> None:
    said = workings(hall())
    assert said["Legal undervalue"].result == "£150,000.00"
    assert said["Social value a year"].result not in " ".join(lines(said["Legal undervalue"]))
