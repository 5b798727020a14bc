"""What holds for every appraisal, whatever the answers."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.engine.amounts import Ratio, half_up, pounds
from appraisal.file import read_file
from tests.engine.files import files
from tests.engine.golden import Json, appraised, whole

# The same examples every time: a failure here is the code's, never the day's luck.
settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=16,
    suppress_health_check=[HealthCheck.too_slow],
)
steady = settings.get_profile("steady")

LETTERS = "ABCDEFGHIJKLM"


def rounded(number: Fraction, places: int) -> Decimal:
    """Round half up by whole numbers alone."""
    units = floor(abs(number) * 10**places + Fraction(1, 2))
    return Decimal(units if number >= 0 else -units).scaleb(-places)


def by_letter(result: Json) -> dict[str, Json]:
    return {one["letter"]: one for one in result["criteria"]}


# --- sums add up -------------------------------------------------------------------------------


@steady
@given(files())
def test_points_stay_within_their_limits_and_every_sum_adds_up(given: Json) -> None:
    result = appraised(given)
    criteria = result["criteria"]
    assert "".join(one["letter"] for one in criteria) == LETTERS
    assert all(0 <= one["points"] <= one["max_points"] for one in criteria)
    assert all(one["points"] == 0 for one in criteria if one["status"] != "scored")
    assert result["points"] == sum(one["points"] for one in criteria)
    assert result["points"] == sum(one["points"] for one in result["headings"])
    assert result["max_points"] == sum(one["max_points"] for one in criteria) == 200
    assert result["applicable_max_points"] == sum(
        one["applicable_max_points"] for one in result["headings"]
    )
    counted = [one for one in criteria if one["status"] in ("scored", "unanswered")]
    assert result["applicable_max_points"] == sum(one["max_points"] for one in counted)
    assert result["provisional"] == any(one["status"] == "cannot-be-scored" for one in criteria)
    values = [Decimal(one["value_gbp_pa"]) for one in criteria if one["value_gbp_pa"] is not None]
    assert Decimal(result["social_value_gbp_pa"]) == sum(values)


@steady
@given(files())
def test_percentages_are_of_what_applies_and_rounded_once(given: Json) -> None:
    result = appraised(given)
    for part in (result, *result["headings"]):
        applicable = part["applicable_max_points"]
        exact = Fraction(100 * part["points"], applicable) if applicable else None
        assert part["percent"] == (f"{rounded(exact, 1):f}" if exact is not None else None)
    if result["discount"] is not None:
        exact = Fraction(100 * result["points"], result["applicable_max_points"])
        assert result["discount"]["percent"] == f"{rounded(exact, 0):f}"


@steady
@given(files())
def test_discount_and_payable_add_up_to_the_whole(given: Json) -> None:
    result = appraised(given)
    discount, terms = result["discount"], given["terms"]
    applies = given["kind"] == "asset-transfer" and result["applicable_max_points"] > 0
    assert (discount is not None) == applies
    if discount is None:
        return
    price = terms["tenure"] == "freehold"
    assert discount["basis"] == ("price" if price else "rent")
    basis = terms.get("unrestricted_value_gbp" if price else "market_rent_gbp_pa")
    if basis is None:
        assert discount["amount_gbp"] is discount["payable_gbp"] is None
        return
    full = Fraction(str(basis))
    amount, payable = Decimal(discount["amount_gbp"]), Decimal(discount["payable_gbp"])
    assert amount == rounded(full * int(discount["percent"]) / 100, 2)
    assert amount + payable == rounded(full, 2)
    assert payable >= 0


@steady
@given(files())
def test_the_ratios_divide_what_is_printed(given: Json) -> None:
    result = appraised(given)
    contribution = Fraction(result["annual_public_contribution_gbp"] or 0)
    value = Fraction(result["social_value_gbp_pa"])
    both = result["coefficiency"]
    if not contribution:
        assert result["value_per_public_pound"] is both["ratio"] is None
        return
    assert Decimal(result["value_per_public_pound"]) == rounded(value / contribution, 2)
    exact = Fraction(both["value_added_gbp_pa"]) / Fraction(both["resources_gbp_pa"])
    assert Decimal(both["ratio"]) == rounded(exact, 2)
    assert 0 <= Fraction(both["value_added_gbp_pa"]) <= value


# --- what helps never harms --------------------------------------------------------------------

# A letter, and a list or amount of its answer that may only help it.
HELPS = {
    "A": ("secured_gbp", "pending"),
    "B": ("external_revenue_gbp", "pro_bono_gbp"),
    "H": ("activities", "volunteers"),
    "I": ("training", "jobs_fte", "new_enterprises"),
    "J": ("agencies", "savings"),
    "K": ("land",),
    "L": ("savings",),
}
BETTER = {"none": "some", "limited": "some", "some": "significant", "significant": "major"}


def grown(answer: Json, key: str, more: int) -> Json:
    """Return the answer with one amount larger, or with one of its rows a second time."""
    answer = copy.deepcopy(answer)
    if isinstance(answer[key], list):
        answer[key] += answer[key][:1] * more
    else:
        answer[key] = f"{Decimal(str(answer[key])) + more:f}"
    return answer


@settings(steady, max_examples=30)
@given(files(), st.integers(1, 5))
def test_more_of_what_helps_never_takes_points(given: Json, more: int) -> None:
    before = by_letter(appraised(given))
    for letter, keys in HELPS.items():
        for key in keys:
            answer = given["answers"].get(letter, {})
            if not answer.get(key) or answer[key] == "999999999999.999999":
                continue
            answers = {**given["answers"], letter: grown(answer, key, more)}
            after = by_letter(appraised({**given, "answers": answers}))
            assert after[letter]["points"] >= before[letter]["points"]
            if before[letter]["value_gbp_pa"] is not None:
                now, then = after[letter]["value_gbp_pa"], before[letter]["value_gbp_pa"]
                assert Decimal(now) >= Decimal(then)


@steady
@given(files())
def test_a_better_rating_never_takes_points(given: Json) -> None:
    before = by_letter(appraised(given))
    for letter, answer in given["answers"].items():
        for key, rating in answer.get("ratings", {}).items():
            better = {"ratings": {**answer["ratings"], key: BETTER.get(rating, "major")}}
            after = by_letter(appraised({**given, "answers": {**given["answers"], letter: better}}))
            assert after[letter]["points"] >= before[letter]["points"]
            assert {**after, letter: None} == {**before, letter: None}


@pytest.mark.parametrize(
    ("letter", "levels"),
    [
        ("C", ["none", "limited", "some", "good", "strong"]),
        ("M", ["none", "some", "significant"]),
    ],
)
def test_a_higher_level_gives_more_points(letter: str, levels: list[str]) -> None:
    points = []
    for level in levels:
        hall = whole("hall")
        hall["answers"][letter] = {"level": level} | ({"reason": "So."} if letter == "M" else {})
        points.append(by_letter(appraised(hall))[letter]["points"])
    assert points == sorted(set(points))


@steady
@given(
    st.sampled_from([2019, 2025]),
    st.tuples(st.integers(1, 32_844), st.integers(1, 32_844)).map(sorted),
)
def test_a_more_deprived_area_never_has_fewer_points(edition: int, ranks: list[int]) -> None:
    points = []
    for rank in ranks:
        hall = whole("hall")
        hall["answers"] = {"D": {"imd_edition": edition, "imd_rank": rank}}
        points.append(by_letter(appraised(hall))["D"]["points"])
    assert points[0] >= points[1]


# --- what must not matter ----------------------------------------------------------------------


def turned(value: Any) -> Any:
    """Return the same content with every list and every object the other way round."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [turned(one) for one in reversed(value)]
    return value


