"""The officer's assessment: what is found of each criterion, and what is recommended."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from appraisal.actions.answers import agree_not_applicable, put_given, withdraw_agreement
from appraisal.actions.notices import tell
from appraisal.actions.pages import Turn, hold, turn_at
from appraisal.assessing import PREFIX
from appraisal.engine.scheme import Criterion
from appraisal.models import (
    Assessment,
    CriterionEntry,
    Finding,
    PageState,
    Proposal,
    Recommendation,
    RecommendedCondition,
    StandardCondition,
)
from appraisal.notices import Audience
from appraisal.queries.assessed import assessed_of
from appraisal.queries.audience import people_for
from appraisal.roles import WHEN, To
from core.audit import on_record, record
from core.models import User


class CannotFind(ValueError):
    """This cannot be found of the criterion; the message says why, in a sentence."""


class NotReady(ValueError):
    """The assessment is not ready; ``reasons`` says what is missing, a sentence for each."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What somebody finds of a criterion.

    ``given`` holds the corrected answers as a file writes them, where the verdict is “correct”, and
    ``answers_seen`` the saves of the group's page that they have read.
    """

    verdict: str
    answers_seen: int
    reason: str = ""
    evidence: str = ""
    points: int | None = None
    given: Mapping[str, object] = field(default_factory=dict)


def save_finding(
    *, by: User, proposal: Proposal, criterion: Criterion, found: Found, seen: int, at: datetime
) -> bool:
    """Save what is found of a criterion; say whether anything changed.

    A claim of the group's is agreed to, or no longer, as the verdict says. Raises :class:`CannotFind`, also
    where the answers have changed since they were read, and ``ChangedMeanwhile`` where somebody has saved
    this page since.
    """
    with assessing_page(proposal, criterion.letter, seen, by, at) as turn:
        held = turn.state.proposal
        answers = _answers_page(held, criterion.letter)
        entry = _group_entry(held, criterion.letter)
        _refuse(found, criterion, entry)
        own = _officers(held)
        finding = Finding.objects.filter(assessment=own, letter=criterion.letter).first()
        before = _state(finding, own, criterion.letter)
        after = {
            "verdict": found.verdict,
            "points": found.points,
            "reason": found.reason,
            "evidence": found.evidence,
            "given": dict(sorted(found.given.items())),
        }
        current = finding is not None and finding.answers_seen == found.answers_seen
        if before == after and current and not turn.state.unfinished:
            return False
        if answers is not None and answers.saves != found.answers_seen:
            raise CannotFind(
                "The answers have changed since you opened this page. Read them again."
            )
        # To find the same of answers that have changed is a change too.
        looked: dict[str, object] = {**after, "answers_seen": found.answers_seen}
        was = {**before, "answers_seen": finding and finding.answers_seen}
        turn.save(*_with_groups(was, looked, entry), event=_FOUND)
        settled = _settle(by, held, entry, found, at)
        put_given(own, criterion.letter, found.given if found.verdict == "correct" else None)
        Finding.objects.update_or_create(
            assessment=own,
            letter=criterion.letter,
            defaults={
                "verdict": found.verdict,
                "points": found.points,
                "reason": found.reason,
                "evidence": found.evidence,
                "answers_seen": settled,
                "by": by,
                "at": at,
            },
        )
    return True


_FOUND = "criterion assessed"


def _refuse(found: Found, criterion: Criterion, entry: CriterionEntry | None) -> None:
    """Refuse what cannot be found of a criterion, whatever page or program asks for it."""
    verdict = Finding.Verdict(found.verdict)
    claimed = entry is not None and bool(entry.not_applicable_reason)
    if verdict in (Finding.Verdict.AGREE, Finding.Verdict.REFUSE) and not claimed:
        raise CannotFind("Nobody says that this does not apply.")
    if verdict == Finding.Verdict.ACCEPT and claimed:
        raise CannotFind("The group says that this does not apply. Agree, or say why you do not.")
    if verdict != Finding.Verdict.ACCEPT and not found.reason.strip():
        raise CannotFind("Give a reason.")
    if (verdict == Finding.Verdict.PICK) != (found.points is not None):
        raise CannotFind("Points go with picking, and picking with points.")
    if found.points is not None and found.points not in criterion.levels:
        raise CannotFind(f"{found.points} is none of the levels of {criterion.letter}.")


def _settle(
    by: User, held: Proposal, entry: CriterionEntry | None, found: Found, at: datetime
) -> int:
    """Agree to the group's claim, or no longer; return how often the group's page is saved now."""
    if entry is None or not entry.not_applicable_reason:
        return found.answers_seen
    agrees = found.verdict == Finding.Verdict.AGREE
    if agrees == bool(entry.agreed_by):
        return found.answers_seen
    settle = agree_not_applicable if agrees else withdraw_agreement
    settle(by=by, proposal=held, letter=entry.letter, seen=found.answers_seen, at=at)
    return PageState.objects.get(proposal=held, page=entry.letter).saves


def _answers_page(held: Proposal, letter: str) -> PageState | None:
    return PageState.objects.select_related("saved_by").filter(proposal=held, page=letter).first()


def _group_entry(held: Proposal, letter: str) -> CriterionEntry | None:
    own = {"assessment__proposal": held, "assessment__of": Assessment.Of.SELF}
    return CriterionEntry.objects.filter(**own, letter=letter).first()


def _officers(held: Proposal) -> Assessment:
    own, _ = Assessment.objects.get_or_create(proposal=held, of=Assessment.Of.OFFICER)
    return own


def _state(finding: Finding | None, own: Assessment, letter: str) -> dict[str, object]:
    """Return all that is found so far, to compare and to put on record."""
    if finding is None:
        return {}
    entry = CriterionEntry.objects.filter(assessment=own, letter=letter).first()
    return {
        "verdict": finding.verdict,
        "points": finding.points,
        "reason": finding.reason,
        "evidence": finding.evidence,
        "given": _given(entry),
    }


def _given(entry: CriterionEntry | None) -> dict[str, object]:
    answers = entry.answers.all() if entry is not None else ()
    return dict(sorted((answer.key, json.loads(answer.value)) for answer in answers))


def _with_groups(
    before: dict[str, object], after: dict[str, object], entry: CriterionEntry | None
) -> tuple[dict[str, object], dict[str, object]]:
    """Return both with the group’s answers beside what holds them: before a correction, or after one is undone.

    So the history can say what the correction changed.
    """
    corrected = [one.get("verdict") == Finding.Verdict.CORRECT for one in (before, after)]
    if corrected == [False, True]:
        return {**before, "groups": _given(entry)}, after
    if corrected == [True, False]:
        return before, {**after, "groups": _given(entry)}
    return before, after


@contextmanager
def assessing_page(
    proposal: Proposal, page: str, seen: int, by: User, at: datetime
) -> Iterator[Turn]:
    """Hold a proposal for one of the officer's pages."""
    with turn_at(proposal, f"{PREFIX}{page}", seen=seen, by=by, at=at) as turn:
        yield turn


