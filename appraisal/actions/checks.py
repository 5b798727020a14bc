"""The checklist: what a council begins with, what a proposal is sent in under, what an officer finds."""

from datetime import datetime

from appraisal.actions.pages import turn_at
from appraisal.checklist import DEFAULTS
from appraisal.models import Check, ChecklistItem, Proposal
from core.models import Authority, User


class CannotSettle(ValueError):
    """The check cannot be settled so; the message says why."""


def give_default_items(council: Authority) -> None:
    """Give a new council the product's items, inside the transaction that sets it up."""
    ChecklistItem.objects.bulk_create(
        ChecklistItem(authority=council, kind=kind, order=order, **item._asdict())
        for kind, items in DEFAULTS.items()
        for order, item in enumerate(items)
    )


def copy_checklist(held: Proposal) -> list[Check]:
    """Give a proposal the council's checklist in today's words, and return it; it keeps one it has.

    Inside the transaction that sends the proposal in.
    """
    own = list(Check.objects.filter(proposal=held))
    if own:
        return own
    items = ChecklistItem.objects.filter(
        authority=held.authority, kind=held.kind, retired_at__isnull=True
    )
    return Check.objects.bulk_create(
        Check(proposal=held, key=one.key, title=one.title, hint=one.hint, order=order)
        for order, one in enumerate(items)
    )


def page_of(check: Check) -> str:
    """Return the name of a check's page, under which its saves are counted."""
    return f"check-{check.pk}"


def settle_check(
    *,
    by: User,
    proposal: Proposal,
    check: Check,
    outcome: str,
    reason: str,
    evidence: str = "",
    seen: int,
    at: datetime,
) -> bool:
    """Say how one item of the checklist came out; say whether that changed anything.

    ``evidence`` tells what was looked at. Raises :class:`CannotSettle` without a reason,
    ``ChangedMeanwhile`` where somebody else was faster, and ``MovedMeanwhile``.
    """
    if outcome not in Check.Outcome.values:
        raise CannotSettle("Choose how the check came out.")
    reason, evidence = reason.strip(), evidence.strip()
    if outcome != Check.Outcome.OPEN and not reason:
        raise CannotSettle("Give a reason.")
    with turn_at(proposal, page_of(check), seen=seen, by=by, at=at) as turn:
        own = Check.objects.get(pk=check.pk, proposal=turn.state.proposal)
        before = _state(own)
        own.outcome, own.reason, own.evidence, own.by, own.at = outcome, reason, evidence, by, at
        changed = turn.save(before, _state(own), event="check settled")
        if changed:
            own.save()
    return changed


def _state(check: Check) -> dict[str, str]:
    return {
        "item": check.key,
        "outcome": str(check.outcome),
        "reason": check.reason,
        "evidence": check.evidence,
    }
