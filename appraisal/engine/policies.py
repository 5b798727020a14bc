"""The six kinds of discount policy: each finds an exact percentage, line by line (method §2.3)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import ONE, ZERO, Ratio, half_up
from appraisal.engine.measures.base import Step
from appraisal.engine.policy import (
    HUNDRED,
    STATED_PLACES,
    Case,
    Found,
    Policy,
    reaches,
    said,
    shown_share,
)

if TYPE_CHECKING:
    from appraisal.engine.results import CriterionScore


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePercent(Policy):
    """The discount is the score, in percent (Devon, 2013)."""

    kind: ClassVar[str] = "score-percent"
    step: Decimal | None = ONE

    @property
    def is_plain(self) -> bool:
        """Say whether it is the score to the nearest whole percent and nothing more."""
        carried = (self.gates, self.transition, self.condition, self.floor)
        return self.step == 1 and self.cap == HUNDRED and self.uplift is None and not any(carried)

    def find(self, case: Case) -> Found:
        """Return the exact score."""
        exact = Ratio(case.score.over * 100, case.score.under)
        return Found(exact, f"Score {words.percent(case.percent)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RentOffset(Policy):
    """The discount in pounds is the annual social value, up to the market rent (Birmingham).

    The percentage is what that comes to of the rent: exact where there is no step, and printed to
    two decimals. A year's value is set against a year's rent, so nothing is derived of a price.
    """

    kind: ClassVar[str] = "rent-offset"

    @property
    def lacks(self) -> str:
        """What is not known where nothing can be derived."""
        return "The policy sets the social value against the market rent, which is not given."

    def find(self, case: Case) -> Found | None:
        """Return the social value in percent of the rent."""
        name = "In percent of the market rent"
        if case.basis == "price":
            no_rent = (
                "This policy offsets a yearly rent. A freehold has none, so nothing is derived"
            )
            return Found(Ratio(ZERO), name, (Step(no_rent, "0%"),))
        rent = case.rent
        if rent is None:
            return None
        lines = [
            Step("Social value a year", words.pounds(case.social_value)),
            Step("Market rent a year", words.pounds(rent)),
        ]
        if not rent:
            return Found(Ratio(ZERO), name, (*lines, Step("There is no rent to offset", "0%")))
        offset = min(case.social_value, rent)
        lines.append(Step("The smaller of the two is offset", words.pounds(offset)))
        percent = Ratio(offset * 100, rent)
        lines.append(Step(f"{name}, to two decimals", said(percent)))
        return Found(percent, name, tuple(lines))


class CountStep(NamedTuple):
    """From this count on, this percentage."""

    at_least: int
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSteps(Policy):
    """The discount rises by steps with the criteria or headings at a pass mark (Hartlepool)."""

    kind: ClassVar[str] = "count-steps"
    count: Literal["criteria", "headings"]
    pass_mark: Decimal  # percent of each one's maximum
    steps: tuple[CountStep, ...]

    def find(self, case: Case) -> Found:
        """Count what passes, and return the percentage of the highest step that is reached."""
        shares = (
            [(one.heading.short, one.share) for one in case.headings]
            if self.count == "headings"
            else [(one.criterion.letter, _share(one)) for one in case.criteria]
        )
        names = [name for name, share in shares if reaches(share, self.pass_mark)]
        met = f"{self.count.capitalize()} at or above {said(self.pass_mark)}"
        lines = [Step(f"{met}: {words.listed(names)}" if names else met, str(len(names)))]
        percent = ZERO
        reached = [one for one in self.steps if len(names) >= one.at_least]
        if reached:
            percent = reached[-1].percent
            lines.append(Step(f"From {reached[-1].at_least} on", said(percent)))
        else:
            lines.append(Step(f"Below {self.steps[0].at_least}, the first step", "0%"))
        return Found(Ratio(percent), "By steps", tuple(lines))


class Test(NamedTuple):
    """A test that earns a fixed percentage: of a criterion, of a heading, or of the legal form."""

    title: str
    percent: Decimal
    letter: str = ""
    heading: str = ""
    at_least: Decimal = ZERO  # percent of its maximum
    legal_forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditiveCap(Policy):
    """Each test that is met adds a fixed percentage, up to the cap (Cheltenham, to 2016)."""

    kind: ClassVar[str] = "additive-cap"
    tests: tuple[Test, ...]

    def find(self, case: Case) -> Found:
        """Add up the tests that are met."""
        lines, percent = [], ZERO
        for test in self.tests:
            met, seen = _tested(test, case)
            given = test.percent if met else ZERO
            percent += given
            lines.append(Step(f"{test.title}: {seen}, {'met' if met else 'not met'}", said(given)))
        lines.append(Step("Added up", said(percent)))
        return Found(Ratio(percent), "Added up", tuple(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Policy):
    """Full at or above a mark; below it a part, in proportion to the mark (Vale of White Horse).

    The mark is ``mark`` of ``mark_of``, so that 10 of 15 is exact. Just below it the part comes to
    ``part_most``, and to nothing at a score of 0.
    """

    kind: ClassVar[str] = "threshold"
    step: Decimal | None = ONE
    mark: Decimal
    mark_of: Decimal = HUNDRED
    full: Decimal = HUNDRED
    part_most: Decimal

    def find(self, case: Case) -> Found:
        """Return the full percentage, or the part that the score earns."""
        score, mark = case.score, Ratio(self.mark, self.mark_of)
        wanted = said(Ratio(mark.over * 100, mark.under))
        if self.mark_of != HUNDRED:
            wanted = f"{words.plain(self.mark)} of {words.plain(self.mark_of)} ({wanted})"
        reached = score.over * mark.under >= mark.over * score.under
        edge = half_up(Ratio(mark.over * 100, mark.under), STATED_PLACES)
        shown = words.percent_by(score.over, score.under, (edge,))
        line = Step(f"Mark for the full discount: {wanted}", f"score {shown}")
        if reached:
            lines = (line, Step("At or above the mark: full", said(self.full)))
            return Found(Ratio(self.full), "Full", lines)
        share = Ratio(self.part_most * score.over * mark.under, score.under * mark.over)
        text = f"Below the mark: {said(self.part_most)} × score ÷ mark"
        return Found(share, "Part", (line, Step(text, said(share))))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatConditional(Policy):
    """One percentage for all, on a condition (Bath & North East Somerset)."""

    kind: ClassVar[str] = "flat-conditional"
    percent: Decimal

    def find(self, case: Case) -> Found:
        """Return the flat percentage, with its condition."""
        line = Step("Flat, on the condition below", said(self.percent))
        return Found(Ratio(self.percent), "Flat", (line,))


KINDS: tuple[type[Policy], ...] = (
    ScorePercent,
    RentOffset,
    CountSteps,
    AdditiveCap,
    Threshold,
    FlatConditional,
)


def _share(one: "CriterionScore") -> Ratio | None:
    maximum = one.applicable_maximum
    return Ratio(Decimal(one.points), Decimal(maximum)) if maximum else None


def _tested(test: Test, case: Case) -> tuple[bool, str]:
    if test.legal_forms:
        return has_form(case.legal_form, test.legal_forms), case.legal_form.strip() or "not given"
    share = (
        next(_share(one) for one in case.criteria if one.criterion.letter == test.letter)
        if test.letter
        else next(one.share for one in case.headings if one.heading.key == test.heading)
    )
    seen = f"{shown_share(share, test.at_least)} of at least {said(test.at_least)}"
    return reaches(share, test.at_least), seen if share is not None else "does not apply"


def has_form(given: str, wanted: tuple[str, ...]) -> bool:
    """Say whether a legal form is one of those wanted, or says so in one of its parts.

    “Company limited by guarantee, registered charity 1234567” is a registered charity; “not a
    registered charity” and “charity shop” are not.
    """
    parts = [part.strip().casefold() for part in re.split(r"[,;()]| and ", given)]
    return any(
        re.fullmatch(rf"(?:an? )?{re.escape(form.casefold())}(?: (?:no\.? ?|number )?\d+)?", part)
        for form in wanted
        for part in parts
    )
