"""The result page: score and kite first, then every figure with how it was worked out."""

from dataclasses import dataclass
from typing import NamedTuple

from appraisal.engine.explain import Working
from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.pack.kite import COUNCIL_COLOUR
from appraisal.showing.readers import Reader


class ProxyLine(NamedTuple):
    """A figure that a sum used: what it is, how much, since when, and who says so."""

    title: str
    value: str
    applies_from: str
    status: str
    source: str


class Worked(NamedTuple):
    """A figure and its working."""

    id: str
    title: str
    figure: str
    small: str  # what stands beside the figure
    working: Working
    proxies: tuple[ProxyLine, ...] = ()


class HeadingRow(NamedTuple):
    """A heading in the table that stands beside the kite."""

    title: str
    points: str
    maximum: str
    percent: str


class CriterionLine(NamedTuple):
    """A criterion: its status in words, its points and its £ a year."""

    worked: Worked
    status: str
    value: str


class CriterionGroup(NamedTuple):
    """The criteria under one heading."""

    title: str
    result: str
    criteria: tuple[CriterionLine, ...]


class Claim(NamedTuple):
    """A claim that a criterion does not apply."""

    name: str
    reason: str
    agreed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """All that a result page shows. What a reader may not see is not in it."""

    reader: Reader
    title: str
    parties: str
    provisional: str  # what is missing, in a sentence; empty where nothing is
    unanswered: str  # how many criteria are not answered, in a sentence
    score: Worked
    applicable: str
    whole: str
    kite_address: str
    kite_text: str  # for those who cannot see it
    headings: tuple[HeadingRow, ...]
    groups: tuple[CriterionGroup, ...]
    amounts: tuple[Worked, ...]  # social value, public contribution, value per pound, coefficiency
    discount: Worked | None
    undervalue: Worked | None
    coproduction: bool
    warnings: tuple[tuple[str, str], ...]  # subject and message
    claims: tuple[Claim, ...]

    @property
    def officer(self) -> bool:
        """Say whether it is an officer who reads."""
        return self.reader is Reader.OFFICER


def result_page(
    given: AppraisalFile,
    appraisal: Appraisal,
    *,
    reader: Reader,
    show_discount: bool = False,
    colour: str = COUNCIL_COLOUR,
) -> ResultPage:
    """Make the result page for a reader. An officer always sees the discount."""
    raise NotImplementedError
