"""Outcomes matrix: options by economic, social and environmental outcomes, with weights (method §5)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given, Method, rows_of
from appraisal.methods.cost_benefit_check import name_of
from appraisal.methods.cost_benefit_parts import KEEP, SELL, TRANSFER
from appraisal.methods.outcomes_matrix_check import check, names_of, weight_of
from appraisal.methods.outcomes_matrix_parts import (
    HEADINGS,
    Change,
    Difference,
    HeadingWeight,
    Matrix,
    Standing,
    SubCriterion,
)

PROPOSAL = "The proposal"  # an option where nothing is let or sold
_HALF = Fraction(1, 2)
Means = Mapping[str, Fraction]  # heading → weighted mean of one option


def value(given: Given, appraisal: Appraisal) -> Matrix:
    """Return the weighted means of each option. A mark and a mean run from 0 to 10."""
    names = names_of(given)
    weights = {one: Fraction(weight_of(given, one)) for one in HEADINGS[given["variant"]]}
    criteria = _criteria(given, weights, len(names))
    means = [_means(criteria, number) for number in range(len(names))]
    overall = [_overall(one, weights) for one in means]
    options = tuple(
        Standing(
            name=name,
            means=tuple(own.get(heading) for heading in weights),
            overall=mark,
            rank=1 + sum(other > mark for other in overall),
            tied=overall.count(mark) > 1,
        )
        for name, own, mark in zip(names, means, overall, strict=True)
    )
    first, second = sorted(range(len(names)), key=lambda number: -overall[number])[:2]
    all_weights = sum(weights.values())
    return Matrix(
        variant=given["variant"],
        headings=tuple(
            HeadingWeight(key, weight, weight / all_weights) for key, weight in weights.items()
        ),
        criteria=criteria,
        options=options,
        two_best=(options[first], options[second]),
        differences=_differences(criteria, first, second),
        changes=tuple(
            Change(
                heading,
                _best(names, means, {**weights, heading: weight * 2}),
                _best(names, means, {**weights, heading: weight * _HALF}),
            )
            for heading, weight in weights.items()
            if weight
        ),
        reasons=given.get("reasons") or "",
    )


def _criteria(
    given: Given, weights: Mapping[str, Fraction], count: int
) -> tuple[SubCriterion, ...]:
    """Return the rows, heading by heading; within one as they came."""
    rows = rows_of(given, "criteria")
    whole = sum(weights.values())
    found = []
    for heading, weight in weights.items():
        own = [row for row in rows if row["heading"] == heading]
        together = sum(Fraction(row["weight"]) for row in own)
        found += [
            SubCriterion(
                heading=heading,
                name=name_of(row["name"]),
                weight=Fraction(row["weight"]),
                share=weight * Fraction(row["weight"]) / (whole * together),
                marks=tuple(row[f"mark_{number}"] for number in range(1, count + 1)),
            )
            for row in own
        ]
    return tuple(found)


def _means(criteria: Iterable[SubCriterion], number: int) -> Means:
    """Return the weighted mean of one option under each heading that has sub-criteria."""
    sums: dict[str, Fraction] = {}
    weights: dict[str, Fraction] = {}
    for one in criteria:
        sums[one.heading] = sums.get(one.heading, Fraction(0)) + one.weight * one.marks[number]
        weights[one.heading] = weights.get(one.heading, Fraction(0)) + one.weight
    return {heading: sums[heading] / weights[heading] for heading in sums}


def _overall(means: Means, weights: Mapping[str, Fraction]) -> Fraction:
    """Return the mean of the headings; one without sub-criteria has no weight."""
    together = sum((means[key] * weights[key] for key in means), Fraction(0))
    return together / sum(weights.values())


def _best(
    names: Sequence[str], means: Sequence[Means], weights: Mapping[str, Fraction]
) -> tuple[str, ...]:
    marks = [_overall(one, weights) for one in means]
    return tuple(name for name, mark in zip(names, marks, strict=True) if mark == max(marks))


def _differences(
    criteria: Iterable[SubCriterion], first: int, second: int
) -> tuple[Difference, ...]:
    """Return where two options differ most, each mark counted by its part of the overall mark."""
    found = [
        Difference(
            one,
            one.marks[first],
            one.marks[second],
            one.share * (one.marks[first] - one.marks[second]),
        )
        for one in criteria
    ]
    most = max(abs(one.counts) for one in found)
    return tuple(one for one in found if most and abs(one.counts) == most)


def rounded(exact: Fraction, places: int = 2) -> Decimal:
    """Return an exact figure to so many decimals, half up (away from zero); nothing has no sign."""
    units = floor(abs(exact) * 10**places + _HALF)
    return Decimal(f"{'-' if exact < 0 and units else ''}{units}E-{places}")


def written(found: Matrix) -> dict[str, object]:
    """Return everything as texts, marks to two decimals, half up; None where there is no mean."""
    return {
        "headings": [
            {"heading": one.key, "weight": _exact(one.weight), "share_percent": _percent(one.share)}
            for one in found.headings
        ],
        "options": [
            {
                "option": one.name,
                "means": {
                    heading.key: None if mean is None else f"{rounded(mean):f}"
                    for heading, mean in zip(found.headings, one.means, strict=True)
                },
                "overall": f"{rounded(one.overall):f}",
                "rank": one.rank,
                "tied": one.tied,
            }
            for one in found.options
        ],
        "sub_criteria": [
            {
                "heading": one.heading,
                "sub_criterion": one.name,
                "weight": _exact(one.weight),
                "share_percent": _percent(one.share),
                "marks": list(one.marks),
            }
            for one in found.criteria
        ],
        "two_best": [one.name for one in found.two_best],
        "they_differ_most_in": [
            {
                "heading": one.criterion.heading,
                "sub_criterion": one.criterion.name,
                "marks": [one.first, one.second],
                "counts": f"{rounded(one.counts):f}",
            }
            for one in found.differences
        ],
        "best": list(found.best),
        "best_if_a_heading_is": [
            {"heading": one.heading, "doubled": list(one.doubled), "halved": list(one.halved)}
            for one in found.changes
        ],
        "reasons": found.reasons,
    }


def _exact(weight: Fraction) -> str:
    """Return a weight as it was given: it has six decimals at most."""
    text = f"{rounded(weight, 6):f}"
    return text.rstrip("0").rstrip(".")


def _percent(share: Fraction) -> str:
    return f"{rounded(share * 100, 1):f}"


def begun(appraisal: Appraisal) -> dict[str, object]:
    """Return the usual options, in the words of a cost–benefit analysis, and a row to fill in for each heading."""
    is_transfer = appraisal.answers.kind == "asset-transfer"
    options = (KEEP, SELL, TRANSFER) if is_transfer else (KEEP, PROPOSAL)
    return {
        "variant": "three",
        "options": [{"name": one} for one in options],
        "criteria": [{"heading": one, "weight": "1"} for one in HEADINGS["three"]],
    }


OUTCOMES_MATRIX = Method(
    key="outcomes-matrix", check=check, value=value, written=written, begun=begun
)