# --- what is recommended -------------------------------------------------------------------------


def save_words(
    *, by: User, proposal: Proposal, page: str, words: str, seen: int, at: datetime
) -> bool:
    """Save the “summary” or the “equality” considerations; say whether anything changed."""
    if page not in ("summary", "equality"):
        raise ValueError(page)
    return save_parts(by, proposal, page, {page: words}, seen, at)


def save_wording(
    *, by: User, proposal: Proposal, words: str, refusal: bool = False, seen: int, at: datetime
) -> bool:
    """Save whether a refusal is recommended, and how the resolution is worded in place of what the data gives.

    ``words`` empty: as that is made.
    """
    assessed = assessed_of(proposal)
    assessed.recommendation.refusal = refusal  # for what is made of the data goes by it
    made = assessed.resolution if words else ""
    parts: dict[str, str | int | None] = {"refusal": refusal, "wording": words, "wording_of": made}
    return save_parts(by, proposal, "wording", parts, seen, at)


def save_parts(
    by: User,
    proposal: Proposal,
    page: str,
    parts: Mapping[str, str | int | None],
    seen: int,
    at: datetime,
    allow: Callable[[Proposal], None] = lambda held: None,
) -> bool:
    """Save parts of the recommendation; ``allow`` may refuse once the proposal is held, by raising."""
    with assessing_page(proposal, page, seen, by, at) as turn:
        held = turn.state.proposal
        allow(held)
        said = recommendation_of(held)
        before = {key: getattr(said, key) for key in parts}
        changed = turn.save(before, dict(parts), event="recommendation changed")
        for key, value in parts.items():
            setattr(said, key, value)
        said.save(update_fields=list(parts))
    return changed


