"""What is wrong with the answers to an outcomes matrix, beyond what each question alone can see."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from appraisal.engine.faults import Faults, shown
from appraisal.methods.base import Given, rows_of
from appraisal.methods.cost_benefit_check import name_of, plain
from appraisal.methods.outcomes_matrix_parts import HEADINGS, MOST_OPTIONS

_SPOKEN = {"economic": "economic", "social": "social", "environmental": "environmental"}
_TWO = {"economic": "cash", "social": "social benefit"}


def check(given: Given, faults: Faults) -> None:
    """Note what the shape cannot see: names that stand twice, marks too few or too many, weights of nothing."""
    names = names_of(given)
    _check_options(names, faults)
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows_of(given, "criteria")):
        place = f"criteria[{number}]"
        if row["heading"] not in HEADINGS[given["variant"]]:
            faults.add(
                f"{place}.heading",
                "This is environmental, and there are two headings only. Choose cash or social, "
                "or use three headings.",
            )
        first = seen.setdefault((row["heading"], plain(name_of(row["name"]))), number)
        if first != number:
            faults.add(
                f"{place}.name",
                f"“{shown(name_of(row['name']))}” stands under this heading in row {first + 1} already.",
            )
        _check_marks(row, names, place, faults)
    _check_weights(given, faults)


def _check_options(names: tuple[str, ...], faults: Faults) -> None:
    if len(names) < 2:
        faults.add("options", "There is nothing to compare. Name at least two options.")
    if len(names) > MOST_OPTIONS:
        faults.add(
            "options", f"There are {len(names)} options; at most {MOST_OPTIONS} can be compared."
        )
    known: dict[str, int] = {}
    for number, name in enumerate(names):
        first = known.setdefault(plain(name), number)
        if first != number:
            faults.add(f"options[{number}].name", f"“{shown(name)}” is option {first + 1} already.")


def _check_marks(
    row: Mapping[str, Any], names: tuple[str, ...], place: str, faults: Faults
) -> None:
    for number in range(1, MOST_OPTIONS + 1):
        key = f"mark_{number}"
        is_given = row.get(key) is not None
        if number <= len(names) and not is_given:
            faults.add(
                f"{place}.{key}",
                f"The mark of option {number}, “{shown(names[number - 1])}”, is missing. Enter 0 to 10.",
            )
        if number > len(names) and is_given:
            faults.add(
                f"{place}.{key}",
                f"There is no option {number}. Leave its mark empty, or name the option.",
            )


def _check_weights(given: Given, faults: Faults) -> None:
    variant = given["variant"]
    if variant == "two" and given.get("weight_environmental") is not None:
        faults.add(
            "weight_environmental",
            "There is no environmental heading among the two. Leave this empty, or use three headings.",
        )
    headings = HEADINGS[variant]
    if not any(weight_of(given, one) for one in headings):
        faults.add(
            "weight_economic",
            "The weights of the headings add up to 0. Give at least one of them a weight above 0.",
        )
    spoken = _TWO if variant == "two" else _SPOKEN
    for heading in headings:
        rows = enumerate(rows_of(given, "criteria"))
        own = {number: row["weight"] for number, row in rows if row["heading"] == heading}
        if own and not sum(own.values()):
            faults.add(
                f"criteria[{min(own)}].weight",
                f"The weights under the {spoken[heading]} heading add up to 0. "
                "Give at least one of them a weight above 0.",
            )
        if not own and weight_of(given, heading):
            faults.add(
                f"weight_{heading}",
                f"There is no sub-criterion under the {spoken[heading]} heading. Add one, "
                "or enter 0 here so that the heading does not count.",
            )


def names_of(given: Given) -> tuple[str, ...]:
    """Return the names of the options in their order."""
    return tuple(name_of(row["name"]) for row in rows_of(given, "options"))


def weight_of(given: Given, heading: str) -> Decimal:
    """Return the weight of a heading: 1 where nobody said one."""
    weight: Decimal | None = given.get(f"weight_{heading}")
    return Decimal(1) if weight is None else weight
