"""Several appraisals of one proposal beside each other: what each gives, and where they differ.

General on purpose: the group's beside the officer's, and the panel's beside both.
"""

from collections.abc import Sequence
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.kite import in_words, kite_points
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.pack.kite import COUNCIL_COLOUR
from appraisal.pack.kite_plan import Assessment
from appraisal.showing.glance import score
from appraisal.showing.kite_address import kite_address


class Named(NamedTuple):
    """An appraisal and whose it is: “Group”, “Officer”, “Panel”."""

    name: str
    appraisal: Appraisal


class Cell(NamedTuple):
    """What one appraisal gives. ``changed``: it is not what the one before gives."""

    name: str
    text: str
    changed: bool
    picked: str = ""  # why, where somebody picked the points


class Row(NamedTuple):
    """A criterion, or a figure of the whole, as each appraisal has it."""

    letter: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def changed(self) -> bool:
        """Say whether any appraisal differs from the one before it."""
        return any(cell.changed for cell in self.cells)


def compared(shown: Sequence[Named]) -> tuple[Row, ...]:
    """Return each criterion with what every appraisal gives, in the order of the scheme."""
    scores = [one.appraisal.criteria for one in shown]
    return tuple(
        Row(
            together[0].criterion.letter,
            f"{together[0].criterion.letter} {together[0].criterion.title}",
            _cells(shown, [points_of(one) for one in together], list(together)),
        )
        for together in zip(*scores, strict=True)
    )


def totals(shown: Sequence[Named]) -> tuple[Row, ...]:
    """Return the figures of the whole: score, points, social value and discount."""
    figures = [_figures(one.appraisal) for one in shown]
    return tuple(
        Row("", title, _cells(shown, [of[title] for of in figures])) for title in figures[0]
    )


def points_of(one: CriterionScore) -> str:
    """Say what a criterion comes to: its points, or why it has none."""
    if one.status == "not-applicable":
        return "Does not apply"
    if one.status == "cannot-be-scored":
        return "Not scored yet"
    unanswered = ", not answered" if one.status == "unanswered" else ""
    return f"{one.points} of {one.criterion.maximum}{unanswered}"


def _figures(appraisal: Appraisal) -> dict[str, str]:
    discount = appraisal.discount
    return {
        "Score": score(appraisal),
        "Points": f"{appraisal.points} of {appraisal.applicable_maximum}",
        "Social value a year": words.pounds(appraisal.social_value),
        "Discount derived": "none" if discount is None else f"{discount.percent}%",
    }


def _cells(
    shown: Sequence[Named], texts: Sequence[str], scores: Sequence[CriterionScore] = ()
) -> tuple[Cell, ...]:
    picked = [one.picked.reason if one.picked else "" for one in scores] or [""] * len(texts)
    return tuple(
        Cell(one.name, text, bool(number) and text != texts[number - 1], why)
        for number, (one, text, why) in enumerate(zip(shown, texts, picked, strict=True))
    )


class Kites(NamedTuple):
    """Kites laid over each other: the picture's address, and the same in words."""

    address: str
    text: str


def kites(shown: Sequence[Named], colour: str = COUNCIL_COLOUR) -> Kites:
    """Lay one to three appraisals over each other, the last one solid. Raises ``ValueError`` for more."""
    drawn = [Assessment(one.name, kite_points(one.appraisal)) for one in reversed(shown)]
    said = " ".join(f"{one.name}: {in_words(one.points)}" for one in reversed(drawn))
    return Kites(kite_address(drawn, colour), f"Outcomes Kite. {said}")