def recommendation_of(held: Proposal) -> Recommendation:
    """Return what is recommended of a proposal that is held; a blank one where nobody wrote any yet."""
    said, _ = Recommendation.objects.get_or_create(assessment=_officers(held))
    return said


class Chosen(NamedTuple):
    """A condition: a standard one by its key, or the officer's own words."""

    key: str
    words: str


def save_conditions(
    *,
    by: User,
    proposal: Proposal,
    standard: Collection[str],
    own: Sequence[str],
    seen: int,
    at: datetime,
) -> bool:
    """Save the conditions that are recommended: keys of standard ones, then the officer's own words.

    A standard condition keeps the words that it had when it was chosen first. Keys that are no condition of
    the council's are left out.
    """
    with assessing_page(proposal, "conditions", seen, by, at) as turn:
        held = turn.state.proposal
        said = recommendation_of(held)
        stood = list(RecommendedCondition.objects.filter(assessment=said.assessment))
        wanted = [*_standard(held, standard, stood), *(Chosen("", words) for words in own)]
        before = {
            "conditions": [[one.key, one.words] for one in stood],
            "settled": said.conditions_settled,
        }
        after = {"conditions": [list(one) for one in wanted], "settled": True}
        changed = turn.save(before, after, event="recommendation changed")
        if before != after:
            RecommendedCondition.objects.filter(assessment=said.assessment).delete()
            RecommendedCondition.objects.bulk_create(
                RecommendedCondition(
                    assessment=said.assessment, order=order, key=one.key, words=one.words
                )
                for order, one in enumerate(wanted, start=1)
            )
            said.conditions_settled = True
            said.save(update_fields=["conditions_settled"])
    return changed


def _standard(
    held: Proposal, keys: Collection[str], stood: Sequence[RecommendedCondition]
) -> list[Chosen]:
    """Return the standard conditions that are chosen; a retired one only where it stood already."""
    kept = {one.key: one.words for one in stood if one.key}
    library = StandardCondition.objects.filter(authority=held.authority)
    return [
        Chosen(one.key, kept.get(one.key, one.words))
        for one in library
        if one.key in keys and (one.retired_at is None or one.key in kept)
    ]


# --- ready for checking --------------------------------------------------------------------------


def say_ready(*, by: User, proposal: Proposal, fingerprint: str, at: datetime) -> None:
    """Say that the assessment is ready for another person to check.

    ``fingerprint``: of what the person read when they said so. Raises :class:`NotReady`.
    """
    with on_record():
        held = hold(proposal)
        assessed = assessed_of(held)
        reasons = tuple(gap.said for gap in assessed.gaps)
        if held.state not in WHEN[To.ASSESS]:
            reasons = (f"Its state is “{held.get_state_display()}”.",)
        elif assessed.fingerprint != fingerprint:
            reasons += ("The assessment has changed since you opened the page. Read it again.",)
        if reasons:
            raise NotReady(reasons)
        if assessed.is_ready:
            return
        said = recommendation_of(held)
        said.ready_by, said.ready_at, said.ready_of = by, at, fingerprint
        said.delegation = assessed.delegation
        said.save(update_fields=["ready_by", "ready_at", "ready_of", "delegation"])
        record(
            event="assessment ready",
            by=by,
            authority=held.authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={"of": fingerprint},
        )
        checkers = people_for(held, (Audience.CHECKERS,))[Audience.CHECKERS]
        tell("to-check", proposal=held, authority=held.authority, to=checkers, by=by, at=at)
