"""A discount policy: what every kind of it carries, and how that is applied (method §2.3).

A policy is data of a scheme version. Each kind, in policies.py, finds an exact percentage, line by line; what every
kind may carry is then applied in this order: its gates, its rounding step, its cap, its floor. So a
discount is never above the cap nor below the floor, whatever the step; below the floor it can only
be where a gate is not met and the policy says that there is then no discount.

Nothing in here knows the legal undervalue: the two ledgers are never netted (method §2.4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import ONE, ZERO, Ratio, half_up, tidy
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


def reaches(share: Ratio | None, percent: Decimal) -> bool:
    """Say whether an exact share is at least a percentage; what does not apply reaches nothing."""
    return share is not None and share.at_least(percent, ONE)


def shown_share(share: Ratio | None, edge: Decimal) -> str:
    """Write a share in percent, with decimals enough to stand on the right side of an edge."""
    if share is None:
        return "does not apply"
    return words.percent_by(share.over, share.under, (edge,))


def _gate_line(gate: Gate, case: Case) -> tuple[Step, bool]:
    """Say how a heading stands to its gate. A heading that does not apply holds nothing back."""
    share = next(one.share for one in case.headings if one.heading.key == gate.heading)
    met = share is None or reaches(share, gate.at_least)
    verdict = "" if share is None else ", met" if met else ", not met"
    text = f"Gate: {gate.title}, at least {said(gate.at_least)}"
    return Step(text, f"{shown_share(share, gate.at_least)}{verdict}"), met


def _step(step: Decimal) -> str:
    return "the nearest whole percent" if step == 1 else f"the nearest step of {said(step)}"


def _nearest(step: Decimal) -> str:
    return f"its exact figure to {_step(step)} (a half counts as one)"
