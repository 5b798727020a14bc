"""What every measure works with and gives back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol

from appraisal.engine import words
from appraisal.engine.amounts import Ratio
from appraisal.engine.answers import Deprivation
from appraisal.engine.faults import Fault, Faults
from appraisal.engine.proxies import Proxies, Proxy, ProxyKind
from appraisal.engine.scheme import Question

Given = Mapping[str, object]
Questions = Mapping[str, Question]
Complaint = tuple[str, str]  # where in the measure's table, and what is wrong with it

SCORED: Literal["scored"] = "scored"
UNANSWERED: Literal["unanswered"] = "unanswered"
CANNOT_BE_SCORED: Literal["cannot-be-scored"] = "cannot-be-scored"


class Part(NamedTuple):
    """One part of a criterion's £ value: an exact amount a year, and the proxies it used."""

    amount: Ratio
    tags: tuple[str, ...]
    proxies: tuple[Proxy, ...]


class Outcome(NamedTuple):
    """What a measure makes of an answer."""

    status: Literal["scored", "unanswered", "cannot-be-scored"]
    points: int = 0
    value: Ratio | None = None
    parts: tuple[Part | None, ...] = ()
    warning: str = ""


class Sums:
    """The facts of one appraisal that measures need, and a note of every proxy that they used."""

    def __init__(
        self,
        proxies: Proxies,
        region: str,
        on: date,
        contribution: Decimal | None,
        deprivation: Deprivation | None,
    ) -> None:
        self.contribution = contribution
        self.deprivation = deprivation
        self.used: dict[str, Proxy] = {}
        self.fell_back: set[str] = set()
        self.missing: dict[str, Fault] = {}
        self._proxies = proxies
        self._region = region
        self._on = on

    def proxy(self, key: str) -> Proxy | None:
        """Look a proxy up for the region and the day, and note that it was used."""
        if key in self.used:
            return self.used[key]
        kind = self._proxies.kinds[key]
        area = self._region if kind.by_area else ""
        found = self._proxies.newest(key, area, self._on)
        if found is None and kind.fallback_area:
            found = self._proxies.newest(key, kind.fallback_area, self._on)
            self.fell_back.add(key)
        if found is None:
            place = f" for {area}" if area else ""
            self.missing[key] = Fault(
                "valuation_date",
                f"There is no value of {key} ({kind.title}){place} that applies on {words.day(self._on)}.",
            )
            return None
        self.used[key] = found
        return found


class Step(NamedTuple):
    """One line of a working: what is added up or compared, and what it comes to."""

    text: str
    result: str = ""

    def __str__(self) -> str:
        return f"{self.text} = {self.result}" if self.result else self.text


class Shown(NamedTuple):
    """How a measure got from an answer to its points, in words."""

    steps: tuple[Step, ...]
    rule: str


class Measure(Protocol):
    """A way to turn an answer into points; the schemes name them, this list is closed."""

    @property
    def highest(self) -> int:
        """The most points that the bands can give."""

    def levels(self) -> tuple[int, ...]:
        """Return every number of points that this can give, from the lowest."""

    def complaints(
        self, questions: Questions, proxies: Mapping[str, ProxyKind]
    ) -> Iterator[Complaint]:
        """Say what in the scheme is wrong with this measure."""

    def check(self, given: Given, place: str, faults: Faults) -> None:
        """Note faults between the values of an answer, each of which is valid alone."""

    def score(self, given: Given, sums: Sums) -> Outcome:
        """Score an answer."""

    def rules(self, questions: Questions) -> tuple[Step, ...]:
        """Say the whole rule in words: each condition, and what it gives."""

    def shown(self, given: Given, outcome: Outcome, figures: "Figures") -> Shown:
        """Explain the outcome, line by line."""


class Figures(NamedTuple):
    """What an explanation may draw on beside the answer itself."""

    questions: Questions
    maximum: int
    contribution: Decimal | None
    contribution_is: str  # what the public contribution is: "market rent"
    deprivation: Deprivation | None
    wording: Mapping[str, str]
    proxy_titles: Mapping[str, str]

    def gives(self, points: int) -> str:
        """Say what a band gives: ``15 of 20 points``."""
        return words.out_of(points, self.maximum)


def rising(points: Iterable[int]) -> tuple[int, ...]:
    """Return points from the lowest, each once."""
    return tuple(sorted(set(points)))


def wrong_kind(questions: Questions, key: str, *kinds: str) -> str:
    """Say what is wrong with a question that a measure names; empty where nothing is."""
    question = questions.get(key)
    if question is None:
        return f"There is no question “{key}” in this criterion."
    if question.kind not in kinds:
        return f"The question “{key}” is of kind {question.kind}; this needs {' or '.join(kinds)}."
    return ""


def wrong_need(questions: Questions, key: str, *kinds: str) -> str:
    """Say what is wrong with a question that the measure cannot do without; else empty."""
    if wrong := wrong_kind(questions, key, *kinds):
        return wrong
    return "" if questions[key].required else f"The question “{key}” must be required."


def wrong_divisor(questions: Questions, key: str) -> str:
    """Say what is wrong with an amount that others are divided by; empty where nothing is."""
    if wrong := wrong_need(questions, key, "amount"):
        return wrong
    if questions[key].name == questions[key].label:
        return f"The question “{key}” needs a name for workings, such as “capital cost”."
    above = questions[key].above
    return "" if above is not None and above >= 0 else f"The question “{key}” must be above 0."


def amount(given: Given, key: str) -> Decimal:
    """Return an amount of an answer; left out counts as 0."""
    value = given.get(key)
    return value if isinstance(value, Decimal) else Decimal(0)


def rows(given: Given, key: str) -> tuple[Given, ...]:
    """Return the rows of an answer; left out counts as none."""
    value = given.get(key)
    return value if isinstance(value, tuple) else ()
