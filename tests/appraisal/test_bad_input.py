"""Every fault that the file contract names, each at its exact place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.appraisal.bad import full, good, places, tried, walk, written
from tests.engine.changes import GONE, Raw, at, changed
from tests.engine.golden import Json, whole

FULL = full()
OBJECTS = [place for place, value in walk(FULL) if isinstance(value, dict)]
LISTS = [place for place, value in walk(FULL) if isinstance(value, list)]
FREE_KEYS = [
    place for place in OBJECTS if place.endswith(".ratings") or place in ("lists.E", "lists.G")
]

WHOLE_NUMBERS = [
    "asset.imd.edition",
    "asset.imd.rank",
    "terms.years",
    "answers.A.pending[0].decision_months",
    "answers.D.imd_edition",
    "answers.D.imd_rank",
    "answers.I.new_enterprises",
    "picked.B.points",
]
QUANTITIES = [
    "asset.floor_area_m2",
    "asset.site_area_m2",
    "terms.market_rent_gbp_pa",
    "terms.rent_offered_gbp_pa",
    "terms.unrestricted_value_gbp",
    "terms.consideration_gbp",
    "terms.voluntary_conditions_gbp",
    "terms.annual_investment_gbp",
    "answers.A.capital_cost_gbp",
    "answers.A.secured_gbp",
    "answers.A.pending[0].amount_gbp",
    "answers.B.annual_revenue_cost_gbp",
    "answers.B.external_revenue_gbp",
    "answers.B.pro_bono_gbp",
    "answers.H.activities[1].participants",
    "answers.H.activities[1].hours_per_session",
    "answers.H.activities[1].sessions_per_year",
    "answers.H.volunteers[0].people",
    "answers.H.volunteers[0].hours_per_week",
    "answers.H.volunteers[0].weeks_per_year",
    "answers.I.training[0].places",
    "answers.I.training[0].hours_per_place",
    "answers.I.jobs_fte",
    "answers.J.agencies[1].area_m2",
    "answers.K.land[1].area_m2",
    "answers.L.savings[2].amount_gbp_pa",
    "proxies[1].value",
]
FREE_TEXTS = [
    "title",
    "authority.name",
    "applicant.name",
    "asset.name",
    "answers.H.activities[0].name",
    "answers.H.volunteers[0].role",
    "answers.I.training[0].course",
    "answers.J.agencies[0].agency",
    "answers.L.savings[0].item",
    "answers.M.reason",
    "answers.F.not_applicable.reason",
    "proxies[0].source",
    "picked.B.reason",
]
FREE_TEXTS_THAT_MAY_BE_LEFT_OUT = [
    "reference",
    "summary",
    "applicant.legal_form",
    "asset.address",
    "asset.postcode",
    "asset.uprn",
    "answers.F.not_applicable.agreed_by",
    "answers.F.evidence",
    "answers.F.note",
]
CHOSEN = [
    "format",
    "scheme",
    "kind",
    "valuation_date",
    "authority.region",
    "terms.tenure",
    "answers.C.level",
    "answers.K.land[0].use",
    "answers.M.level",
    "proxies[0].key",
    "proxies[0].applies_from",
    "proxies[1].area",
]


def test_the_file_that_is_spoilt_below_is_good() -> None:
    assert good(full())["provisional"] is False
    told = {*WHOLE_NUMBERS, *QUANTITIES, *FREE_TEXTS, *FREE_TEXTS_THAT_MAY_BE_LEFT_OUT, *CHOSEN}
    rest = {
        place
        for place, value in walk(FULL)
        if not isinstance(value, dict | list) and not place.startswith("lists.")
    }
    tables = ("pending", "activities", "volunteers", "training", "agencies", "land", "savings")
    unspoilt = {
        place
        for place in rest - told
        if ".ratings." not in place and not any(f".{table}[" in place for table in tables)
    }
    assert unspoilt <= {f"proxies[{n}].{k}" for n in (0, 1) for k in FULL["proxies"][1]}


# --- keys that are missing, unknown or repeated -----------------------------------------------

REQUIRED = [
    *("authority", "applicant", "terms", "answers"),
    *(place for place in CHOSEN),
    *FREE_TEXTS,
    "answers.A.capital_cost_gbp",
    "answers.A.pending[0].amount_gbp",
    "answers.A.pending[0].decision_months",
    "answers.B.annual_revenue_cost_gbp",
    "answers.D.imd_edition",
    "answers.D.imd_rank",
    "answers.E.ratings",
    "answers.G.ratings",
    "answers.H.activities[1].name",
    "answers.H.activities[1].participants",
    "answers.H.activities[1].hours_per_session",
    "answers.H.activities[1].sessions_per_year",
    "answers.H.volunteers[0].people",
    "answers.H.volunteers[0].hours_per_week",
    "answers.H.volunteers[0].weeks_per_year",
    "answers.I.training[0].places",
    "answers.I.training[0].hours_per_place",
    "answers.J.agencies[1].area_m2",
    "answers.K.land[1].area_m2",
    "answers.L.savings[2].amount_gbp_pa",
    "asset.imd.edition",
    "asset.imd.rank",
    "proxies[1].value",
    "picked.B.points",
]


@pytest.mark.parametrize("place", REQUIRED)
def test_a_key_that_is_missing(place: str) -> None:
    told = places(changed(full(), place, GONE))
    assert told[:1] == [place]
    assert [other for other in told if not other.startswith(place)] == []


def test_every_key_that_may_be_left_out_may_be_left_out() -> None:
    given = full()
    for place, _ in list(walk(full()))[::-1]:
        last = place.rpartition(".")[2]
        answer = place.startswith("answers.") and len(last) == 1
        if place and "[" not in last and place not in REQUIRED and not answer:
            changed(given, place, GONE)
    del given["answers"]["F"]  # nothing is left of its claim
    assert list(given["answers"]) == list("ABCDEGHIJKLM")
    assert good(given)["points"] == 30  # C 15, D 10 and M 5; the rest scores on zero
    assert "asset" not in given
    assert set(given["terms"]) == {"tenure"}


@pytest.mark.parametrize("place", [place for place in OBJECTS if place not in FREE_KEYS])
def test_a_key_that_is_unknown(place: str) -> None:
    given = full()
    at(given, place)["colour"] = "blue"
    assert places(given) == [f"{place}.colour" if place else "colour"]


def test_a_letter_that_is_unknown() -> None:
    for letter in ("N", "a", "AA", ""):
        given = full()
        given["answers"][letter] = {}
        assert places(given) == [f"answers.{letter}"]


@pytest.mark.parametrize("place", OBJECTS)
def test_a_key_that_is_repeated(place: str) -> None:
    first = next(iter(at(FULL, place)))
    assert places(written(full(), repeat=place)) == [f"{place}.{first}" if place else first]


def test_a_key_of_ones_own_that_is_repeated() -> None:
    source = written(full())
    assert places('{"x_a": 1, "x_a": 1, ' + source[1:]) == ["x_a"]


def test_a_repeated_key_is_one_even_where_it_is_written_in_another_way() -> None:
    assert places('{"\\u0074itle": "Hall", ' + written(full())[1:]) == ["title"]


def test_keys_of_ones_own_are_ignored_in_every_object() -> None:
    given = full()
    for place in OBJECTS:
        at(given, place)["x_own"] = {"any": [None, True, -1, "", {"deep": Raw("1e400")}]}
        at(given, place)["x_"] = None
    assert good(given) == good(full())


def test_keys_of_ones_own_in_a_coproduction_file() -> None:
    given = whole("coproduction")
    for place, value in list(walk(given)):
        if isinstance(value, dict):
            at(given, place)["x_own"] = None
    assert good(given) == good(whole("coproduction"))


@pytest.mark.parametrize(
    ("name", "letter", "answer", "place"),
    [
        ("coproduction", "J", {"agencies": []}, "answers.J.agencies"),
        ("coproduction", "K", {"land": [], "ratings": {}}, "answers.K.land"),
        ("coproduction", "K", {}, "answers.K.ratings"),
        ("hall", "J", {"savings": []}, "answers.J.savings"),
        ("hall", "K", {"ratings": {}}, "answers.K.ratings"),
    ],
)
def test_an_answer_of_the_other_kind(name: str, letter: str, answer: Json, place: str) -> None:
    given = whole(name)
    given["answers"][letter] = answer
    assert places(given) == [place]


# --- values of the wrong type -------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [None, True, 5, "text", []], ids=json.dumps)
def test_something_that_is_no_object(wrong: object) -> None:
    for place in OBJECTS[1:]:
        assert places(changed(full(), place, wrong))[:1] == [place]


@pytest.mark.parametrize("wrong", [None, False, 5, "text", {}], ids=json.dumps)
def test_something_that_is_no_list(wrong: object) -> None:
    for place in LISTS:
        assert places(changed(full(), place, wrong)) == [place]


@pytest.mark.parametrize("wrong", [None, True, 5, 1.5, [], {}, ["text"], Raw("NaN")], ids=str)
def test_something_that_is_no_text(wrong: object) -> None:
    for place in (*FREE_TEXTS, *FREE_TEXTS_THAT_MAY_BE_LEFT_OUT, *CHOSEN, "lists.E.be-healthy"):
        assert places(changed(full(), place, wrong))[:1] == [place]


@pytest.mark.parametrize(
    "wrong", [None, True, 5, [], {}, "huge", "Major", "major "], ids=json.dumps
)
def test_something_that_is_no_rating(wrong: object) -> None:
    for place in ("answers.E.ratings.be-healthy", "answers.G.ratings.young-people"):
        assert places(changed(full(), place, wrong)) == [place]


NO_QUANTITY = {
    "null": "null",
    "true": "true",
    "false": "false",
    "a list": "[]",
    "an object": "{}",
    "not a number": "NaN",
    "infinity": "Infinity",
    "minus infinity": "-Infinity",
    "below 0": "-1",
    "just below 0": "-0.000001",
    "as large as the limit": "1000000000000",
    "the limit with decimals": "1000000000000.000000",
    "the limit with an exponent": "1e12",
    "far too large": "1e400",
    "an exponent beyond sense": "1e99999999999999999999",
    "an exponent beyond sense, below": "1e-99999999999999999999",
    "7 decimals": "0.0000001",
    "7 decimals that are noughts": "1.0000000",
    "7 decimals of nothing": "0.0000000",
    "7 decimals by an exponent": "1e-7",
    "a million digits": "9" * 1_000_000,
    "minus a million digits": "-" + "9" * 1_000_000,
    "a million decimals": "1." + "0" * 1_000_000,
    "a text that is blank": '""',
    "a text of a space": '" "',
    "a text with a space before": '" 1"',
    "a text with a space behind": '"1 "',
    "a text with a line end": '"1\\n"',
    "a text with an exponent": '"1e3"',
    "a text with a plus": '"+1"',
    "a text with a minus": '"-1"',
    "a text of minus nothing": '"-0"',
    "a text with a comma": '"1,000"',
    "a text with an underscore": '"1_000"',
    "a text with a pound": '"£1"',
    "a text that begins with a point": '".5"',
    "a text that ends with a point": '"5."',
    "a text with two points": '"1.2.3"',
    "a text in hexadecimal": '"0x10"',
    "a text not a number": '"NaN"',
    "a text of infinity": '"Infinity"',
    "a text of 7 decimals": '"0.0000001"',
    "a text as large as the limit": '"1000000000000"',
    "a text of a million digits": '"' + "9" * 1_000_000 + '"',
    "Arabic digits": '"١٢"',
    "full-width digits": '"１２"',
    "a superscript": '"²"',
    "a half": '"½"',
    "words": '"ten"',
}


@pytest.mark.parametrize("wrong", NO_QUANTITY.values(), ids=NO_QUANTITY.keys())
@pytest.mark.parametrize("place", ["terms.market_rent_gbp_pa", "terms.years"])
def test_something_that_is_no_quantity(wrong: str, place: str) -> None:
    assert places(changed(full(), place, Raw(wrong))) == [place]


@pytest.mark.parametrize("place", [*QUANTITIES, *WHOLE_NUMBERS])
def test_every_quantity_is_held_to_the_same_rules(place: str) -> None:
    for wrong in ("null", "true", "NaN", "-1", "1e12", "0.0000001", '"1e3"', '" 1"', '""', "[]"):
        assert places(changed(full(), place, Raw(wrong))) == [place]


@pytest.mark.parametrize("place", WHOLE_NUMBERS)
@pytest.mark.parametrize("wrong", [1.5, "1.5", "0.000001", 2025.5], ids=json.dumps)
def test_something_that_is_not_whole(place: str, wrong: object) -> None:
    assert places(changed(full(), place, wrong)) == [place]


@pytest.mark.parametrize(
    ("right", "shown"),
    [
        ("0", "0.00"),
        ('"0"', "0.00"),
        ("0.000000", "0.00"),
        ("999999999999.999999", "1000000000000.00"),
        ('"999999999999.999999"', "1000000000000.00"),
        ("999999999999", "999999999999.00"),
        ('"1.5"', "1.50"),
        ("1.500000", "1.50"),
        ("1e3", "1000.00"),
        ("1.5E+2", "150.00"),
        ('"12.345000"', "12.35"),
    ],
)
def test_quantities_that_are_right(right: str, shown: str) -> None:
    result = good(changed(full(), "terms.market_rent_gbp_pa", Raw(right)))
    assert result["annual_public_contribution_gbp"] == shown


@pytest.mark.parametrize(
    "place",
    ["answers.A.capital_cost_gbp", "answers.B.annual_revenue_cost_gbp", "proxies[0].value"],
)
def test_what_must_be_above_nothing(place: str) -> None:
    for wrong in ("0", '"0"', "0.000000", "-1"):
        assert places(changed(full(), place, Raw(wrong))) == [place]
    assert good(changed(full(), place, "0.000001"))


# --- how long and how many ----------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["a", "£", "😀", "\n"], ids=["a", "pound", "emoji", "line"])
def test_texts_of_the_greatest_length(letter: str) -> None:
    given = full()
    for place in (*FREE_TEXTS, *FREE_TEXTS_THAT_MAY_BE_LEFT_OUT, "lists.E.be-healthy"):
        changed(given, place, "b" + letter * 9_999)
    assert good(given)


@pytest.mark.parametrize(
    "place", [*FREE_TEXTS, *FREE_TEXTS_THAT_MAY_BE_LEFT_OUT, "lists.E.be-healthy"]
)
def test_a_text_one_character_too_long(place: str) -> None:
    assert places(changed(full(), place, "b" * 10_001)) == [place]


@pytest.mark.parametrize("place", [place for place in LISTS if place != "proxies"])
def test_200_rows_and_one_more(place: str) -> None:
    row = at(FULL, place)[0]
    assert good(changed(full(), place, [row] * 200))
    assert places(changed(full(), place, [row] * 201)) == [place]


def test_200_own_proxies_and_one_more() -> None:
    def proxies(number: int) -> list[Json]:
        one = FULL["proxies"][0]
        days = (f"20{n // 28:02d}-01-{n % 28 + 1:02d}" for n in range(number))
        return [{**one, "applies_from": day} for day in days]

    assert good(changed(full(), "proxies", proxies(200)))
    assert places(changed(full(), "proxies", proxies(201))) == ["proxies"]


@pytest.mark.parametrize(
    ("name", "letter"),
    [("hall", "E"), ("hall", "F"), ("hall", "G"), ("coproduction", "K")],
)
def test_12_ratings_and_one_more(name: str, letter: str) -> None:
    given = whole(name)
    given["answers"][letter] = {"ratings": {f"key-{n}": "none" for n in range(12)}}
    ratings = given["answers"][letter]["ratings"]
    ratings |= {f"x_{n}": "none" for n in range(5)}
    assert good(given)
    ratings["one-more"] = "none"
    assert places(given) == [f"answers.{letter}.ratings"]


# --- blanks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u00a0"], ids=ascii)
def test_a_required_text_of_blanks_is_missing(blank: str) -> None:
    for place in (*FREE_TEXTS, *CHOSEN):
        assert places(changed(full(), place, blank)) == [place]


@pytest.mark.parametrize("blank", ["", "  ", "\n"], ids=ascii)
def test_an_optional_text_of_blanks_counts_as_left_out(blank: str) -> None:
    for place in FREE_TEXTS_THAT_MAY_BE_LEFT_OUT:
        left_out = good(changed(full(), place, GONE))
        assert good(changed(full(), place, blank)) == left_out
    assert good(changed(full(), "lists.E.be-healthy", blank))


def test_a_rating_of_blanks_counts_as_left_out() -> None:
    given = changed(full(), "answers.E.ratings", {"one": "  ", "two": "some"})
    (criterion,) = [one for one in good(given)["criteria"] if one["letter"] == "E"]
    assert criterion["points"] == 1


def test_an_area_of_blanks_counts_as_left_out() -> None:
    given = full()
    given["proxies"][0]["area"] = "  "
    assert good(given) == good(full())


# --- what must be one of a few ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("format", "valuing-worth/2"),
        ("format", "valuing-worth"),
        ("scheme", "valuing-worth"),
        ("scheme", "valuing-worth-am@1"),
        ("scheme", "valuing-worth-am@2026.1 "),
        ("scheme", "VALUING-WORTH-AM"),
        ("scheme", "../schemes/valuing-worth-am"),
        ("scheme", "@"),
        ("scheme", "*"),
        ("scheme", "a\0b"),
        ("kind", "sale"),
        ("terms.tenure", "Lease"),
        ("terms.tenure", "rent"),
        ("answers.C.level", "significant"),
        ("answers.C.level", "Some"),
        ("answers.M.level", "strong"),
        ("answers.K.land[1].use", "water"),
        ("proxies[0].key", "minimum_wage"),
        ("proxies[0].key", "land_reinstatement_m2"),
        ("proxies[0].key", "land_reinstatement_m2:water"),
        ("authority.region", "west midlands"),
        ("authority.region", "United Kingdom"),
        ("authority.region", "England"),
    ],
)
def test_something_that_is_not_one_of_those_known(place: str, wrong: str) -> None:
    assert places(changed(full(), place, wrong)) == [place]


@pytest.mark.parametrize("name", ["valuing-worth-am", "valuing-worth-coproduction"])
def test_a_scheme_may_be_named_with_its_version(name: str) -> None:
    given = whole("hall" if name.endswith("am") else "coproduction")
    plain = good(given)
    given["scheme"] = f"{name}@{plain['scheme']['version']}"
    assert good(given) == plain


def test_a_kind_that_is_not_the_schemes() -> None:
    assert places(changed(full(), "kind", "coproduction"))[:1] == ["kind"]
    assert places(changed(whole("coproduction"), "kind", "asset-transfer"))[0] == "kind"
    assert "kind" in places(changed(full(), "scheme", "valuing-worth-coproduction"))


@pytest.mark.parametrize("nation", ["Wales", "Scotland", "Northern Ireland"])
def test_other_nations_are_refused_plainly(nation: str) -> None:
    told = tried(changed(full(), "authority.region", nation))
    assert isinstance(told, tuple)
    ((place, message),) = told
    assert place == "authority.region"
    assert "England only" in message


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "2026-02-30",
            "2026-02-29",
            "20261101",
            "2026-W01-1",
            "2026-305",
            "2026-11-1",
            "26-11-01",
        ),
        *("2026-11-01T00:00:00", "2026-11-01 ", " 2026-11-01", "01/11/2026", "1 November 2026"),
        *(
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "0000-01-01",
            "-026-01-01",
            "2026-11-0１",
            "today",
        ),
    ],
)
def test_something_that_is_no_date(wrong: str) -> None:
    for place in ("valuation_date", "proxies[0].applies_from"):
        assert places(changed(full(), place, wrong)) == [place]


def test_dates_at_the_ends_of_time_are_dates() -> None:
    assert good(changed(full(), "valuation_date", "9999-12-31"))
    assert good(changed(full(), "proxies[0].applies_from", "0001-01-01"))
    assert good(changed(full(), "valuation_date", "2028-02-29"))


# --- between the fields -------------------------------------------------------------------------


@pytest.mark.parametrize(("years", "right"), [(0, False), (1, True), (999, True), (1000, False)])
def test_years_of_a_lease(years: int, right: bool) -> None:
    assert places(changed(full(), "terms.years", years)) == ([] if right else ["terms.years"])


def test_tenure_is_required_of_a_transfer_only() -> None:
    assert places(changed(full(), "terms.tenure", GONE)) == ["terms.tenure"]
    assert good(changed(whole("coproduction"), "terms", {"annual_investment_gbp": 24000}))
    assert places(changed(whole("coproduction"), "terms", GONE)) == ["terms"]


@pytest.mark.parametrize(
    ("edition", "rank", "wrong"),
    [
        (2019, 0, "rank"),
        (2019, 1, ""),
        (2019, 32_844, ""),
        (2019, 32_845, "rank"),
        (2025, 33_755, ""),
        (2025, 33_756, "rank"),
        (2025, 0, "rank"),
        (2015, 1, "edition"),
        (2020, 1, "edition"),
        (0, 1, "edition"),
        ("2025", "1", ""),
    ],
)
def test_ranks_within_their_edition(edition: object, rank: object, wrong: str) -> None:
    given = changed(full(), "answers.D", {"imd_edition": edition, "imd_rank": rank})
    assert places(given) == ([f"answers.D.imd_{wrong}"] if wrong else [])
    given = changed(full(), "asset.imd", {"edition": edition, "rank": rank})
    assert places(given) == ([f"asset.imd.{wrong}"] if wrong else [])


def test_a_rank_or_an_edition_alone() -> None:
    assert places(changed(full(), "answers.D", {"imd_edition": 2025})) == ["answers.D.imd_rank"]
    assert places(changed(full(), "answers.D", {"imd_rank": 1})) == ["answers.D.imd_edition"]
    assert good(changed(full(), "answers.D", {}))


def test_a_reason_for_every_level_of_m_but_none() -> None:
    for level in ("some", "significant"):
        assert places(changed(full(), "answers.M", {"level": level})) == ["answers.M.reason"]
        blank = {"level": level, "reason": " "}
        assert places(changed(full(), "answers.M", blank)) == ["answers.M.reason"]
    assert good(changed(full(), "answers.M", {"level": "none"}))
    assert good(changed(full(), "answers.M", {"level": "none", "reason": "Far from anything."}))


def test_not_applicable_stands_alone() -> None:
    claim = {"reason": "No plan", "agreed_by": "Asset officer"}
    given = changed(full(), "answers.C", {"level": "some", "not_applicable": claim})
    assert places(given) == ["answers.C.level"]
    given = changed(full(), "answers.D", {"imd_rank": 1, "not_applicable": claim})
    assert places(given) == ["answers.D.imd_rank"]
    beside = {"not_applicable": claim, "evidence": "Minutes", "note": "So.", "x_own": 1}
    assert good(changed(full(), "answers.C", beside))


@pytest.mark.parametrize("letter", "ABCDEFGHIJKLM")
def test_every_letter_may_carry_evidence_and_a_note(letter: str) -> None:
    given = full()
    given["answers"][letter] |= {"evidence": "Minutes", "note": "So."}
    assert good(given) == good(full())
    given["answers"][letter] |= {"evidence": 5, "note": None}
    assert places(given) == [f"answers.{letter}.evidence", f"answers.{letter}.note"]


def test_lists_word_the_keys_of_rated_letters() -> None:
    for letter in ("E", "F", "G"):
        assert good(changed(full(), "lists", {letter: {"any-key": "Any words"}}))
    for letter in ("A", "D", "H", "M", "e", "N"):
        assert places(changed(full(), "lists", {letter: {}})) == [f"lists.{letter}"]


# --- the council's own proxies ------------------------------------------------------------------


def own(**changes: Any) -> Json:
    given = full()
    one = {**FULL["proxies"][1], **changes}
    given["proxies"] = [{key: value for key, value in one.items() if value is not GONE}]
    return given


def test_an_area_is_required_for_regional_pay_and_a_fault_elsewhere() -> None:
    assert places(own(area=GONE)) == ["proxies[0].area"]
    assert places(own(area=" ")) == ["proxies[0].area"]
    for key in ("minimum_wage_hour", "new_enterprise", "land_reinstatement_m2:play"):
        assert places(own(key=key)) == ["proxies[0].area"]
        assert good(own(key=key, area=GONE))


def test_own_proxies_are_not_given_twice() -> None:
    given = own()
    given["proxies"] *= 2
    assert places(given) == ["proxies[1]"]
    given["proxies"][1] = {**given["proxies"][0], "value": 5, "source": "Other"}
    assert places(given) == ["proxies[1]"]
    given["proxies"][1] = {**given["proxies"][0], "area": "London"}
    assert good(given)
    given["proxies"][1] = {**given["proxies"][0], "applies_from": "2026-04-02"}
    assert good(given)


# --- no value of a proxy on the date ------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "region", "answers", "named"),
    [
        (
            "2008-09-30",
            "West Midlands",
            {"H": {"activities": [{"name": "A", "participants": 1, "hours_per_session": 1,
                                   "sessions_per_year": 1}]}},
            ["minimum_wage_hour"],
        ),
        ("2009-03-31", "West Midlands", {"I": {"jobs_fte": 1}}, ["regional_pay_week"]),
        ("2010-03-31", "London", {"I": {"jobs_fte": "0.000001"}}, ["regional_pay_week"]),
        ("2008-03-31", "London", {"I": {"new_enterprises": 1}}, ["new_enterprise"]),
        (
            "2008-03-31",
            "London",
            {"K": {"land": [{"use": "play", "area_m2": 0}]}},
            ["land_reinstatement_m2:play"],
        ),
        ("0001-01-01", "London", {"J": {"agencies": [{"agency": "A", "area_m2": 1}]}},
         ["agency_space_m2_year"]),
    ],
)  # fmt: skip
def test_no_value_of_a_proxy_on_the_date(
    day: str, region: str, answers: Json, named: list[str]
) -> None:
    given = full()
    given |= {"valuation_date": day, "answers": answers, "proxies": []}
    given["authority"]["region"] = region
    told = tried(given)
    assert isinstance(told, tuple)
    assert [fault.place for fault in told] == ["valuation_date"] * len(named)
    for proxy, fault in zip(named, told, strict=True):
        assert proxy in fault.message
        assert str(int(day[:4])) in fault.message
        assert (region in fault.message) == (proxy == "regional_pay_week")


def test_every_proxy_without_a_value_is_named() -> None:
    given = full() | {"valuation_date": "2007-01-01", "proxies": []}
    told = tried(given)
    assert isinstance(told, tuple)
    said = " ".join(fault.message for fault in told)
    assert {fault.place for fault in told} == {"valuation_date"}
    used = (
        *("agency_space_m2_year", "land_reinstatement_m2:growing", "land_reinstatement_m2:play"),
        *("minimum_wage_hour", "new_enterprise", "paid_hours_week", "regional_pay_week"),
    )
    assert [proxy for proxy in used if proxy not in said] == []


def test_a_proxy_that_nothing_uses_needs_no_value() -> None:
    given = full() | {"valuation_date": "2007-01-01", "proxies": [], "answers": {}}
    assert good(given)["proxies"] == []
    given["answers"] = {"I": {"jobs_fte": 0, "new_enterprises": 0, "training": []}, "H": {}}
    assert good(given)["proxies"] == []


# --- everything at once -------------------------------------------------------------------------


def test_all_faults_are_named_at_once() -> None:
    given = full()
    wrong = {
        "title": " ",
        "authority.region": "Wales",
        "terms.years": 0,
        "answers.H.activities[1].participants": -1,
        "answers.M.level": "huge",
        "proxies[0].value": 0,
    }
    for place, value in wrong.items():
        changed(given, place, value)
    given["colour"] = "blue"
    assert sorted(places(given)) == sorted([*wrong, "colour"])


def test_a_repeated_key_hides_no_other_fault() -> None:
    given = changed(full(), "terms.years", 0)
    assert sorted(places(written(given, repeat="terms"))) == ["terms.tenure", "terms.years"]
