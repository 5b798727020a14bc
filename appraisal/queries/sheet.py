"""A proposal as it stands, read in a fixed number of queries however much was answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from appraisal.engine.answers import Picked
from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import Criterion, Scheme
from appraisal.file import AppraisalFile, read_file
from appraisal.legal import source_without_legal, written
from appraisal.models import Assessment, OwnProxy, PageState, Proposal
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


class Saves(NamedTuple):
    """How often a page was saved, and what was left on it unfinished, as it was typed."""

    saves: int
    unfinished: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A proposal with its answers: what every page about it is made from."""

    proposal: Proposal
    scheme: Scheme
    entries: Mapping[str, Entry]
    aims: Mapping[str, tuple[tuple[str, str], ...]]  # letter → key and words, in order
    own_proxies: tuple[OwnProxy, ...]
    pages: Mapping[str, Saves]
    picked: Mapping[str, Picked] = field(default_factory=dict)  # by letter
    # Terms in place of the group's, by key, as a file holds them; None: it has none of it.
    corrected: Mapping[str, object] = field(default_factory=dict)
    # What officers answered to other ways to value: method → question → value, as a file holds them.
    methods: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

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
        """The appraisal file of the proposal as it stands; a draft whose tenure may be open.

        Every page reads it and nobody sees it, so it is not laid out: that takes most of the writing.
        """
        close = json.dumps(file_mapping(self), ensure_ascii=False).encode()
        return read_file(close, lambda name: self.scheme, draft=True)

    @property
    def whole(self) -> bool:
        """Say whether the file is one that others can read: a transfer's says what is asked for."""
        return self.proposal.kind != "asset-transfer" or bool(self.proposal.terms.tenure)

    @cached_property
    def source(self) -> bytes:
        """The same file laid out, as it is given away."""
        return written(file_mapping(self))

    @property
    def source_for_group(self) -> bytes:
        """The same as a group may have it: without the figures of the legal ledger."""
        return source_without_legal(self.source)

    @property
    def given_away(self) -> AppraisalFile:
        """The file with its laid-out bytes, for what carries them along: the pack."""
        return replace(self.file, source=self.source)

    @cached_property
    def appraisal(self) -> Appraisal:
        """What it comes to; raises ``CannotRead`` where a proxy has no value on the day."""
        return self.file.appraise()


# Every page of a proposal reads these. They are written out, for Django takes five times as long to make
# such SQL as a database to answer it.

_ENTRIES = """
    SELECT entry.letter, answer.key, answer.value, entry.answered, entry.not_applicable_reason,
           entry.agreed_by, entry.evidence, entry.note
    FROM appraisal_assessment AS assessment
    JOIN appraisal_criterionentry AS entry ON entry.assessment_id = assessment.id
    LEFT JOIN appraisal_answer AS answer ON answer.entry_id = entry.id
    WHERE assessment.proposal_id = %s AND assessment."of" = %s
    ORDER BY answer.id
"""
_AIMS = """
    SELECT letter, key, words FROM appraisal_proposalaim
    WHERE proposal_id = %s ORDER BY letter, "order"
"""
_PAGES = "SELECT page, saves, unfinished FROM appraisal_pagestate WHERE proposal_id = %s"
_OWN_PROXIES = """
    SELECT * FROM appraisal_ownproxy
    WHERE proposal_id = %s ORDER BY key, area, applies_from
"""


def sheet_of(proposal: Proposal) -> Sheet:
    """Read a proposal that came through the door with its scheme, asset and terms."""
    return Sheet(
        proposal=proposal,
        scheme=engine_scheme(proposal.scheme),
        entries=entries_of(proposal, Assessment.Of.SELF),
        aims=_aims(proposal),
        own_proxies=tuple(OwnProxy.objects.raw(_OWN_PROXIES, [proposal.pk.hex])),
        pages={page: Saves(*more) for page, *more in _rows(_PAGES, proposal)},
    )


def _rows(sql: str, proposal: Proposal, *more: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [proposal.pk.hex, *more])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def entries_of(proposal: Proposal, of: Assessment.Of) -> dict[str, Entry]:
    """Return what one of a proposal's assessments says, by letter."""
    answers: dict[str, dict[str, object]] = {}
    entries: dict[str, Entry] = {}
    for letter, key, value, answered, *beside in _rows(_ENTRIES, proposal, str(of)):
        given = answers.setdefault(letter, {})
        if key is not None:  # an entry without answers has a row too
            given[key] = json.loads(value)
        reason, agreed_by, evidence, note = beside
        entries[letter] = Entry(
            given=given,
            answered=bool(answered),
            reason=reason,
            agreed_by=agreed_by,
            evidence=evidence,
            note=note,
        )
    return entries


def _aims(proposal: Proposal) -> dict[str, tuple[tuple[str, str], ...]]:
    aims: dict[str, tuple[tuple[str, str], ...]] = {}
    for letter, key, words in _rows(_AIMS, proposal):
        aims[letter] = (*aims.get(letter, ()), (key, words))
    return aims


def state_of(proposal: Proposal, page: str) -> PageState:
    """Return who saved a page last, and when; only for a page that somebody has saved."""
    return PageState.objects.select_related("saved_by").get(proposal=proposal, page=page)
