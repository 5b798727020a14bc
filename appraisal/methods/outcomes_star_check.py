"""What is wrong with the answers to an outcomes star, beyond what each question alone can see."""

from collections.abc import Mapping
from typing import Any

from appraisal.engine.faults import Faults, shown
from appraisal.engine.words import plain as number
from appraisal.methods.base import Given, rows_of
from appraisal.methods.cost_benefit_check import name_of, plain

LEAST_POINTS, MOST_POINTS = (
    3,
    20,
)  # two points make no area, and more than twenty cannot be told apart
MOST_NAME = 60  # characters: a longer one does not fit beside a star
ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th")
MARKS = tuple(f"mark_{place}" for place in range(1, len(ORDINALS) + 1))
MOST_SERIES = len(MARKS)
LOWEST = {"zero": 0, "one": 1}


def check(given: Given, faults: Faults) -> None:
    """Note what the shape cannot see: how many points there are, names, and marks off the scale."""
    points, series = rows_of(given, "points"), rows_of(given, "series")
    if not LEAST_POINTS <= len(points) <= MOST_POINTS:
        some = "1 point" if len(points) == 1 else f"{len(points)} points"
        faults.add(
            "points",
            f"There {'is' if len(points) == 1 else 'are'} {some}. A star has from {LEAST_POINTS} to {MOST_POINTS}.",
        )
    if not 1 <= len(series) <= MOST_SERIES:
        faults.add(
            "series",
            f"There are {len(series)} dates or alternatives. Give from 1 to {MOST_SERIES}.",
        )
    known = _check_names("points", "name", points, faults)
    _check_names("series", "name", series, faults)
    rows = rows_of(given, "marks")
    _check_names("marks", "point", rows, faults)
    for place, row in enumerate(rows):
        if plain(name_of(row["point"])) not in known:
            faults.add(
                f"marks[{place}].point",
                f"No outcome above is called “{shown(name_of(row['point']))}”. Write it as it stands there.",
            )
        _check_marks(given, len(series), row, f"marks[{place}]", faults)
    for place, (row, key) in enumerate(zip(series, MARKS, strict=False)):
        if all(one.get(key) is None for one in rows):
            faults.add(
                f"series[{place}].name",
                f"No outcome has a mark for “{shown(name_of(row['name']))}”. Give it in the {ORDINALS[place]} "
                "column below, or take this row out.",
            )


def _check_names(
    question: str, key: str, rows: tuple[Mapping[str, Any], ...], faults: Faults
) -> set[str]:
    """Note names that are too long or stand there twice; return all of them as they are compared."""
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        name = name_of(row[key])
        earlier = first.setdefault(plain(name), place)
        if earlier != place:
            faults.add(
                f"{question}[{place}].{key}",
                f"“{shown(name)}” stands in row {earlier + 1} already. Name each only once.",
            )
        if len(name) > MOST_NAME:
            faults.add(
                f"{question}[{place}].{key}",
                f"This name has {len(name)} characters. Shorten it to {MOST_NAME} at most.",
            )
    return set(first)


def _check_marks(
    given: Given, series: int, row: Mapping[str, Any], place: str, faults: Faults
) -> None:
    top, lowest = given["top"], LOWEST[given["lowest"]]
    for order, key in enumerate(MARKS):
        mark = row.get(key)
        if mark is None:
            continue
        if order >= series > 0:
            faults.add(
                f"{place}.{key}",
                f"There is no {ORDINALS[order]} date or alternative above. Name it there, or take this mark out.",
            )
        elif mark > top:
            faults.add(
                f"{place}.{key}", f"{number(mark)} is above the highest mark, which is {top}."
            )
        elif mark < lowest:
            faults.add(
                f"{place}.{key}", f"{number(mark)} is below the lowest mark, which is {lowest}."
            )
