"""Discount policies: six ways from an appraisal to a percentage of the rent or price (method §2.3).

A policy is data of a scheme version. Each kind finds an exact percentage, line by line; what every
kind may carry is then applied in this order: its gates, its rounding step, its cap, its floor. So a
discount is never above the cap nor below the floor, whatever the step; below the floor it can only
be where a gate is not met and the policy says that there is then no discount.

Nothing in here knows the legal undervalue: the two ledgers are never netted (method §2.4).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import ONE, ZERO, Ratio, half_up
from appraisal.engine.measures.base import Step

if TYPE_CHECKING:
    from appraisal.engine.results import CriterionScore, HeadingScore
    from appraisal.engine.scheme import Status

HUNDRED = Decimal(100)
STATED_PLACES = 2  # of a percentage that no rounding step makes rounder
Basis = Literal["rent", "price"]


class Case(NamedTuple):
    """What a policy may look at. The undervalue, and any figure that it is made of, is not here."""

    score: Ratio
    percent: Decimal | None  # the score as it is printed
    headings: "tuple[HeadingScore, ...]"
    criteria: "tuple[CriterionScore, ...]"
    social_value: Decimal  # pounds a year
    basis: Basis
    rent: Decimal | None  # the market rent, pounds a year; None where it is not known
    legal_form: str


class Found(NamedTuple):
    """The exact percentage that a kind finds, what it is called before it is rounded, and its lines."""

    percent: Ratio
    name: str
    lines: tuple[Step, ...] = ()


class Derived(NamedTuple):
    """The exact percentage after gates, step, cap and floor, with every line of the way there."""

    percent: Ratio
    lines: tuple[Step, ...]
    gated: bool = False

    @property
    def stated(self) -> Decimal:
        """The percentage as it is printed: to two decimals where no step made it rounder."""
        return tidy(half_up(self.percent, STATED_PLACES))


class Gate(NamedTuple):
    """The least percentage of a heading, below which there is no discount, or only the floor."""

    heading: str
    title: str
    at_least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What every kind of policy carries. Percentages are of the rent or price.

    ``uplift`` is the most, in percentage points, that may be recommended above what is derived.
    ``transition`` is the percentage of the discount that counts in the first, second … year.
    """

    kind: ClassVar[str]
    title: str
    source: str
    status: "Status" = "published"
    name: str = ""  # whose it is, among the examples
    condition: str = ""  # printed wherever the discount is
    floor: Decimal = ZERO
    cap: Decimal = HUNDRED
    step: Decimal | None = None  # percentage points
    gates: tuple[Gate, ...] = ()
    below_gate: Literal["none", "floor"] = "none"
    uplift: Decimal | None = None
    transition: tuple[Decimal, ...] = ()

    def find(self, case: Case) -> Found | None:
        """Return the kind's own percentage; None where a figure that it needs is not known."""
        raise NotImplementedError

    @property
    def lacks(self) -> str:
        """What is not known where :meth:`find` returns None, in a sentence."""
        return ""

    @property
    def is_plain(self) -> bool:
        """Say whether it is the score to the nearest whole percent and nothing more."""
        return False

    def derive(self, case: Case) -> Derived | None:
        """Return the percentage and how it is derived; None where a figure is not known."""
        gates = [_gate_line(gate, case) for gate in self.gates]
        lines = [line for line, _ in gates]
        if not all(met for _, met in gates):
            return self._stopped(lines)
        found = self.find(case)
        if found is None:
            return None
        lines += found.lines
        percent = found.percent
        if self.step is not None:
            percent = to_step(percent, self.step)
            lines.append(Step(f"{found.name}: {_nearest(self.step)}", said(percent)))
        return Derived(self._within(percent, lines), tuple(lines))

    def _stopped(self, lines: list[Step]) -> Derived:
        if self.below_gate == "floor":
            lines.append(Step("A gate is not met, so only the floor is given", said(self.floor)))
            return Derived(Ratio(self.floor), tuple(lines), gated=True)
        lines.append(Step("A gate is not met, so there is no discount", "0%"))
        return Derived(Ratio(ZERO), tuple(lines), gated=True)

    def _within(self, percent: Ratio, lines: list[Step]) -> Ratio:
        """Return the percentage between floor and cap, with a line for either that is set."""
        if self.cap < HUNDRED or percent.over > self.cap * percent.under:
            if percent.over > self.cap * percent.under:
                percent = Ratio(self.cap)
            lines.append(Step(f"At most the cap of {said(self.cap)}", said(percent)))
        if self.floor > 0:
            if percent.over < self.floor * percent.under:
                percent = Ratio(self.floor)
            lines.append(Step(f"At least the floor of {said(self.floor)}", said(percent)))
        return percent

    def most(self, derived: Decimal, *, gated: bool) -> Decimal | None:
        """Return the most that may be recommended; None where the policy sets no limit.

        The cap binds an uplift as well, and where a gate is not met there is none.
        """
        if self.uplift is None:
            return None
        return derived if gated else max(derived, min(derived + self.uplift, self.cap))


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
        names = [name for name, share in shares if _reaches(share, self.pass_mark)]
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


