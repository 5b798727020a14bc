"""A proposal at a glance: the few figures that stand in a list of several."""

from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.kite import in_words, kite_points
from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.showing.kite_address import kite_address


class Glance(NamedTuple):
    """What tells one proposal from the next, ready to print."""

    title: str
    parties: str
    score: str
    discount: str
    social_value: str
    warnings: int
    provisional: bool
    kite_address: str
    kite_text: str  # for those who cannot see it

    @property
    def notes(self) -> str:
        """Say what a reader must know before trusting the figures; empty where there is nothing."""
        warned = words.counted(self.warnings, "warning") if self.warnings else ""
        return ", ".join(filter(None, ("Provisional" if self.provisional else "", warned)))


def glance_of(given: AppraisalFile, appraisal: Appraisal) -> Glance:
    """Return an appraisal's figures for a list."""
    discount = appraisal.discount
    return Glance(
        title=given.title,
        parties=parties(given),
        score=score(appraisal),
        discount="none" if discount is None else f"{discount.percent}%",
        social_value=words.pounds(appraisal.social_value),
        warnings=len(appraisal.warnings),
        provisional=appraisal.provisional,
        kite_address=kite_address(appraisal),
        kite_text=kite_text(appraisal),
    )


def parties(given: AppraisalFile) -> str:
    """Say whose proposal it is, to whom, and on which day it was valued."""
    day = words.day(given.answers.valuation_date)
    return f"{given.applicant} to {given.authority}, valued on {day}"


def score(appraisal: Appraisal) -> str:
    """Return the score in words; none where no criterion applies."""
    return "none" if appraisal.percent is None else words.percent(appraisal.percent)


def kite_text(appraisal: Appraisal) -> str:
    """Say what the kite shows, for those who cannot see it."""
    return f"Outcomes Kite. {in_words(kite_points(appraisal))}"
