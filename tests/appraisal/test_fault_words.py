"""What a fault says: what was typed, what is wrong with it and what to do, in plain words."""

from __future__ import annotations

import pytest

from appraisal.engine.faults import Fault
from tests.appraisal.bad import full, tried, written
from tests.engine.changes import Raw, changed
from tests.engine.golden import Json


def told(source: bytes | str | Json) -> Fault:
    """Return the one fault of a file."""
    faults = tried(source)
    assert isinstance(faults, tuple)
    (fault,) = faults
    return fault


def said_of(place: str, wrong: object) -> str:
    fault = told(changed(full(), place, wrong))
    assert fault.place == place
    return fault.message


# --- what was typed is quoted -------------------------------------------------------------------

RENT = "terms.market_rent_gbp_pa"


@pytest.mark.parametrize(
    ("place", "wrong", "quoted"),
    [
        (RENT, "£12,000", "“£12,000” is no number here"),
        (RENT, "1e3", "“1e3” is no number here"),
        (RENT, "", "A blank text is no number here"),
        (RENT, None, "null is no number here"),
        (RENT, True, "true is no number here"),
        (RENT, [], "A list is no number here"),
        (RENT, {}, "An object is no number here"),
        (RENT, -5, "-5 is below 0"),
        (RENT, Raw("-5.5"), "-5.5 is below 0"),
        (RENT, Raw("1e12"), "1E+12 is too large"),
        (RENT, 10**12, "1000000000000 is too large"),
        (RENT, Raw("Infinity"), "This number is too large"),
        (RENT, Raw("NaN"), "This number is no number here"),
        (RENT, "0.0000001", "“0.0000001” has more than 6 decimals"),
        ("terms.years", 1.5, "1.5 is no whole number"),
        ("terms.years", 0, "0 is too little: this must be at least 1"),
        ("terms.years", 1000, "1000 is too much: this must be at most 999"),
        ("answers.D.imd_edition", 2015, "2015 is no edition of the deprivation index"),
        ("terms.tenure", "rent", "“rent” is not known here"),
        ("answers.E.ratings.be-healthy", "huge", "“huge” is not known here"),
        ("answers.E.ratings.be-healthy", 5, "5 is not known here"),
        ("authority.region", "England", "“England” is not known here"),
        ("valuation_date", "01/11/2026", "“01/11/2026” is not a date"),
        ("scheme", "birmingham", "There is no scheme “birmingham”"),
        ("proxies[0].key", "bus_fare", "“bus_fare” is not known here"),
        ("title", 5, "5 is no text"),
        ("asset", "Hall", "“Hall” is no object"),
        ("answers.H.volunteers", "six", "“six” is no list"),
    ],
)
def test_what_was_typed_is_quoted(place: str, wrong: object, quoted: str) -> None:
    assert quoted in said_of(place, wrong)


@pytest.mark.parametrize("place", [RENT, "terms.tenure", "scheme", "answers.H.volunteers", "asset"])
def test_what_is_quoted_is_short_and_safe(place: str) -> None:
    message = said_of(place, "a\n\u2028\x1b[31m" + "long " * 1_900)
    assert len(message) < 600
    assert message.isprintable()


# --- what was meant -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "typed", "meant"),
    [
        ("terms.tenure", "Lease", "lease"),
        ("answers.C.level", "SOME ", "some"),
        ("answers.E.ratings.be-healthy", "Major", "major"),
        ("answers.K.land[0].use", "Flood Storage", "flood_storage"),
        ("answers.K.land[0].use", "flood-storage", "flood_storage"),
        ("authority.region", "west midlands", "West Midlands"),
        ("authority.region", "Yorkshire-and-the-Humber", "Yorkshire and The Humber"),
        ("kind", "Asset Transfer", "asset-transfer"),
        ("scheme", "Valuing Worth AM", "valuing-worth-am"),
        ("scheme", "valuing-worth-am@1", "valuing-worth-am"),
        ("proxies[0].key", "paid-hours-week", "paid_hours_week"),
    ],
)
def test_a_word_written_a_little_otherwise_is_guessed(place: str, typed: str, meant: str) -> None:
    assert f"Did you mean {meant}? " in said_of(place, typed)


