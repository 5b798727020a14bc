"""Criterion A's measure: how much of a cost is secured, and how soon the rest is decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, cast

from appraisal.engine import words
from appraisal.engine.amounts import ZERO, Ratio
from appraisal.engine.faults import Faults
from appraisal.engine.measures.base import (
    SCORED,
    Complaint,
    Figures,
    Given,
    Outcome,
    Questions,
    Shown,
    Step,
    Sums,
    amount,
    rising,
    rows,
    wrong_divisor,
    wrong_kind,
    wrong_need,
)
from appraisal.engine.proxies import ProxyKind


class FundingBand(NamedTuple):
    """Points where at least these percentages of the cost are secured and committed."""

    points: int
    secured: int | None = None
    committed: int | None = None
    within_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """The first band that holds gives its points (method §2.1, A); percentages compare exactly."""

    cost: str
    secured: str
    pending: str
    pending_amount: str
    pending_months: str
    bands: tuple[FundingBand, ...]

    @property
    def highest(self) -> int:
        return max((band.points for band in self.bands), default=0)

    def levels(self) -> tuple[int, ...]:
        return rising((0, *(band.points for band in self.bands)))

    def complaints(
        self, questions: Questions, proxies: Mapping[str, ProxyKind]
    ) -> Iterator[Complaint]:
        if wrong := wrong_divisor(questions, self.cost):
            yield "cost", wrong
        if wrong := wrong_kind(questions, self.secured, "amount"):
            yield "secured", wrong
        if wrong := wrong_kind(questions, self.pending, "rows"):
            yield "pending", wrong
        else:
            columns = {column.key: column for column in questions[self.pending].columns}
            if wrong := wrong_need(columns, self.pending_amount, "amount"):
                yield "pending_amount", wrong
            if wrong := wrong_need(columns, self.pending_months, "whole"):
                yield "pending_months", wrong
        for number, band in enumerate(self.bands):
            yield from self._band_complaints(number, band)

    def _band_complaints(self, number: int, band: FundingBand) -> Iterator[Complaint]:
        place = f"bands[{number}]"
        if not band.secured and not band.committed:
            yield place, "This band has no condition: give secured, committed or both, above 0."
        if (band.committed is None) != (band.within_months is None):
            yield place, "committed and within_months belong together."
        for earlier in self.bands[:number]:
            if band.points > earlier.points:
                yield (
                    place,
                    "The points rise: the first band that holds counts, so list the highest first.",
                )
            if _covers(earlier, band):
                yield place, "This band can never hold: whatever meets it meets an earlier one."

    def check(self, given: Given, place: str, faults: Faults) -> None:
        return

    def score(self, given: Given, sums: Sums) -> Outcome:
        band = self._band(given)
        return Outcome(SCORED, band.points if band else 0)

    def _band(self, given: Given) -> FundingBand | None:
        cost = amount(given, self.cost)
        secured = Ratio(amount(given, self.secured))
        for band in self.bands:
            if band.secured is not None and not secured.at_least(band.secured, cost):
                continue
            if band.committed is None:
                return band
            if Ratio(self._committed(given, band.within_months or 0)).at_least(
                band.committed, cost
            ):
                return band
        return None

    def _committed(self, given: Given, months: int) -> Decimal:
        decided = sum(
            (amount(row, self.pending_amount) for row in self._due(given, months)),
            start=ZERO,
        )
        return amount(given, self.secured) + decided

    def _due(self, given: Given, months: int) -> list[Given]:
        return [
            row for row in rows(given, self.pending) if _whole(row, self.pending_months) <= months
        ]

    def rules(self, questions: Questions) -> tuple[Step, ...]:
        said = [
            Step(_sentence(_condition(band)), words.counted(band.points, "point"))
            for band in self.bands
        ]
        return (*said, Step("Otherwise", words.counted(0, "point")))

    def shown(self, given: Given, outcome: Outcome, figures: Figures) -> Shown:
        steps = [self._line("Secured", amount(given, self.secured), given, figures)]
        for row in rows(given, self.pending):
            asked = words.exact_pounds(amount(row, self.pending_amount))
            due = _by(_whole(row, self.pending_months))
            steps.append(Step(f"Asked for, to be decided {due}", asked))
        spans = {band.within_months for band in self.bands if band.within_months is not None}
        for months in sorted(spans):
            what = f"Secured, counting what is to be decided {_by(months)}"
            steps.append(self._line(what, self._committed(given, months), given, figures))
        band = self._band(given)
        met = f"The first rule that holds is: {_condition(band)}" if band else "No rule holds"
        gives = figures.gives(outcome.points)
        return Shown(tuple(steps), f"{met}: {gives}. Amounts are compared exactly.")

    def _line(self, what: str, part: Decimal, given: Given, figures: Figures) -> Step:
        cost = amount(given, self.cost)
        edges = [edge for band in self.bands for edge in (band.secured, band.committed) if edge]
        name = figures.questions[self.cost].name
        return Step(
            f"{what}: {words.exact_pounds(part)} ÷ {name} {words.exact_pounds(cost)}",
            words.percent_by(part, cost, edges),
        )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _whole(row: Given, key: str) -> int:
    return cast(int, row[key])  # a required column of kind whole


def _by(months: int) -> str:
    return f"within {words.counted(months, 'month')}" if months else "this month"


def _condition(band: FundingBand) -> str:
    said = []
    if band.secured is not None:
        said.append(f"at least {band.secured}% secured")
    if band.committed is not None:
        due = _by(band.within_months or 0)
        said.append(f"at least {band.committed}% secured, counting what is to be decided {due}")
    return " and ".join(said)


def _covers(earlier: FundingBand, later: FundingBand) -> bool:
    """Say whether whatever meets ``later`` meets ``earlier`` too, so that ``later`` never counts."""
    secured = later.secured or 0
    committed = later.committed or 0
    if earlier.secured is not None and secured < earlier.secured:
        return False
    if earlier.committed is None:
        return True
    sooner = later.within_months is not None and later.within_months <= (earlier.within_months or 0)
    return secured >= earlier.committed or (sooner and committed >= earlier.committed)
