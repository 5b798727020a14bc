"""Saving what is said of a criterion, and agreeing that one does not apply."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from appraisal.actions.pages import turn_at
from appraisal.models import Answer, Assessment, CriterionEntry, Proposal
from core.models import Authority, User


class CannotAgree(ValueError):
    """There is nothing to agree to; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a criterion. A part that is None is not theirs to say and stays as it is.

    ``keys`` are those of the questions they were asked, ``given`` the answers as a file writes them.
    Nothing given and not ``answered``: they take back what they had said.
    """

    keys: Collection[str]
    given: Mapping[str, object] = field(default_factory=dict)
    answered: bool = True
    reason: str | None = None  # why it does not apply; blank: it does
    evidence: str | None = None
    note: str | None = None
    agreed_by: str = ""  # where the person who says so may agree to it as well


def save_criterion(
    *, by: User, proposal: Proposal, letter: str, said: Said, seen: int, at: datetime
) -> bool:
    """Save what is said of a criterion; say whether anything changed.

    A claim that it does not apply takes the answers away, and a changed claim its agreement. Raises
    ``ChangedMeanwhile`` where somebody saved the page after this person had opened it.
    """
    with turn_at(proposal, letter, seen=seen, by=by, at=at) as turn:
        entry = _entry(turn.state.proposal, letter)
        before = _state(entry)
        _change(entry, said)
        after = _merged(entry, before["given"], said)
        changed = turn.save(before, after)
        if changed:
            _store(entry, after["given"])
    return changed


def agree_not_applicable(
    *, by: User, proposal: Proposal, letter: str, seen: int, at: datetime
) -> None:
    """Agree for the council that a criterion does not apply.

    Raises :class:`CannotAgree` where nobody says so, and ``ChangedMeanwhile`` where the reason may not
    be the one that the officer has read.
    """
    _settle(by, proposal, letter, agreed_for(proposal.authority), seen, at)


def agreed_for(authority: Authority) -> str:
    """Return who agrees for a council, as answers and records hold it: who it was stands in the audit.

    People stand there by number, so that somebody can be made anonymous without touching a record.
    """
    words = f"an asset officer of {authority.name}"
    return words[: CriterionEntry._meta.get_field("agreed_by").max_length]


def withdraw_agreement(
    *, by: User, proposal: Proposal, letter: str, seen: int, at: datetime
) -> None:
    """Take the council's agreement back: the criterion counts as unanswered again."""
    _settle(by, proposal, letter, "", seen, at)


def _settle(
    by: User, proposal: Proposal, letter: str, agreed_by: str, seen: int, at: datetime
) -> None:
    with turn_at(proposal, letter, seen=seen, by=by, at=at) as turn:
        entry = _entry(turn.state.proposal, letter)
        if not entry.not_applicable_reason:
            raise CannotAgree(f"Nobody says that {letter} does not apply.")
        before = _state(entry)
        entry.agreed_by = agreed_by
        event = "not applicable agreed" if agreed_by else "agreement withdrawn"
        unfinished = turn.state.unfinished
        if turn.save(before, _state(entry), unfinished=unfinished, event=event):
            entry.save()


def _entry(proposal: Proposal, letter: str) -> CriterionEntry:
    own = Assessment.objects.get(proposal=proposal, of=Assessment.Of.SELF)
    found = CriterionEntry.objects.filter(assessment=own, letter=letter).first()
    return found or CriterionEntry(assessment=own, letter=letter)


def _change(entry: CriterionEntry, said: Said) -> None:
    if said.reason is not None and said.reason != entry.not_applicable_reason:
        entry.not_applicable_reason = said.reason
        entry.agreed_by = said.agreed_by if said.reason else ""
    entry.evidence = entry.evidence if said.evidence is None else said.evidence
    entry.note = entry.note if said.note is None else said.note


def _merged(
    entry: CriterionEntry, stored: Mapping[str, object], said: Said
) -> dict[str, dict[str, object]]:
    """Return how the entry will stand: answers of others kept, the person's own replaced."""
    given = {key: value for key, value in stored.items() if key not in said.keys}
    given |= dict(said.given)
    claimed = bool(entry.not_applicable_reason)
    entry.answered = not claimed and (said.answered or bool(given))
    return _state(entry, {} if claimed else given)


def _state(
    entry: CriterionEntry, given: Mapping[str, object] | None = None
) -> dict[str, dict[str, object]]:
    """Return all that an entry says, to compare and to put on record."""
    if given is None:
        stored = entry.answers.all() if entry.pk else ()
        given = {answer.key: json.loads(answer.value) for answer in stored}
    beside = {
        "answered": entry.answered,
        "not_applicable_reason": entry.not_applicable_reason,
        "agreed_by": entry.agreed_by,
        "evidence": entry.evidence,
        "note": entry.note,
    }
    return {"given": dict(sorted(given.items())), "beside": beside}


def _store(entry: CriterionEntry, given: Mapping[str, object]) -> None:
    entry.save()
    entry.answers.exclude(key__in=given.keys()).delete()
    Answer.objects.bulk_create(
        [
            Answer(entry=entry, key=key, value=json.dumps(value, ensure_ascii=False))
            for key, value in given.items()
        ],
        update_conflicts=True,
        unique_fields=["entry", "key"],
        update_fields=["value"],
    )


def put_given(own: Assessment, letter: str, given: Mapping[str, object] | None) -> None:
    """Make an assessment's entry hold these answers and nothing else; None: it has no entry."""
    if given is None:
        CriterionEntry.objects.filter(assessment=own, letter=letter).delete()
        return
    entry, _ = CriterionEntry.objects.get_or_create(assessment=own, letter=letter)
    entry.answered = True
    _store(entry, given)


def put_answer(proposal: Proposal, letter: str, given: Mapping[str, object] | None) -> None:
    """Make an entry say what a file says of a criterion; None: nothing. Inside the caller's turn."""
    entry = _entry(proposal, letter)
    said = dict(given or {})
    claim = said.pop("not_applicable", {})
    claimed: Mapping[str, object] = claim if isinstance(claim, Mapping) else {}
    entry.not_applicable_reason = str(claimed.get("reason", ""))
    entry.agreed_by = str(claimed.get("agreed_by", ""))
    entry.evidence = str(said.pop("evidence", ""))
    entry.note = str(said.pop("note", ""))
    entry.answered = given is not None and not claimed
    _store(entry, said)
