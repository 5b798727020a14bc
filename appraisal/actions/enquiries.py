"""What happens to an enquiry: the officer says whether it is eligible and what is known, the group begins."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from appraisal.actions.facts import exact
from appraisal.actions.moves import CannotMove, Seen, make_move, ready_for
from appraisal.actions.notices import tell
from appraisal.actions.pages import turn_at
from appraisal.eligibility import CONDITIONS
from appraisal.models import Disclosure, Eligibility, Proposal, State
from appraisal.notices import Audience
from appraisal.queries.audience import people_for
from core.audit import on_record
from core.models import User

DISCLOSED = (
    *("condition_known", "condition", "surveyed_on"),
    *("costs_known", "running_costs_gbp_pa", "costs_made_of"),
    *("title", "restricted", "restrictions", "open_space"),
)
CHANGED = (
    "The council has changed what it tells of the building or land since you opened this page. "
    "Read it again."
)
UNREAD = "Say that you have read what the council tells of the building or land."


class CannotSay(ValueError):
    """What is said of an enquiry does not hold together; the message says why."""


def say_eligible(
    *,
    by: User,
    proposal: Proposal,
    said: Mapping[str, tuple[bool, str]],
    seen: int,
    at: datetime,
) -> bool:
    """Say of each condition of eligibility whether an enquiry meets it, and why; say whether that is new.

    ``said``: condition's key → yes or no, and the reason. Raises :class:`CannotSay` where one is left
    out or has no reason, ``ChangedMeanwhile`` and ``MovedMeanwhile``.
    """
    wanted = {one.key for one in CONDITIONS[proposal.kind]}
    if said.keys() != wanted or not all(reason.strip() for _, reason in said.values()):
        raise CannotSay("Answer every condition, and give a reason for each.")
    with turn_at(proposal, "eligibility", seen=seen, by=by, at=at) as turn:
        held = turn.state.proposal
        before = {
            one.key: [one.met, one.reason] for one in Eligibility.objects.filter(proposal=held)
        }
        after = {key: [met, reason.strip()] for key, (met, reason) in sorted(said.items())}
        changed = turn.save(before, after, event="eligibility said")
        if changed:
            for key, (met, reason) in said.items():
                Eligibility.objects.update_or_create(
                    proposal=held,
                    key=key,
                    defaults={"met": met, "reason": reason.strip(), "by": by, "at": at},
                )
    return changed


def disclose(
    *, by: User, proposal: Proposal, known: Mapping[str, object], seen: int, at: datetime
) -> bool:
    """Tell the group what is known of the building or land; say whether that is new.

    ``known`` holds the columns of a :class:`Disclosure` that are named in ``DISCLOSED``. Raises
    :class:`CannotSay` where something is said to be known and not told, ``ChangedMeanwhile`` and
    ``MovedMeanwhile``.
    """
    told = Disclosure(**{key: known[key] for key in DISCLOSED})
    _check(told)
    with turn_at(proposal, "disclosure", seen=seen, by=by, at=at) as turn:
        held = turn.state.proposal
        own = Disclosure.objects.filter(proposal=held).first()
        before = _plain(own) if own else None
        changed = turn.save(before, _plain(told), event="building or land disclosed")
        if changed:
            told.pk = own.pk if own else None
            told.proposal, told.by, told.at, told.saves = held, by, at, turn.state.saves
            told.save(force_insert=own is None)
            if held.state == State.INVITED:  # before, the group has not been told anything
                _tell_group(held, by, at)
    return changed


def _tell_group(held: Proposal, by: User, at: datetime) -> None:
    people = people_for(held, (Audience.GROUP,))[Audience.GROUP]
    tell("disclosed", proposal=held, authority=held.authority, to=people, by=by, at=at)


def known_of(told: Disclosure) -> dict[str, object]:
    """Return what was told, column by column; an amount without the zeros that its column adds."""
    return {key: exact(getattr(told, key)) for key in DISCLOSED}


def _check(told: Disclosure) -> None:
    known = Disclosure.Known.YES
    if told.condition_known == known and not told.condition:
        raise CannotSay("Say what is known of the condition.")
    if told.costs_known == known and (told.running_costs_gbp_pa is None or not told.costs_made_of):
        raise CannotSay("Say what the running costs come to, and what they are made of.")
    if told.restricted == Disclosure.Answer.YES and not told.restrictions:
        raise CannotSay("Say what the restrictions are.")


# Written out, for Django takes longer to make such SQL than a database to answer it.
_TOLD = "SELECT * FROM appraisal_disclosure WHERE proposal_id = %s"


def told_of(proposal: Proposal) -> dict[str, object] | None:
    """Return what a group was told of the building or land, as a record keeps it; None: nothing."""
    told = next(iter(Disclosure.objects.raw(_TOLD, [proposal.pk.hex])), None)
    return _plain(told) if told else None


def _plain(told: Disclosure) -> dict[str, object]:
    return {key: _text(getattr(told, key)) for key in DISCLOSED}


def _text(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def begin_application(
    *,
    by: User,
    proposal: Proposal,
    read: int | None,
    seen: Seen | None = None,
    at: datetime,
) -> None:
    """Begin the application, having read what the council tells of the building or land.

    ``read``: which version of that was read, by its count of saves; None: none was. It is put on record.
    Raises ``CannotMove``, also where the council has changed it since, and ``MovedMeanwhile``.
    """
    with on_record():
        ready = ready_for("begin", by=by, proposal=proposal, seen=seen)
        ready.refuse("begin")
        told = Disclosure.objects.filter(proposal=ready.held).first()
        if told is not None:
            if read is None:
                raise CannotMove((UNREAD,))
            if read != told.saves:
                raise CannotMove((CHANGED,))
            told.read_by, told.read_at = by, at
            told.save(update_fields=["read_by", "read_at"])
        make_move(
            "begin",
            by=by,
            held=ready.held,
            may=ready.may,
            standing=ready.standing,
            at=at,
            detail={"disclosure read": read},
        )
