"""Numbers and dates as people type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import AmountField, DateField, NumberField, WholeField
from core.forms.widgets import MoneyInput, TypedDate

READ = {
    "1200": "1200",
    "£1,200.50": "1200.50",
    "1 200": "1200",
    "1\u00a0200": "1200",  # a space that does not break
    "  12 ": "12",
    "£ 5": "5",
    "5£": "5",
    "45%": "45",
    ".5": "0.5",
    "5.": "5",
    "0": "0",
    "007": "7",
    "0.000001": "0.000001",
    "12,345,678.9": "12345678.9",
    "999999999999": "999999999999",
    "999,999,999,999.999999": "999999999999.999999",
    "0.1": "0.1",
    "2½": "2.5",
    "2 ½": "2.5",
    "½": "0.5",
    "£1,200¼": "1200.25",
}

IN_UNITS = {
    ("310 m²", "m²"): "310",
    ("310m2", "m²"): "310",
    ("1,250.5 sq m", "m²"): "1250.5",
    ("310 square metres", "m²"): "310",
    ("6 hours a week", "hours a week"): "6",
    ("6½ hours", "hours a week"): "6.5",
    ("1 hour", "hours"): "1",
    ("2 businesses", "new businesses"): "2",
    ("2 new businesses", "new businesses"): "2",
    ("£5,000 a year", "£ a year"): "5000",
    ("12", "people"): "12",
}

IN_OTHER_UNITS = [
    ("310 sq ft", "m²"),
    ("6 hours a month", "hours a week"),
    ("6 weeks", "hours a week"),
    ("5 people", "£ a year"),
    ("m²", "m²"),
]

REFUSED = {
    "twelve": "invalid",
    "12 hours": "invalid",
    "1.2k": "invalid",
    "1e5": "invalid",
    "0x10": "invalid",
    "NaN": "invalid",
    "nan": "invalid",
    "Infinity": "invalid",
    "-inf": "invalid",
    "£": "invalid",
    ".": "invalid",
    "--5": "invalid",
    "+5": "invalid",
    "1/2": "invalid",
    "⅓": "invalid",
    "x½": "invalid",
    "1.5½": "grouped",
    "😀": "invalid",
    "ŵŷ": "invalid",
    "1_000": "invalid",
    "1,2": "grouped",
    "1,00,000": "grouped",
    "1.200,50": "grouped",
    "1 200,50": "grouped",
    "1,200 300": "grouped",
    "1.2.3": "grouped",
    "12,": "grouped",
    "1,200,": "grouped",
    "-5": "negative",
    "−5": "negative",
    "-£5": "negative",
    "£-5": "negative",
    "-0.01": "negative",
    "1000000000000": "too_large",
    "1,000,000,000,000": "too_large",
    "9" * 5_000: "too_large",
    "9" * 10_001: "too_large",
    "0.0000001": "too_fine",
    "1.0000000": "too_fine",
    "١٢": "figures",
    "１２": "figures",
    "12²": "figures",
}


@pytest.mark.parametrize("typed", READ)
def test_a_number_is_read_exactly(typed: str) -> None:
    for field in (NumberField, AmountField):
        pence = len(READ[typed].partition(".")[2]) <= 2
        if field is AmountField and not pence:
            continue
        found = field(label="Cost").clean(typed)
        assert type(found) is Decimal
        assert str(found) == str(Decimal(READ[typed]))


@pytest.mark.parametrize("typed", ["180.000", "9.000", "£1.250", "6000.005", "0.001"])
def test_an_amount_is_pounds_and_pence_or_it_is_asked_again(typed: str) -> None:
    """Whoever writes 180.000 may mean 180,000: nothing is guessed where money is at stake."""
    with pytest.raises(ValidationError, match="write a comma, not a full stop") as refusal:
        AmountField(label="Cost").clean(typed)
    assert refusal.value.code == "not_pence"
    assert NumberField(label="Hours").clean("1.125") == Decimal("1.125")


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_number_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        AmountField(label="Cost").clean(typed)
    assert refusal.value.code == REFUSED[typed]
    assert refusal.value.messages[0].startswith("Cost must ")


@pytest.mark.parametrize(("typed", "unit"), IN_UNITS)
def test_the_unit_that_stands_at_the_box_may_be_typed_too(typed: str, unit: str) -> None:
    assert str(NumberField(label="Size", unit=unit).clean(typed)) == IN_UNITS[typed, unit]


@pytest.mark.parametrize(("typed", "unit"), IN_OTHER_UNITS)
def test_another_unit_is_refused_and_the_right_one_named(typed: str, unit: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        NumberField(label="Size", unit=unit).clean(typed)
    assert refusal.value.code == "invalid"
    assert (f"(in {unit})" in refusal.value.messages[0]) != unit.startswith("£")


@pytest.mark.parametrize(("typed", "whole"), [("1,200", 1200), ("5.0", 5), ("0", 0)])
def test_a_whole_number_becomes_an_int(typed: str, whole: int) -> None:
    found = WholeField(label="People").clean(typed)
    assert (type(found), found) == (int, whole)


def test_a_whole_number_has_no_half() -> None:
    with pytest.raises(ValidationError, match="People must be a whole number"):
        WholeField(label="People").clean("2.5")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (NumberField(label="Hours", at_most=168), "169", "Hours must be 168 or less"),
        (NumberField(label="Rate", above=Decimal(0)), "0", "Rate must be more than 0"),
        (WholeField(label="Rank", at_least=1), "0", "Rank must be 1 or more"),
        (
            AmountField(label="What will it cost?"),
            "x",
            "Your answer to “What will it cost?” must be",
        ),
        (AmountField(label="What?", name="the cost"), "x", "The cost must be a number in figures"),
        (AmountField(label="What?", name="the cost"), " ", "Enter the cost"),
        (AmountField(label="Rent"), "", "Enter an amount in pounds for “Rent”"),
        (WholeField(label="How many?"), None, "Answer “How many?”"),
    ],
)
def test_a_message_says_what_and_how(field: NumberField, typed: str | None, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.messages[0].startswith(said)


def test_nothing_is_none_where_nothing_is_asked() -> None:
    assert NumberField(required=False).clean("  ") is None


def test_a_stored_amount_is_shown_with_commas_and_read_again() -> None:
    shown = MoneyInput().format_value(Decimal("1200.50"))
    assert shown == "1,200.50"
    assert AmountField().clean(shown) == Decimal("1200.50")
    assert MoneyInput().format_value(Decimal("1200.5")) == "1,200.50"
    assert MoneyInput().format_value(Decimal("1200")) == "1,200"
    assert MoneyInput().format_value("12o0") == "12o0", "what was typed comes back as it was"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("27", "3", "2026"), date(2026, 3, 27)),
        ((" 1", "march", "2026"), date(2026, 3, 1)),
        (("29", "Feb", "2028"), date(2028, 2, 29)),
    ],
)
def test_a_date_is_read(typed: tuple[str, str, str], read: date) -> None:
    assert DateField(label="Start").clean(TypedDate(*typed)) == read


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (("27", "", "2026"), "month"),
        (("27", "", ""), "month-year"),
        (("32", "3", "2026"), "day"),
        (("27", "13", "2026"), "month"),
        (("27", "ju", "2026"), "month"),
        (("27", "3", "26"), "year"),
        (("31", "2", "2026"), "day"),
        (("٢", "3", "2026"), "day"),
        (("", "", ""), "required"),
    ],
)
def test_a_date_that_is_wrong_says_where(typed: tuple[str, str, str], wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DateField(label="Start").clean(TypedDate(*typed))
    assert refusal.value.code == wrong
