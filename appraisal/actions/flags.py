"""Flags on a proposal: raised and resolved with a reason."""

from collections.abc import Mapping
from datetime import datetime

from appraisal.actions.pages import hold
from appraisal.models import Flag, Proposal
from appraisal.roles import WHEN, To
from core.audit import on_record, record
from core.models import User


class CannotFlag(ValueError):
    """The flag cannot be raised or resolved; the message says why."""


def raise_flag(*, by: User, proposal: Proposal, letter: str, reason: str, at: datetime) -> Flag:
    """Raise a flag on a criterion, or on the proposal as a whole (``letter`` empty).

    One that this person has raised in the same words, and nobody has resolved, is returned: a button pressed
    twice raises one.
    """
    with on_record():
        held = _flaggable(proposal, reason)
        said = {"proposal": held, "letter": letter, "reason": reason.strip(), "raised_by": by}
        same = Flag.objects.filter(**said, resolved_at=None).first()
        if same is not None:
            return same
        flag = Flag.objects.create(**said, raised_at=at)
        detail = {"flag": flag.pk, "letter": letter, "reason": flag.reason}
        _tell(held, "flag raised", by, at, detail)
    return flag


def resolve_flag(*, by: User, proposal: Proposal, flag: int, resolution: str, at: datetime) -> None:
    """Resolve a flag with a reason. Raises :class:`CannotFlag` where somebody else was faster."""
    with on_record():
        held = _flaggable(proposal, resolution)
        found = Flag.objects.filter(proposal=held, pk=flag).select_related("resolved_by").first()
        if found is None:
            raise CannotFlag("There is no such flag.")
        if found.resolved_at is not None:
            raise CannotFlag(f"{found.resolved_by} has resolved this flag already.")
        found.resolution, found.resolved_by, found.resolved_at = resolution.strip(), by, at
        found.save(update_fields=["resolution", "resolved_by", "resolved_at"])
        detail = {"flag": flag, "letter": found.letter, "reason": found.resolution}
        _tell(held, "flag resolved", by, at, detail)


def _flaggable(proposal: Proposal, reason: str) -> Proposal:
    held = hold(proposal)
    if held.state not in WHEN[To.ASSESS]:
        raise CannotFlag(
            f"Its state is “{held.get_state_display()}”, so its flags stay as they are."
        )
    if not reason.strip():
        raise CannotFlag("Give a reason.")
    return held


def _tell(held: Proposal, event: str, by: User, at: datetime, detail: Mapping[str, object]) -> None:
    record(
        event=event,
        by=by,
        authority=held.authority,
        about=f"proposal:{held.pk}",
        at=at,
        detail=dict(detail),
    )