@pytest.mark.parametrize(
    ("place", "typed", "meant"),
    [
        ("terms", "Market Rent GBP PA", "market_rent_gbp_pa"),
        ("terms", "market-rent-gbp-pa", "market_rent_gbp_pa"),
        ("answers", "a", "A"),
        ("answers.H", "Volunteers", "volunteers"),
        ("asset", "post_code", "postcode"),
    ],
)
def test_a_key_written_a_little_otherwise_is_guessed(place: str, typed: str, meant: str) -> None:
    fault = told(changed(full(), f"{place}.{typed}", {}))
    assert f"Did you mean {meant}? " in fault.message


def test_nothing_is_guessed_where_nothing_is_near() -> None:
    for place in ("terms.tenure", "answers.C.level", "authority.region", "kind"):
        assert "Did you mean" not in said_of(place, "xyz")


# --- what to do ---------------------------------------------------------------------------------


def test_a_cost_of_nothing_says_what_to_do() -> None:
    message = said_of("answers.A.capital_cost_gbp", 0)
    assert message.startswith("0 is too little: this must be above 0. Give the capital cost, or ")
    assert '{"not_applicable": {"reason": ' in message
    assert "yearly running cost" in said_of("answers.B.annual_revenue_cost_gbp", 0)
    assert "not_applicable" not in said_of("proxies[0].value", 0)


@pytest.mark.parametrize(
    ("claim", "place"),
    [
        (True, "answers.C.not_applicable"),
        ("No plan", "answers.C.not_applicable"),
        ({"agreed_by": "Officer"}, "answers.C.not_applicable.reason"),
    ],
)
def test_a_claim_shows_how_it_is_written(claim: object, place: str) -> None:
    fault = told(changed(full(), "answers.C", {"not_applicable": claim}))
    assert fault.place == place
    assert '{"reason": "why it does not apply", "agreed_by": ' in fault.message


def test_an_answer_shows_how_it_is_written() -> None:
    assert (
        said_of("answers.C", "some")
    ) == '“some” is no object: this must be one in curly brackets, such as {"level": …}.'


# --- what is not JSON ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "where", "said"),
    [
        ("", "", "The file is empty."),
        (" \n", "", "The file is empty."),
        ('{\n "a": 1,\n}', "line 2, column 8 (near “,”)", "Take out the comma"),
        ('{"a": [1, ]}', "line 1, column 9 (near “, ]}”)", "Take out the comma"),
        ("{'a': 1}", "line 1, column 2", "double quotation marks, not in single"),
        ("{\"a\": 'b'}", "line 1, column 7", "double quotation marks, not in single"),
        ("{a: 1}", "line 1, column 2", "A key in double quotation marks"),
        ('{"a" 1}', "line 1, column 6", "A colon is missing"),
        ('{"a": 1 "b": 2}', 'line 1, column 9 (near “"b": 2}”)', "A comma is missing"),
        ('{"a": yes}', "line 1, column 7 (near “yes}”)", "A value must stand here"),
        ('{"a": "b', "line 1, column 7", "no closing quotation mark"),
        ('{"a": {"b": 1}', "line 1, column 15", "It ends too soon"),
        ('{"a": ', "line 1, column 7", "It ends too soon"),
        ('{"a": "b\nc"}', "line 1, column 9", "a line end is written as \\n"),
        ('{"a": "\\x"}', "line 1, column 8", "a backslash is written twice"),
        ('{"a": "\\u12"}', "line 1, column 9", "four digits"),
        ("{} {}", "line 1, column 4", "nothing may follow"),
        (b'{"a":\n"\xff"}', "byte 8, on line 2", "Save it as UTF-8"),
    ],
)
def test_what_is_not_json_is_said_plainly(source: bytes | str, where: str, said: str) -> None:
    fault = told(source)
    assert fault.place == ""
    assert where in fault.message
    assert said in fault.message
    for jargon in ("Expecting", "delimiter", "char ", "codec"):
        assert jargon not in fault.message


def test_a_fault_at_no_place_is_its_message_alone() -> None:
    assert str(Fault("", "The file is empty.")) == "The file is empty."
    assert str(Fault("title", "This is missing.")) == "title: This is missing."


def test_many_faults_are_told_soon() -> None:
    given = full()
    given["answers"]["K"] = {"land": [{"Use": "Play", "area": 1} for _ in range(200)]}
    faults = tried(written(given))
    assert isinstance(faults, tuple)
    assert len(faults) == 800
    assert sum(len(str(fault)) for fault in faults) < 200_000