def tidy(number: Decimal) -> Decimal:
    """Return a percentage without needless zeros: 51, 33.33, 12.5."""
    whole = number.to_integral_value()
    return whole.quantize(ONE) if number == whole else number.normalize()


def said(percent: Decimal | Ratio) -> str:
    """Write a percentage, an exact one to two decimals: ``33.33%``."""
    if isinstance(percent, Ratio):
        percent = half_up(percent, STATED_PLACES)
    return f"{words.plain(percent)}%"


def to_step(percent: Ratio, step: Decimal) -> Ratio:
    """Round a percentage to the nearest whole number of steps, half up, once."""
    return Ratio(half_up(Ratio(percent.over, percent.under * step), 0) * step)


def limits(policy: Policy) -> Iterator[str]:
    """Say what a policy carries beside its kind, a sentence each, in the order it is applied."""
    otherwise = (
        "only the floor is given" if policy.below_gate == "floor" else "there is no discount"
    )
    for gate in policy.gates:
        yield f"{gate.title} below {said(gate.at_least)}: {otherwise}."
    if policy.step is not None and not policy.is_plain:
        yield f"Rounded to {_step(policy.step)}."
    if policy.cap < HUNDRED:
        yield f"At most {said(policy.cap)}."
    if policy.floor > 0:
        yield f"At least {said(policy.floor)}."
    if policy.uplift is not None:
        points = f"{words.plain(policy.uplift)} percentage points"
        yield f"An officer may recommend up to {points} more, with a reason, within the cap."
    if policy.transition:
        years = words.listed([said(one) for one in policy.transition])
        yield f"In the first years {years} of the discount counts, year by year; then all of it."
    if policy.condition:
        yield f"Condition: {policy.condition}"


def _share(one: "CriterionScore") -> Ratio | None:
    maximum = one.applicable_maximum
    return Ratio(Decimal(one.points), Decimal(maximum)) if maximum else None


def _reaches(share: Ratio | None, percent: Decimal) -> bool:
    return share is not None and share.at_least(percent, ONE)


def _shown(share: Ratio | None, edge: Decimal) -> str:
    if share is None:
        return "does not apply"
    return words.percent_by(share.over, share.under, (edge,))


def _gate_line(gate: Gate, case: Case) -> tuple[Step, bool]:
    """Say how a heading stands to its gate. A heading that does not apply holds nothing back."""
    share = next(one.share for one in case.headings if one.heading.key == gate.heading)
    met = share is None or _reaches(share, gate.at_least)
    verdict = "" if share is None else ", met" if met else ", not met"
    text = f"Gate: {gate.title}, at least {said(gate.at_least)}"
    return Step(text, f"{_shown(share, gate.at_least)}{verdict}"), met


def _tested(test: Test, case: Case) -> tuple[bool, str]:
    if test.legal_forms:
        return has_form(case.legal_form, test.legal_forms), case.legal_form.strip() or "not given"
    share = (
        next(_share(one) for one in case.criteria if one.criterion.letter == test.letter)
        if test.letter
        else next(one.share for one in case.headings if one.heading.key == test.heading)
    )
    seen = f"{_shown(share, test.at_least)} of at least {said(test.at_least)}"
    return _reaches(share, test.at_least), seen if share is not None else "does not apply"


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


def _step(step: Decimal) -> str:
    return "the nearest whole percent" if step == 1 else f"the nearest step of {said(step)}"


def _nearest(step: Decimal) -> str:
    return f"its exact figure to {_step(step)} (a half counts as one)"
