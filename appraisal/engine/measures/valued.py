"""A £ value a year, made of parts, banded against what the council gives up or puts in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import ZERO, Ratio, half_up, total
from appraisal.engine.faults import Faults
from appraisal.engine.measures.base import (
    CANNOT_BE_SCORED,
    SCORED,
    Complaint,
    Figures,
    Given,
    Outcome,
    Questions,
    Shown,
    Step,
    Sums,
    rising,
)
from appraisal.engine.measures.part_words import formula, part_steps
from appraisal.engine.measures.parts import ValuedPart, part_complaints
from appraisal.engine.proxies import ProxyKind


class ValueBand(NamedTuple):
    """Points where the value is at least this percentage of the public contribution."""

    points: int
    at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """Annual £ value ÷ annual public contribution, compared exactly (method §2.1, H to L)."""

    parts: tuple[ValuedPart, ...]
    bands: tuple[ValueBand, ...]

    @property
    def highest(self) -> int:
        return max((band.points for band in self.bands), default=0)

    def levels(self) -> tuple[int, ...]:
        return rising((0, *(band.points for band in self.bands)))

    def complaints(
        self, questions: Questions, proxies: Mapping[str, ProxyKind]
    ) -> Iterator[Complaint]:
        if not self.parts:
            yield "parts", "Name at least one part of the value."
        for number, part in enumerate(self.parts):
            place = f"parts[{number}]"
            yield from ((place, wrong) for wrong in part_complaints(part, questions, proxies))
            if any(part.question == other.question for other in self.parts[:number]):
                yield place, f"The question “{part.question}” is valued already."
        for number, (high, low) in enumerate(
            zip(self.bands, self.bands[1:], strict=False), start=1
        ):
            if low.at_least >= high.at_least:
                yield f"bands[{number}]", "List the bands from the highest percentage down."
            if low.points > high.points:
                yield (
                    f"bands[{number}]",
                    f"The points fall from {low.points} to {high.points} as the value rises.",
                )

    def check(self, given: Given, place: str, faults: Faults) -> None:
        return

    def score(self, given: Given, sums: Sums) -> Outcome:
        parts = tuple(part.value(given, sums) for part in self.parts)
        value = total(part.amount for part in parts if part)
        if not sums.contribution:
            return Outcome(CANNOT_BE_SCORED, 0, value, parts)
        band = self._band(value, sums.contribution)
        return Outcome(SCORED, band.points if band else 0, value, parts)

    def _band(self, value: Ratio, contribution: Decimal) -> ValueBand | None:
        return next(
            (band for band in self.bands if value.at_least(band.at_least, contribution)), None
        )

    def rules(self, questions: Questions) -> tuple[Step, ...]:
        sums = [Step(f"{part.title}, £ a year", formula(part, questions)) for part in self.parts]
        bands = [
            Step(
                f"Value at least {band.at_least}% of the public contribution",
                words.counted(band.points, "point"),
            )
            for band in self.bands
        ]
        return (*sums, *bands, Step("Otherwise", words.counted(0, "point")))

    def shown(self, given: Given, outcome: Outcome, figures: Figures) -> Shown:
        steps: list[Step] = []
        for rule, part in zip(self.parts, outcome.parts, strict=True):
            if part:
                steps.extend(part_steps(rule, part, given, figures))
        if not steps:
            steps.append(Step("Nothing is entered here, so the value is", words.pounds(ZERO)))
        value = outcome.value or Ratio(ZERO)
        amount = words.pounds(half_up(value, 2))
        steps.append(Step("Value a year: the exact sum, rounded once to the penny", amount))
        if not figures.contribution:
            state = "not given" if figures.contribution is None else "£0"
            return Shown(
                tuple(steps), f"The {figures.contribution_is} is {state}, so this cannot be scored."
            )
        edges = [band.at_least for band in self.bands]
        share = words.percent_by(value.over, value.under * figures.contribution, edges)
        contribution = f"{figures.contribution_is} {words.exact_pounds(figures.contribution)}"
        steps.append(Step(f"{amount} ÷ {contribution}, compared exactly", share))
        band = self._band(value, figures.contribution)
        met = f"At least {band.at_least}%" if band else f"Below {edges[-1]}%"
        return Shown(tuple(steps), f"{met}: {figures.gives(outcome.points)}.")
