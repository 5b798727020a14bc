"""A level that an assessor picks, each with its points; a written reason where it must have one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.engine import words
from appraisal.engine.faults import Faults, within
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
    rising,
    wrong_kind,
)
from appraisal.engine.proxies import ProxyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Points per level (method §2.1, C and M)."""

    question: str
    points: Mapping[str, int]
    reason: str = ""
    reason_unless: str = ""

    @property
    def highest(self) -> int:
        return max(self.points.values(), default=0)

    def levels(self) -> tuple[int, ...]:
        return rising(self.points.values())

    def complaints(
        self, questions: Questions, proxies: Mapping[str, ProxyKind]
    ) -> Iterator[Complaint]:
        if wrong := wrong_kind(questions, self.question, "choice"):
            yield "question", wrong
        elif set(questions[self.question].choices) != set(self.points):
            yield "points", "The levels that have points are not the choices of the question."
        elif not questions[self.question].required:
            yield "question", "The level must be a required question."
        if list(self.points.values()) != sorted(self.points.values()):
            yield (
                "points",
                "The points fall from one level to the next; list the levels from lowest to highest.",
            )
        if self.reason and (wrong := wrong_kind(questions, self.reason, "text")):
            yield "reason", wrong
        if self.reason_unless and not self.reason:
            yield "reason_unless", "This goes with a reason, and there is none."
        if self.reason_unless and self.reason_unless not in self.points:
            yield "reason_unless", f"“{self.reason_unless}” is not one of the levels."

    def check(self, given: Given, place: str, faults: Faults) -> None:
        level = given.get(self.question)
        if (
            self.reason
            and level is not None
            and level != self.reason_unless
            and self.reason not in given
        ):
            faults.add(
                within(place, self.reason), f"This is missing: the level “{level}” needs a reason."
            )

    def score(self, given: Given, sums: Sums) -> Outcome:
        return Outcome(SCORED, self.points[str(given[self.question])])

    def rules(self, questions: Questions) -> tuple[Step, ...]:
        labels = questions[self.question].choice_labels
        return tuple(
            Step(labels[level], words.counted(points, "point"))
            for level, points in self.points.items()
        )

    def shown(self, given: Given, outcome: Outcome, figures: Figures) -> Shown:
        label = figures.questions[self.question].choice_labels[str(given[self.question])]
        return Shown(
            (Step("Level chosen", label),), f"This level gives {figures.gives(outcome.points)}."
        )
