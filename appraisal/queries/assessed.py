"""A proposal as its officer sees it: the group's sheet with what the officer found laid over.

All of it is read in a fixed number of queries: the sheet's own and :data:`QUERIES` more.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db import connection
from django.db.models import Model

from appraisal.assessing import Gap, correctable_keys, gaps, written
from appraisal.chapters import for_record, methods_for
from appraisal.engine.answers import Picked
from appraisal.engine.discount import Discount
from appraisal.engine.faults import CannotRead
from appraisal.engine.scheme import Criterion
from appraisal.exempt import Notice
from appraisal.models import (
    Assessment,
    CorrectedTerms,
    ExemptSection,
    Finding,
    Flag,
    Proposal,
    Recommendation,
    RecommendedCondition,
    State,
)
from appraisal.pack.report import Issue
from appraisal.pack.report.recommendation import Paragraph, resolution
from appraisal.queries.asked import AskedFor, asked_for_of
from appraisal.queries.chapters import Said, chapters_of
from appraisal.queries.councils import delegation_of
from appraisal.queries.exempt import exempt_for_record, exempt_notices, exempt_of
from appraisal.queries.mapping import corrected_terms_of, file_mapping
from appraisal.queries.recommended import conditions_of, recommendation_of
from appraisal.queries.sheet import Entry, Sheet, entries_of, sheet_of
from appraisal.recorded import Frozen
from core.models import User

QUERIES = (
    8  # findings, corrected entries, recommendation, conditions, exempt, flags, chapters, people.
)
# One more where its wording or its fingerprint is asked for: the council’s delegation.
_OFFICERS = Assessment.Of.OFFICER


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """The group's sheet, and what officers say beside it."""

    group: Sheet
    findings: Mapping[str, Finding]
    corrected: Mapping[str, Entry]
    recommendation: Recommendation
    conditions: tuple[RecommendedCondition, ...]
    exempt: tuple[ExemptSection, ...]
    flags: tuple[Flag, ...]
    chapters: Said

    @cached_property
    def officer(self) -> Sheet:
        """The sheet with corrections, agreements and picks laid over it."""
        return laid_over(self.group, self.findings, self.corrected, self.chapters)

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags that nobody has resolved."""
        return tuple(flag for flag in self.flags if flag.resolved_at is None)

    def is_stale(self, letter: str) -> bool:
        """Say whether the group's page was changed after the officer had found something of it."""
        finding = self.findings.get(letter)
        return finding is not None and finding.answers_seen != self.group.saves(letter)

    def is_found(self, letter: str) -> bool:
        """Say whether there is a finding, and it is of what the group says now."""
        return letter in self.findings and not self.is_stale(letter)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the public would read in the place of each closed section, what goes along included."""
        return exempt_notices(self.exempt)

    @property
    def terms(self) -> CorrectedTerms | None:
        """What an officer corrected of what the group asks for."""
        return corrected_terms_of(self.group.proposal)

    @cached_property
    def asked_for(self) -> tuple[AskedFor, ...]:
        """What the group asks for, and what the officer says in its place."""
        return asked_for_of(self.group, self.officer)

    @property
    def are_terms_stale(self) -> bool:
        """Say whether the group changed what it asks for after an officer had corrected it."""
        return self.terms is not None and self.terms.saves_seen != self.group.saves("terms")

    @cached_property
    def derived(self) -> Discount | None:
        """What the scheme's policy derives of the officer's figures; None where it derives nothing."""
        try:
            return self.officer.appraisal.discount
        except CannotRead:
            return None

    @property
    def derived_discount(self) -> Decimal | None:
        """What the scheme's policy derives, in percent; None where it derives none."""
        return None if self.derived is None else self.derived.percent

    @property
    def discount(self) -> Decimal | None:
        """What is recommended, in percent: the officer's own figure or the policy's."""
        own = self.recommendation.discount_percent
        return self.derived_discount if own is None else Decimal(own)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What an officer has still to do before it is ready for checking."""
        return gaps(self)

    @cached_property
    def fingerprint(self) -> str:
        """The hash of all that it says: another one wherever a word or a figure of it is another."""
        said = {"file": file_mapping(self.officer), "beside": self.beside}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_ready(self) -> bool:
        """Say whether somebody has said that it is ready, of just what it says now and in this round."""
        said = self.recommendation
        proposal = self.group.proposal
        this_round = said.ready_at is not None and (
            proposal.state != State.ASSESSMENT or said.ready_at >= proposal.state_since
        )
        return this_round and said.ready_of == self.fingerprint

    @cached_property
    def delegation(self) -> str:
        """Who settles the documents: as the council has it while officers assess, then as it was when it was ready.

        Empty where nothing was kept then.
        """
        proposal = self.group.proposal
        if proposal.state == State.ASSESSMENT:
            return delegation_of(proposal.authority, proposal.kind)
        return self.recommendation.delegation

    @property
    def beside(self) -> dict[str, object]:
        """What a record holds beside the file: people by number only."""
        said = self.recommendation
        return {
            "findings": {
                letter: {
                    "verdict": one.verdict,
                    "points": one.points,
                    "reason": one.reason,
                    "evidence": one.evidence,
                    "by": one.by_id,
                }
                for letter, one in sorted(self.findings.items())
            },
            **(
                {
                    "terms": {
                        "corrected": json.loads(self.terms.given),
                        "reason": self.terms.reason,
                        "by": self.terms.by_id,
                    }
                }
                if self.terms
                else {}
            ),
            "flags": [
                {
                    "letter": flag.letter,
                    "reason": flag.reason,
                    "raised_by": flag.raised_by_id,
                    "resolution": flag.resolution,
                    "resolved_by": flag.resolved_by_id,
                }
                for flag in self.flags
            ],
            "summary": said.summary,
            **({"refusal": True} if said.refusal else {}),
            "discount": {
                "derived_percent": written(self.derived_discount),
                "recommended_percent": written(self.discount),
                "reason": said.discount_reason,
            },
            "conditions": [{"key": one.key, "words": one.words} for one in self.conditions],
            "equality": said.equality,
            **({"wording": said.wording} if said.wording else {}),
            **({"delegation": self.delegation} if self.delegation else {}),
            **(exempt_for_record(self.exempt) if said.exempt_settled else {}),
            "chapters": for_record(self.group.proposal.kind, self.chapters),
        }

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The resolution as it is made of the data; none where nothing can be worked out yet."""
        said = {"event": "sign-off", "beside": {**self.beside, "wording": ""}}
        issue = Issue(signed=Frozen(said, self.officer.file))
        try:
            return resolution(issue, self.officer.file, self.officer.appraisal)
        except CannotRead:
            return ()

    @property
    def resolution(self) -> str:
        """The same as one text, to tell whether it is what it was."""
        return "\n".join("\n".join((text, *parts)) for text, parts in self.paragraphs)


