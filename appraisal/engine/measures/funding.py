"""Criterion A's measure: how much of a cost is secured, and how soon the rest is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, cast

from appraisal.engine import words
from appraisal.engine.amounts import ZERO, Ratio, half_up
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
    rows,
    wrong_divisor,
    wrong_kind,
    wrong_need,
)


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

    def complaints(
        self, questions: Questions, known_proxies: frozenset[str]
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
        before = None
        for number, band in enumerate(self.bands):
            place = f"bands[{number}]"
            if band.secured is None and band.committed is None:
                yield place, "This band has no condition: give secured, committed or both."
            if (band.committed is None) != (band.within_months is None):
                yield place, "committed and within_months belong together."
            if before is not None and band.points > before:
                yield (
                    place,
                    f"The first band that holds counts, so {band.points} after {before} can rise past it.",
                )
            before = band.points

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
        said = [Step(_sentence(_condition(band)), _points(band.points)) for band in self.bands]
        return (*said, Step("Otherwise", _points(0)))

    def shown(self, given: Given, outcome: Outcome, sums: Figures) -> Shown:
        cost = amount(given, self.cost)
        name = sums.questions[self.cost].name
        steps = [_line("Secured", amount(given, self.secured), cost, name)]
        for months in sorted({band.within_months for band in self.bands if band.within_months}):
            steps.append(
                _line(
                    f"Secured, with decisions due within {months} months",
                    self._committed(given, months),
                    cost,
                    name,
                )
            )
        band = self._band(given)
        met = (
            f"The first rule that holds is: {_condition(band)}."
            if band
            else "None of the rules holds."
        )
        return Shown(
            tuple(steps), f"{met} {words.counted(outcome.points, 'point')} of {sums.maximum}."
        )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _points(points: int) -> str:
    return words.counted(points, "point")


def _whole(row: Given, key: str) -> int:
    return cast(int, row[key])  # a required column of kind whole


def _line(what: str, part: Decimal, cost: Decimal, name: str) -> Step:
    share = words.percent(half_up(Ratio(part * 100, cost), 1))
    return Step(f"{what}: {words.pounds(part)} ÷ {name} {words.pounds(cost)}", share)


def _condition(band: FundingBand) -> str:
    said = []
    if band.secured is not None:
        said.append(f"at least {band.secured}% secured")
    if band.committed is not None:
        said.append(
            f"at least {band.committed}% secured or due for decision within {band.within_months} months"
        )
    return " and ".join(said)