@steady
@given(files())
def test_the_order_of_rows_and_keys_does_not_matter(given: Json) -> None:
    assert appraised(turned(given)) == appraised(given)


@steady
@given(files(), st.sampled_from(LETTERS))
def test_an_agreed_not_applicable_changes_no_other_criterion(given: Json, letter: str) -> None:
    before = appraised(given)
    claim = {"not_applicable": {"reason": "Nothing of the kind", "agreed_by": "Asset officer"}}
    after = appraised({**given, "answers": {**given["answers"], letter: claim}})
    own = by_letter(before)[letter]
    assert {**by_letter(after), letter: None} == {**by_letter(before), letter: None}
    assert by_letter(after)[letter]["status"] == "not-applicable"
    assert after["points"] == before["points"] - own["points"]
    counted = own["max_points"] if own["status"] in ("scored", "unanswered") else 0
    assert after["applicable_max_points"] == before["applicable_max_points"] - counted
    assert after["undervalue"] == before["undervalue"]


@steady
@given(files())
def test_the_same_file_gives_the_same_result_and_the_result_survives_json(given: Json) -> None:
    result = appraised(given)
    assert result == appraised(json.loads(json.dumps(given)))
    assert json.loads(json.dumps(result)) == result
    amounts = [value for key, value in walked(result) if key.endswith(("_gbp", "_gbp_pa"))]
    assert amounts
    assert all(value is None or f"{Decimal(value):.2f}" == value for value in amounts)


def walked(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from walked(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from walked(one, key)
    else:
        yield key, value


# --- exact arithmetic --------------------------------------------------------------------------


def held(value: object) -> Iterator[object]:
    """Yield everything that a value of the engine holds, however deep."""
    yield value
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from held(key)
            yield from held(one)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from held(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from held(getattr(value, field.name))


@settings(steady, max_examples=10)
@given(files())
def test_an_appraisal_holds_no_binary_number(given: Json) -> None:
    everything = list(held(read_file(json.dumps(given).encode()).appraise()))
    assert any(isinstance(one, Decimal) for one in everything)
    assert [one for one in everything if isinstance(one, float)] == []


exact = st.decimals(-(10**15), 10**15, places=6)


@settings(steady, max_examples=100)
@given(
    exact,
    st.decimals(Decimal("0.000001"), 10**9, places=6),
    st.sampled_from([0, 1, 2]),
    st.booleans(),
)
def test_ratios_round_half_up(over: Decimal, under: Decimal, places: int, tie: bool) -> None:
    if tie:  # exactly between two steps
        over = under * (2 * int(over) + 1) / 2 / 10**places
    got = half_up(Ratio(over, under), places)
    assert got == rounded(Fraction(over) / Fraction(under), places)
    assert got.as_tuple().exponent == -places


@settings(steady, max_examples=50)
@given(exact)
def test_money_rounds_half_up_to_the_penny(amount: Decimal) -> None:
    assert pounds(amount) == rounded(Fraction(amount), 2)