# Written out, as those of a sheet are: every page of an assessment asks them, and Django takes longer to make such
# SQL than a database to answer it.
_FINDINGS = """
    SELECT own.* FROM appraisal_finding AS own
    JOIN appraisal_assessment AS assessment ON assessment.id = own.assessment_id
    WHERE assessment.proposal_id = %s AND assessment."of" = 'officer'
    ORDER BY own.letter
"""
_FLAGS = "SELECT * FROM appraisal_flag WHERE proposal_id = %s ORDER BY raised_at, id"
_PEOPLE = """
    SELECT * FROM core_user WHERE id IN (
        SELECT own.by_id FROM appraisal_finding AS own
        JOIN appraisal_assessment AS assessment ON assessment.id = own.assessment_id
        WHERE assessment.proposal_id = %s AND assessment."of" = 'officer'
        UNION SELECT own.ready_by_id FROM appraisal_recommendation AS own
        JOIN appraisal_assessment AS assessment ON assessment.id = own.assessment_id
        WHERE assessment.proposal_id = %s AND assessment."of" = 'officer'
        UNION SELECT raised_by_id FROM appraisal_flag WHERE proposal_id = %s
        UNION SELECT resolved_by_id FROM appraisal_flag WHERE proposal_id = %s
    )
"""


def assessed_of(proposal: Proposal, sheet: Sheet | None = None) -> Assessed:
    """Read the assessment of a proposal that came through the door; an empty one where there is none.

    ``sheet``: the proposal's, where the caller has read it already.
    """
    own = [proposal.pk.hex]
    findings = list(Finding.objects.raw(_FINDINGS, own))
    said = recommendation_of(proposal)
    flags = tuple(Flag.objects.raw(_FLAGS, own))
    people = {one.pk: one for one in User.objects.raw(_PEOPLE, own * 4)}
    for finding in findings:
        _give(finding, "by", people)
    for flag in flags:
        _give(flag, "raised_by", people)
        _give(flag, "resolved_by", people)
    _give(said, "ready_by", people)
    return Assessed(
        group=sheet or sheet_of(proposal),
        findings={one.letter: one for one in findings},
        corrected=entries_of(proposal, _OFFICERS),
        recommendation=said,
        conditions=conditions_of(proposal),
        exempt=exempt_of(proposal),
        flags=flags,
        chapters=chapters_of(proposal),
    )


