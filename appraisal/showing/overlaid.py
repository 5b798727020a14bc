"""Several assessments of one proposal beside each other: kite, headings and criteria, each change marked."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.kite import kite_points
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.pack.kite import title_of
from appraisal.pack.kite_plan import Assessment
from appraisal.showing.glance import score
from appraisal.showing.kite_address import kite_address
from appraisal.showing.notes import criterion_name

_NOT_POINTS = {
    "not-applicable": "does not apply",
    "cannot-be-scored": "not scored yet",
}


class Eye(NamedTuple):
    """Whose assessment it is, in one word for the kite, and what it comes to."""

    name: str
    appraisal: Appraisal
    why: Callable[[str], str] = lambda letter: ""  # the points of a letter are not those before


class Change(NamedTuple):
    """That somebody's points are not those of the one before: who, from what to what, and why."""

    who: str
    said: str
    why: str


class CriterionRow(NamedTuple):
    """A criterion with everybody's points."""

    letter: str
    title: str
    maximum: str
    points: tuple[tuple[str, str], ...]  # whose, and how many
    changes: tuple[Change, ...]


class HeadingRow(NamedTuple):
    """A heading with everybody's percentage, as the kite shows it."""

    title: str
    percents: tuple[str, ...]


class Compared(NamedTuple):
    """All that a comparison shows."""

    names: tuple[str, ...]
    kite_address: str
    kite_text: str
    headings: tuple[HeadingRow, ...]
    scores: tuple[str, ...]
    criteria: tuple[CriterionRow, ...]


def compared(eyes: Sequence[Eye], colour: str) -> Compared:
    """Compare assessments in the order in which they were made; the last is the kite's solid line."""
    drawn = [Assessment(one.name, kite_points(one.appraisal)) for one in reversed(eyes)]
    appraisals = [one.appraisal for one in eyes]
    together = zip(*(one.criteria for one in appraisals), strict=True)
    headings = zip(*(one.headings for one in appraisals), strict=True)
    return Compared(
        names=tuple(one.name for one in eyes),
        kite_address=kite_address(drawn, colour),
        kite_text=title_of(drawn),
        headings=tuple(_heading_row(ones) for ones in headings),
        scores=tuple(score(one) for one in appraisals),
        criteria=tuple(_criterion_row(ones, eyes) for ones in together),
    )


def _heading_row(ones: Sequence[HeadingScore]) -> HeadingRow:
    said = ("does not apply" if one.percent is None else words.percent(one.percent) for one in ones)
    return HeadingRow(ones[0].heading.title, tuple(said))


def _criterion_row(ones: Sequence[CriterionScore], eyes: Sequence[Eye]) -> CriterionRow:
    criterion = ones[0].criterion
    changes = [
        Change(eye.name, f"{points_of(before)} → {points_of(after)}", eye.why(criterion.letter))
        for eye, before, after in zip(eyes[1:], ones, ones[1:], strict=False)
        if points_of(before) != points_of(after)
    ]
    return CriterionRow(
        criterion.letter,
        criterion_name(criterion),
        f"{criterion.maximum:,}",
        tuple((eye.name, points_of(one)) for eye, one in zip(eyes, ones, strict=True)),
        tuple(changes),
    )


def points_of(one: CriterionScore) -> str:
    """Return the points of a criterion, or why it has none, for a cell of a table."""
    return _NOT_POINTS.get(one.status) or f"{one.points:,}"
