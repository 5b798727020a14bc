"""One proposal in three pairs of eyes: the group's, the officer's and the panel's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from appraisal.engine.answers import Picked
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.engine.scheme import Scheme
from appraisal.models import AgendaItem, Agreed, Assessment, Finding, Proposal
from appraisal.queries.assessed import laid_over
from appraisal.queries.chapters import chapters_of
from appraisal.queries.sheet import Sheet, entries_of, sheet_of


class Scores(NamedTuple):
    """What one criterion comes to in each of the three."""

    group: CriterionScore
    officer: CriterionScore
    panel: CriterionScore


@dataclass(frozen=True)
class Three:
    """The group's sheet, the officer's, and the panel's: the officer's with the levels it agreed.

    Every appraisal raises ``CannotRead`` where a proxy has no value on the day.
    """

    group_sheet: Sheet
    findings: Mapping[str, Finding]
    officer_sheet: Sheet
    agreed: Mapping[str, Agreed]
    has_panel: bool = False  # the panel's levels stand, be they the officer's

    @property
    def scheme(self) -> Scheme:
        """The scheme that all three are scored by."""
        return self.group_sheet.scheme

    @property
    def group(self) -> Appraisal:
        """What the group's own answers come to."""
        return self.group_sheet.appraisal

    @property
    def officer(self) -> Appraisal:
        """What the officer's assessment comes to."""
        return self.officer_sheet.appraisal

    @cached_property
    def sheet(self) -> Sheet:
        """The panel's sheet; the officer's where the panel agreed nothing else."""
        officers = self.officer_sheet
        own = {key: Picked(one.points, one.reason) for key, one in self.agreed.items()}
        return replace(officers, picked={**officers.picked, **own}) if own else officers

    @property
    def panel(self) -> Appraisal:
        """What the levels that the panel agreed come to."""
        return self.sheet.appraisal

    def scores(self, letter: str) -> Scores:
        """Return what a criterion comes to for the group, the officer and the panel."""
        return self._by_letter[letter]

    @cached_property
    def _by_letter(self) -> dict[str, Scores]:
        together = zip(self.group.criteria, self.officer.criteria, self.panel.criteria, strict=True)
        return {ones[0].criterion.letter: Scores(*ones) for ones in together}

    def officers_reason(self, letter: str) -> str:
        """Return why the officer's figures or level are not the group's; empty where they are."""
        finding = self.findings.get(letter)
        return finding.reason if finding else ""

    def panels_reason(self, letter: str) -> str:
        """Return why the panel's level is not the officer's; empty where it is."""
        return self.agreed[letter].reason if letter in self.agreed else ""


_FINDINGS = """
    SELECT finding.* FROM appraisal_finding AS finding
    JOIN appraisal_assessment AS assessment ON assessment.id = finding.assessment_id
    WHERE assessment.proposal_id = %s AND assessment."of" = %s
"""


def three_of(proposal: Proposal, item: AgendaItem | None, sheet: Sheet | None = None) -> Three:
    """Read a proposal in all three, in a fixed number of queries; ``item``: where the panel agreed.

    ``sheet``: the group's, where the caller has read it already.
    """
    own = [proposal.pk.hex, str(Assessment.Of.OFFICER)]
    findings = {one.letter: one for one in Finding.objects.raw(_FINDINGS, own)}
    group = sheet or sheet_of(proposal)
    corrected = entries_of(proposal, Assessment.Of.OFFICER)
    officer = laid_over(group, findings, corrected, chapters_of(proposal))
    agreed = {} if item is None else {one.letter: one for one in item.agreed.all()}
    has_panel = item is not None and item.agreed_at is not None
    return Three(group, findings, officer, agreed, has_panel)