def _give(row: Model, field: str, people: Mapping[int, User]) -> None:
    """Give a row its person; who wrote it between two queries is left to be read when wanted."""
    person = people.get(getattr(row, f"{field}_id"))
    if person is not None:
        setattr(row, field, person)


def is_assessed(proposal: Proposal) -> bool:
    """Say whether an officer has found anything yet, in one query."""
    if corrected_terms_of(proposal) is not None:
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"{_FINDINGS} LIMIT 1", [proposal.pk.hex])
        return cursor.fetchone() is not None


def laid_over(
    group: Sheet,
    findings: Mapping[str, Finding],
    corrected: Mapping[str, Entry],
    chapters: Said,
) -> Sheet:
    """Return a group's sheet as findings change it, with the methods that officers used beside the score.

    What nothing is found of stays as it is.
    """
    entries = dict(group.entries)
    picked: dict[str, Picked] = {}
    for letter, finding in findings.items():
        criterion = group.scheme.by_letter.get(letter)
        if criterion is None:
            continue
        entry = group.entry(letter)
        if finding.verdict == Finding.Verdict.CORRECT:
            entry = _corrected(criterion, entry, corrected.get(letter))
        elif finding.verdict != Finding.Verdict.AGREE and entry.agreed_by:
            entry = replace(entry, agreed_by="")  # whoever finds otherwise does not agree
        if finding.points is not None:
            picked[letter] = Picked(finding.points, finding.reason)
        entries[letter] = entry
    terms = corrected_terms_of(group.proposal)
    corrected = json.loads(terms.given) if terms else {}
    methods = {
        one.key: chapters[one.key] for one in methods_for(group.scheme.kind) if one.key in chapters
    }
    return replace(group, entries=entries, picked=picked, corrected=corrected, methods=methods)


def _corrected(criterion: Criterion, entry: Entry, own: Entry | None) -> Entry:
    """Return an entry with the officer's figures in place of the group's; the council's own stay."""
    if own is None:
        return entry
    asked = correctable_keys(criterion)
    stays = {key: value for key, value in entry.given.items() if key not in asked}
    return replace(entry, given={**stays, **own.given}, answered=True, reason="", agreed_by="")


def is_provisional(sheet: Sheet) -> bool:
    """Say whether a sheet cannot be scored in full yet."""
    try:
        return sheet.appraisal.provisional
    except CannotRead:
        return True
