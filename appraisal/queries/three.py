"""One proposal in three pairs of eyes: the group's, the officer's and the panel's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from appraisal.engine.answers import Picked
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.engine.scheme import Scheme
from appraisal.models import AgendaItem, Agreed, Proposal
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.queries.sheet import Sheet


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

    assessed: Assessed
    agreed: Mapping[str, Agreed]

    @property
    def scheme(self) -> Scheme:
        """The scheme that all three are scored by."""
        return self.assessed.group.scheme

    @property
    def group(self) -> Appraisal:
        """What the group's own answers come to."""
        return self.assessed.group.appraisal

    @property
    def officer(self) -> Appraisal:
        """What the officer's assessment comes to."""
        return self.assessed.officer.appraisal

    @cached_property
    def sheet(self) -> Sheet:
        """The panel's sheet; the officer's where the panel agreed nothing else."""
        officers = self.assessed.officer
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
        finding = self.assessed.findings.get(letter)
        return finding.reason if finding else ""

    def panels_reason(self, letter: str) -> str:
        """Return why the panel's level is not the officer's; empty where it is."""
        return self.agreed[letter].reason if letter in self.agreed else ""


def three_of(proposal: Proposal, item: AgendaItem | None) -> Three:
    """Read a proposal in all three, in a fixed number of queries; ``item``: where the panel agreed."""
    agreed = {} if item is None else {one.letter: one for one in item.agreed.all()}
    return Three(assessed_of(proposal), agreed)
