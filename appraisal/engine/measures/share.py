"""Criterion B's measure: amounts as a whole percentage of a cost, in published bands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

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
    rising,
    wrong_divisor,
    wrong_kind,
)
from appraisal.engine.proxies import ProxyKind


class ShareBand(NamedTuple):
    """Points for a whole percentage from ``start`` to ``end``, both included; no end: and over."""

    points: int
    start: int
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The percentage is rounded half up to a whole number before it is banded (method §2.1, B)."""

    of: str
    amounts: tuple[str, ...]
    bands: tuple[ShareBand, ...]

    @property
    def highest(self) -> int:
        return max((band.points for band in self.bands), default=0)

    def levels(self) -> tuple[int, ...]:
        return rising(band.points for band in self.bands)

    def complaints(
        self, questions: Questions, proxies: Mapping[str, ProxyKind]
    ) -> Iterator[Complaint]:
        if wrong := wrong_divisor(questions, self.of):
            yield "of", wrong
        for key in self.amounts:
            if wrong := wrong_kind(questions, key, "amount"):
                yield "amounts", wrong
        if len(set(self.amounts)) < len(self.amounts) or self.of in self.amounts:
            yield "amounts", "Each amount counts once, and is not what it is divided by."
        if not self.amounts:
            yield "amounts", "Name at least one amount."
        starts, before = 0, -1
        for number, band in enumerate(self.bands):
            place = f"bands[{number}]"
            if band.start != starts:
                yield (
                    place,
                    f"The bands leave a gap or overlap: this one starts at {band.start}, not at {starts}.",
                )
            if band.points < before:
                yield place, f"The points fall from {before} to {band.points}."
            if band.end is None and number < len(self.bands) - 1:
                yield place, "Only the last band may be open-ended."
            if band.end is not None and band.end < band.start:
                yield place, f"This band ends at {band.end}, before it starts."
            starts, before = (band.end if band.end is not None else band.start) + 1, band.points
        if self.bands and self.bands[-1].end is not None:
            yield (
                f"bands[{len(self.bands) - 1}]",
                "The last band must be open-ended, or a high percentage has no points.",
            )

    def check(self, given: Given, place: str, faults: Faults) -> None:
        return

    def score(self, given: Given, sums: Sums) -> Outcome:
        return Outcome(SCORED, self._band(self._percent(given)).points)

    def _sum(self, given: Given) -> Decimal:
        return sum((amount(given, key) for key in self.amounts), start=ZERO)

    def _percent(self, given: Given) -> Decimal:
        return half_up(Ratio(self._sum(given) * 100, amount(given, self.of)), 0)

    def _band(self, percent: Decimal) -> ShareBand:
        return next(band for band in self.bands if band.end is None or percent <= band.end)

    def rules(self, questions: Questions) -> tuple[Step, ...]:
        return tuple(Step(_span(band), words.counted(band.points, "point")) for band in self.bands)

    def shown(self, given: Given, outcome: Outcome, figures: Figures) -> Shown:
        names = words.listed([figures.questions[key].name for key in self.amounts])
        added = " + ".join(words.exact_pounds(amount(given, key)) for key in self.amounts)
        cost, together = amount(given, self.of), self._sum(given)
        percent = self._percent(given)
        return Shown(
            (
                Step(f"{names[:1].upper()}{names[1:]}: {added}", words.exact_pounds(together)),
                Step(
                    f"{words.exact_pounds(together)} ÷ {figures.questions[self.of].name} "
                    f"{words.exact_pounds(cost)}, to the nearest whole percent (a half counts as one)",
                    words.percent(percent),
                ),
            ),
            f"The band {_span(self._band(percent))} gives {figures.gives(outcome.points)}.",
        )


def _span(band: ShareBand) -> str:
    if band.end is None:
        return f"{band.start}% or more"
    return f"{band.start}% to {band.end}%"
