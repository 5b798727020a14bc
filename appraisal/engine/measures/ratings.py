"""Contribution to each of several aims, rated; the points add up to a cap."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.engine import words
from appraisal.engine.faults import Faults
from appraisal.engine.fields import MOST_RATINGS
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
class Ratings:
    """Points per rating, added and capped (method §2.1, E to G)."""

    question: str
    points: Mapping[str, int]
    cap: int

    @property
    def highest(self) -> int:
        return min(self.cap, MOST_RATINGS * max(self.points.values(), default=0))

    def levels(self) -> tuple[int, ...]:
        """Return the sums that ratings can reach, up to the cap."""
        sums = {0}
        for _ in range(MOST_RATINGS):
            sums |= {
                min(so_far + points, self.cap) for so_far in sums for points in self.points.values()
            }
        return rising(sums)

    def complaints(
        self, questions: Questions, proxies: Mapping[str, ProxyKind]
    ) -> Iterator[Complaint]:
        if wrong := wrong_kind(questions, self.question, "ratings"):
            yield "question", wrong
        elif set(questions[self.question].choices) != set(self.points):
            yield "points", "The ratings that have points are not the choices of the question."
        if list(self.points.values()) != sorted(self.points.values()):
            yield (
                "points",
                "The points fall from one rating to the next; list the ratings from lowest to highest.",
            )

    def check(self, given: Given, place: str, faults: Faults) -> None:
        return

    def score(self, given: Given, sums: Sums) -> Outcome:
        return Outcome(SCORED, min(self._sum(given), self.cap))

    def _given(self, given: Given) -> Mapping[str, str]:
        ratings = given.get(self.question)
        return ratings if isinstance(ratings, dict) else {}

    def _sum(self, given: Given) -> int:
        return sum(self.points[rating] for rating in self._given(given).values())

    def rules(self, questions: Questions) -> tuple[Step, ...]:
        labels = questions[self.question].choice_labels
        said = [
            Step(f"For each rated “{labels[rating]}”", words.counted(points, "point"))
            for rating, points in self.points.items()
        ]
        return (*said, Step("All ratings together, at most", words.counted(self.cap, "point")))

    def shown(self, given: Given, outcome: Outcome, figures: Figures) -> Shown:
        labels = figures.questions[self.question].choice_labels
        steps = tuple(
            Step(
                f"{figures.wording.get(key) or words.from_key(key)}: {labels[rating]}",
                words.counted(self.points[rating], "point"),
            )
            for key, rating in self._given(given).items()
        )
        if not steps:
            return Shown((), f"Nothing is rated: {figures.gives(0)}.")
        total = self._sum(given)
        capped = f", of which at most {self.cap} count" if total > self.cap else ""
        return Shown(
            steps,
            f"Together {words.counted(total, 'point')}{capped}: {figures.gives(outcome.points)}.",
        )
