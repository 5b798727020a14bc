"""A proposal as it stands, read in a fixed number of queries however much was answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import Criterion, Scheme
from appraisal.file import AppraisalFile, read_file
from appraisal.legal import source_without_legal, written
from appraisal.models import Answer, Assessment, CriterionEntry, OwnProxy, PageState, Proposal
from appraisal.queries.mapping import file_mapping
from appraisal.schemes import engine_scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was saved for one criterion; ``given`` holds question key → value as a file writes it."""

    given: Mapping[str, object] = field(default_factory=dict)
    answered: bool = False
    reason: str = ""  # why it is said not to apply
    agreed_by: str = ""
    evidence: str = ""
    note: str = ""

    def counts(self, criterion: Criterion) -> bool:
        """Say whether all that must be answered is, so that it can be scored."""
        return self.answered and criterion.shape.required <= self.given.keys()


BLANK = Entry()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A proposal with its answers: what every page about it is made from."""

    proposal: Proposal
    scheme: Scheme
    entries: Mapping[str, Entry]
    aims: Mapping[str, tuple[tuple[str, str], ...]]  # letter → key and words, in order
    own_proxies: tuple[OwnProxy, ...]
    pages: Mapping[str, PageState]

    def entry(self, letter: str) -> Entry:
        """Return what was saved for a criterion."""
        return self.entries.get(letter, BLANK)

    def saves(self, page: str) -> int:
        """Return how often a page was saved, to tell later whether somebody else has saved it."""
        return self.pages[page].saves if page in self.pages else 0

    def unfinished(self, page: str) -> str:
        """Return what was left unfinished on a page, as it was typed."""
        return self.pages[page].unfinished if page in self.pages else ""

    @cached_property
    def file(self) -> AppraisalFile:
        """The appraisal file of the proposal as it stands; a draft whose tenure may be open."""
        return read_file(self.source, lambda name: self.scheme, draft=True)

    @property
    def whole(self) -> bool:
        """Say whether the file is one that others can read: a transfer's says what is asked for."""
        return self.proposal.kind != "asset-transfer" or bool(self.proposal.terms.tenure)

    @cached_property
    def source(self) -> bytes:
        """The very bytes of that file."""
        return written(file_mapping(self))

    @property
    def source_for_group(self) -> bytes:
        """The same as a group may have it: without the figures of the legal ledger."""
        return source_without_legal(self.source)

    @cached_property
    def appraisal(self) -> Appraisal:
        """What it comes to; raises ``CannotRead`` where a proxy has no value on the day."""
        return self.file.appraise()


def sheet_of(proposal: Proposal) -> Sheet:
    """Read a proposal that came through the door with its scheme, asset and terms."""
    return Sheet(
        proposal=proposal,
        scheme=engine_scheme(proposal.scheme),
        entries=_entries(proposal),
        aims=_aims(proposal),
        own_proxies=tuple(proposal.own_proxies.all()),
        pages={state.page: state for state in proposal.pages.select_related("saved_by")},
    )


def _entries(proposal: Proposal) -> dict[str, Entry]:
    rows = CriterionEntry.objects.filter(
        assessment__proposal=proposal, assessment__of=Assessment.Of.SELF
    )
    entries = list(rows)
    given: dict[int, dict[str, object]] = {row.pk: {} for row in entries}
    for answer in Answer.objects.filter(entry__in=[row.pk for row in entries]):
        given[answer.entry_id][answer.key] = json.loads(answer.value)
    return {
        row.letter: Entry(
            given=given[row.pk],
            answered=row.answered,
            reason=row.not_applicable_reason,
            agreed_by=row.agreed_by,
            evidence=row.evidence,
            note=row.note,
        )
        for row in entries
    }


def _aims(proposal: Proposal) -> dict[str, tuple[tuple[str, str], ...]]:
    aims: dict[str, tuple[tuple[str, str], ...]] = {}
    for aim in proposal.aims.all():
        aims[aim.letter] = (*aims.get(aim.letter, ()), (aim.key, aim.words))
    return aims
