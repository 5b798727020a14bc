"""One proposal in three pairs of eyes: the group's, the officer's and the panel's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from appraisal.engine.answers import Picked
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.engine.scheme import Scheme
from appraisal.file import AppraisalFile
from appraisal.models import AgendaItem, Agreed, Proposal
from appraisal.queries.sheet import Sheet, sheet_of


@dataclass(frozen=True)
class Three:
    """The group's own file, the officer's, and the panel's: the officer's with the levels it agreed.

    Every appraisal raises ``CannotRead`` where a proxy has no value on the day.
    """

    sheet: Sheet
    officers: AppraisalFile
    agreed: Mapping[str, Agreed]

    @property
    def scheme(self) -> Scheme:
        """The scheme that all three are scored by."""
        return self.sheet.scheme

    @cached_property
    def group(self) -> Appraisal:
        """What the group's own answers come to."""
        return self.sheet.appraisal

    @cached_property
    def officer(self) -> Appraisal:
        """What the officer's assessment comes to."""
        return self.officers.appraise()

    @cached_property
    def file(self) -> AppraisalFile:
        """The panel's file."""
        picked = dict(self.officers.answers.picked)
        picked |= {key: Picked(one.points, one.reason) for key, one in self.agreed.items()}
        return replace(self.officers, answers=replace(self.officers.answers, picked=picked))

    @cached_property
    def panel(self) -> Appraisal:
        """What the levels that the panel agreed come to."""
        return self.file.appraise()

    def scores(self, letter: str) -> tuple[CriterionScore, CriterionScore, CriterionScore]:
        """Return what a criterion comes to for the group, the officer and the panel."""
        return tuple(self._by_letter[letter])  # type: ignore[return-value]  # three, made below

    @cached_property
    def _by_letter(self) -> dict[str, list[CriterionScore]]:
        found: dict[str, list[CriterionScore]] = {}
        for appraisal in (self.group, self.officer, self.panel):
            for one in appraisal.criteria:
                found.setdefault(one.criterion.letter, []).append(one)
        return found


def three_of(proposal: Proposal, item: AgendaItem | None) -> Three:
    """Read a proposal in all three, in a fixed number of queries; ``item``: where the panel agreed."""
    sheet = sheet_of(proposal)
    agreed = {} if item is None else {one.letter: one for one in item.agreed.all()}
    return Three(sheet, officers_file(sheet), agreed)


def officers_file(sheet: Sheet) -> AppraisalFile:
    """Return the file of a proposal as the officer assessed it."""
    return sheet.file
