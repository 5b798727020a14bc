"""Indicators against the council’s average, series that break, and Birmingham’s table of strong core economies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from appraisal.area.indicators import BY_KEY, INDICATORS
from appraisal.area.social_capital import (
    Against,
    Asked,
    Compared,
    Core,
    Place,
    Signs,
    Value,
    When,
    compared,
    core_economies,
    read_signs,
    signs_of,
    stands,
)
from appraisal.engine.faults import CannotRead

SURVEY = "Place Survey"
COUNCIL = Place("authority", "E08000025")
ABOVE, BELOW, ABOUT = Against.ABOVE, Against.BELOW, Against.ABOUT

# What the table of 2008 and 2009 says, read off by eye: the years in which one of NI1, NI4 and NI5 was above
# the city’s. Of Castle Vale nothing is known for 2008.
STRONG = {
    "Attwood Green": {"2008": True, "2009": True},
    "Balsall Heath": {"2008": True, "2009": True},
    "Castle Vale": {"2008": None, "2009": True},
    "Handsworth": {"2008": False, "2009": True},
    "North Yardley": {"2008": True, "2009": True},
    "Ward End & Pelham": {"2008": True, "2009": True},
}


def value(number: str, place: str = "PN1", **other: object) -> Value:
    span = [Decimal(str(other[end])) if end in other else None for end in ("lower", "upper")]
    return Value(
        indicator=str(other.get("indicator", "NI1")),
        place_type="authority" if place == COUNCIL.code else "neighbourhood",
        place_code=place,
        place_name=place,
        period=str(other.get("period", "2008")),
        value=Decimal(number),
        lower=span[0],
        upper=span[1],
        sample=None,
        survey=str(other.get("survey", SURVEY)),
        source="made up",
        licence="none",
    )


def _strong(cores: Iterable[Core]) -> dict[str, dict[str, bool | None]]:
    return {
        one.place: {when.period: strong for when, strong in one.strong.items()} for one in cores
    }


@pytest.fixture(scope="module")
def published(area: Path) -> str:
    path = area / "birmingham_ni_against_city_average_2008_2009.csv"
    return path.read_text(encoding="utf-8")


def test_the_published_table_of_signs_gives_the_strong_core_economies(published: str) -> None:
    signs = read_signs(published, SURVEY)
    assert _strong(core_economies(signs, signs)) == STRONG
    assert Asked("NI1", "2008", SURVEY) not in signs["Castle Vale"]
    assert signs["Ward End & Pelham"][Asked("NI5", "2009", SURVEY)] is BELOW


def test_values_on_either_side_of_the_average_give_the_same_table(published: str) -> None:
    signs = read_signs(published, SURVEY)

    def values() -> Iterator[Value]:
        for number, at in enumerate(
            Asked(n, year, SURVEY) for n in ("NI1", "NI4", "NI5") for year in ("2008", "2009")
        ):
            said = {"indicator": at.indicator, "period": at.period}
            yield value(str(60 + number), COUNCIL.code, **said)
            for name, found in signs.items():
                if at in found:
                    step = 1 if found[at] is ABOVE else -1
                    yield value(str(60 + number + step), name, **said)

    by_name = signs_of(compared(values(), {COUNCIL}))
    found = {name: by_name[name.casefold()] for name in signs}
    assert found == signs
    assert _strong(core_economies(found, list(STRONG))) == STRONG


def test_a_place_that_is_not_deprived_has_no_row(published: str) -> None:
    signs = read_signs(published, SURVEY)
    assert [one.place for one in core_economies(signs, {"Castle Vale"})] == ["Castle Vale"]


def test_another_indicator_does_not_make_a_core_economy_strong() -> None:
    found = {"NI1": BELOW, "NI2": ABOVE, "NI4": ABOUT}
    signs: Signs = {Asked(indicator, "2008"): one for indicator, one in found.items()}
    (core,) = core_economies({"A": signs}, {"A"})
    assert core.strong == {When("2008"): None}
    (core,) = core_economies({"A": {**signs, Asked("NI5", "2008"): ABOUT}}, {"A"})
    assert core.strong == {When("2008"): False}


@pytest.mark.parametrize(
    ("ours", "average", "said"),
    [
        (value("60.1"), value("60"), ABOVE),
        (value("59.9"), value("60"), BELOW),
        (value("60"), value("60"), ABOUT),
        (value("70", lower=60, upper=80), value("60"), ABOUT),
        (value("70", lower="60.1", upper=80), value("60"), ABOVE),
        (value("70", lower=62, upper=78), value("60", lower=58, upper=62), ABOUT),
        (value("70", lower="62.1", upper=78), value("60", lower=58, upper=62), ABOVE),
        (value("50", lower=42, upper="57.9"), value("60", lower=58, upper=62), BELOW),
    ],
)
def test_intervals_that_meet_are_about_equal(ours: Value, average: Value, said: Against) -> None:
    assert stands(ours, average) is said


def test_only_the_same_indicator_period_and_survey_are_compared() -> None:
    ours = value("70")
    others = [
        value("60", COUNCIL.code, indicator="NI2"),
        value("60", COUNCIL.code, period="2009"),
        value("60", COUNCIL.code, survey="Community Life Survey"),
    ]
    assert compared([ours, *others], {COUNCIL}) == (Compared(ours, None, None),)
    average = value("60", COUNCIL.code)
    assert compared([*others, average, ours], {COUNCIL}) == (Compared(ours, average, ABOVE),)
    assert signs_of(compared([ours], {COUNCIL})) == {"pn1": {}}


def test_two_surveys_of_one_year_are_two_things() -> None:
    other = {"survey": "Community Life Survey"}
    asked = [value("70"), value("60", COUNCIL.code)]
    asked += [value("50", **other), value("60", COUNCIL.code, **other)]
    signs = signs_of(compared(asked, {COUNCIL}))["pn1"]
    (core,) = core_economies({"A": signs}, {"A"})
    strong = {When("2008", "Community Life Survey"): None, When("2008", SURVEY): True}
    assert core.strong == strong


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "The first line must hold the headings"),
        ("neighbourhood,price\nA,+", "The first line must hold the headings"),
        ("neighbourhood,ni1_2008\nA,?", "line 2: “?” is no sign"),
        ("neighbourhood,ni1_2008\nA,+,-", "line 2: “-” is no sign"),
        ("neighbourhood,ni1_2008\nA,+\nA,-", "line 3: This neighbourhood stands there twice."),
        ("neighbourhood,ni1_2008\n,+", "line 2: The neighbourhood is missing."),
    ],
)
def test_a_table_of_signs_that_cannot_be_read_says_where(source: str, said: str) -> None:
    with pytest.raises(CannotRead) as raised:
        read_signs(source)
    assert said in str(raised.value)


def test_indicators_like_each_other_say_so_both_ways_and_never_share_a_survey() -> None:
    assert [one.key for one in INDICATORS][:7] == [f"NI{number}" for number in range(1, 8)]
    for one in INDICATORS:
        if one.like:
            assert BY_KEY[one.like].like == one.key
            assert BY_KEY[one.like].survey != one.survey
