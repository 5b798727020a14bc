"""Deciding on a proposal, and asking and answering whether the council looks at that again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from appraisal.actions.gate import gate_of
from appraisal.actions.moves import CannotMove, Seen, make_move, move_on, ready_for
from appraisal.actions.records import keep, record_of
from appraisal.engine.amounts import Ratio, half_up, is_exactly
from appraisal.engine.discount import Discount, granted
from appraisal.models import (
    AgendaItem,
    Decision,
    Maker,
    Outcome,
    Proposal,
    Reconsideration,
    State,
)
from appraisal.queries.assessed import assessed_of, is_provisional
from appraisal.queries.panel import (
    is_published,
    latest_decision,
    live_item,
    table_of,
)
from appraisal.queries.three import Three, three_of
from core.audit import on_record
from core.models import User

GRANTS = (Outcome.APPROVED, Outcome.CONDITIONS)


class CannotDecide(ValueError):
    """The decision cannot be recorded so; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided. ``percent`` None: the discount that the score gives."""

    maker: str
    outcome: str
    decided_on: date
    minute_reference: str
    reasons: str
    percent: Decimal | None = None
    percent_reason: str = ""
    conditions: str = ""
    call_in_ends: date | None = None
    equality_read: bool = False


def decide(
    *,
    by: User,
    proposal: Proposal,
    decided: Decided,
    seen: Seen | None = None,
    at: datetime,
) -> Decision:
    """Record a decision, freeze it, and move the proposal on; a later one stands beside it.

    Raises :class:`CannotDecide` for what the decision itself lacks, and ``CannotMove`` with every reason why
    it cannot be made: a quorum that is not reached, an interest, a provisional result, the assessor's own hand.
    """
    _check(decided, at)
    key = "decide" if decided.maker == Maker.PANEL else "decide-alone"
    with on_record():
        ready = ready_for(key, by=by, proposal=proposal, seen=seen)
        held = ready.held
        item = live_item(held)
        three = three_of(_whole(held), item)
        # The route looks at the officer's result: decided is on the panel's.
        standing = replace(ready.standing, provisional=is_provisional(three.sheet))
        ready._replace(standing=standing).refuse(key)
        percent, amount, basis = _discount(three, decided)
        number = held.decisions.count() + 1
        text = record_of(
            three.sheet,
            event=key,
            by=by,
            at=at,
            beside=_beside(decided, number, percent, amount, item, three),
        )
        digest, then = keep(text, proposal=held, event=key, by=by, at=at)
        make_move(
            key,
            by=by,
            held=held,
            may=ready.may,
            standing=standing,
            to=State(decided.outcome),
            reason=decided.reasons,
            at=at,
            detail={"decision": number, "record": digest},
            then=then,
        )
        made = Decision.objects.create(
            proposal=held,
            item=item,
            number=number,
            maker=decided.maker,
            outcome=decided.outcome,
            decided_on=decided.decided_on,
            minute_reference=decided.minute_reference,
            discount_percent=percent,
            discount_gbp=amount,
            discount_of=basis,
            discount_reason=decided.percent_reason if percent is not None else "",
            conditions=decided.conditions,
            reasons=decided.reasons,
            call_in_ends=decided.call_in_ends,
            recorded_at=at,
            recorded_by=by,
            record_sha256=digest,
        )
        if item is not None:
            item.decided_at = at
            item.save(update_fields=["decided_at"])
    return made


def _check(decided: Decided, at: datetime) -> None:
    if decided.outcome not in Outcome.values or decided.maker not in Maker.values:
        raise CannotDecide("Choose who decided, and what.")
    if not decided.equality_read:
        raise CannotDecide("Say that the equality considerations were read before it was decided.")
    if not decided.minute_reference.strip():
        raise CannotDecide("Enter the reference of the minute.")
    if decided.outcome == Outcome.CONDITIONS and not decided.conditions.strip():
        raise CannotDecide("Enter the conditions.")
    if decided.outcome != Outcome.CONDITIONS and decided.conditions.strip():
        raise CannotDecide("Only “approved with conditions” has conditions.")
    if decided.decided_on > timezone.localdate(at):
        raise CannotDecide("A decision cannot be recorded before the day on which it is made.")
    if decided.call_in_ends is not None and decided.call_in_ends < decided.decided_on:
        raise CannotDecide("The call-in cannot end before the day of the decision.")


def derived_discount(three: Three) -> Discount | None:
    """Return the discount that the panel's score gives; the officer's where the panel agreed nothing else."""
    return three.panel.discount


def _discount(three: Three, decided: Decided) -> tuple[Decimal | None, Decimal | None, str]:
    """Return the percentage and pounds that are granted, and of what: a rent or a price."""
    derived = derived_discount(three)
    if decided.outcome not in GRANTS or derived is None:
        if decided.percent is not None:
            raise CannotDecide("A discount goes only with an approval of a lease, licence or sale.")
        return None, None, ""
    if decided.percent is None or decided.percent == derived.percent:
        return derived.percent, derived.amount, derived.basis
    if not 0 <= decided.percent <= 100:
        raise CannotDecide("A discount is between 0% and 100%.")
    if not is_exactly(Ratio(decided.percent), half_up(Ratio(decided.percent), 2)):
        raise CannotDecide("Write the discount with two decimal places at most, for example 33.33.")
    if not decided.percent_reason.strip():
        raise CannotDecide("Say why the discount is not the one that the score gives.")
    return decided.percent, granted(derived, decided.percent), derived.basis


def _beside(
    decided: Decided,
    number: int,
    percent: Decimal | None,
    amount: Decimal | None,
    item: AgendaItem | None,
    three: Three,
) -> dict[str, object]:
    """Return what the record holds of the decision; people stand in it by number."""
    derived = derived_discount(three)
    said: dict[str, object] = {
        "number": number,
        "maker": str(decided.maker),
        "outcome": str(decided.outcome),
        "decided_on": decided.decided_on.isoformat(),
        "minute_reference": decided.minute_reference,
        "reasons": decided.reasons,
        "conditions": decided.conditions,
        "call_in_ends": decided.call_in_ends.isoformat() if decided.call_in_ends else None,
        "equality_considerations_read": decided.equality_read,
        "discount": {
            "derived_percent": None if derived is None else str(derived.percent),
            "percent": None if percent is None else str(percent),
            "amount_gbp": None if amount is None else str(amount),
            "reason": decided.percent_reason,
        },
        "assessment": assessed_of(three.group_sheet.proposal, three.group_sheet).beside,
        "gate": gate_of(three.group_sheet.proposal),
    }
    return said if item is None else {**said, "panel": _panel(item, three)}


def _panel(item: AgendaItem, three: Three) -> dict[str, object]:
    table = table_of(item)
    agreed: Mapping[str, Any] = three.agreed
    return {
        "meeting": item.meeting_id,
        "held_at": item.meeting.held_at.isoformat(),
        "quorum": item.meeting.quorum,
        "attended": sorted(one.person_id for one in table.seats if one.attended),
        "decided": sorted(one.person_id for one in table.deciding),
        "withdrew": sorted(table.withdrawn),
        "agreed": {
            letter: {"points": one.points, "reason": one.reason}
            for letter, one in sorted(agreed.items())
        },
    }


def _whole(held: Proposal) -> Proposal:
    """Return a held proposal with all that a sheet is read from."""
    rows = Proposal.objects.select_related("organisation", "scheme", "asset", "terms", "authority")
    return rows.get(pk=held.pk)


# --- looking again -------------------------------------------------------------------------------


def ask_again(
    *, by: User, proposal: Proposal, reason: str, seen: Seen | None = None, at: datetime
) -> None:
    """Ask the council for the group to look at its decision again; that can be asked once.

    Raises ``CannotMove`` where there is no decision, it was asked before, or no reason is given.
    """
    with on_record():
        decision = latest_decision(proposal)
        if decision is None:
            raise CannotMove(("There is no decision yet.",))
        move_on("ask-again", by=by, proposal=proposal, seen=seen, reason=reason, at=at)
        Reconsideration.objects.create(
            proposal=proposal,
            decision=decision,
            asked_at=at,
            asked_by=by,
            reason=reason.strip(),
        )


def answer_again(
    *,
    by: User,
    proposal: Proposal,
    uphold: bool,
    reason: str,
    seen: Seen | None = None,
    at: datetime,
) -> None:
    """Assess a proposal again that a group has asked about, or stand by the decision: with a reason.

    Raises ``CannotMove`` where nobody asks, or no reason is given.
    """
    with on_record():
        latest = latest_decision(proposal)
        key, to = "look-again", State.ASSESSMENT
        if uphold and latest is not None:
            published = is_published(latest)
            key = "uphold-published" if published else "uphold"
            to = State.PUBLISHED if published else State(latest.outcome)
        ready = ready_for(key, by=by, proposal=proposal, seen=seen)
        make_move(
            key,
            by=by,
            held=ready.held,
            may=ready.may,
            standing=ready.standing,
            to=to,
            reason=reason,
            at=at,
        )
        Reconsideration.objects.filter(proposal=proposal).update(
            answered_at=at, answered_by=by, upheld=uphold, answer=reason.strip()
        )
