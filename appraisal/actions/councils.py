"""What a council sets up: its lists of aims, and the groups that deal with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from appraisal.models import CouncilAim
from core.audit import record
from core.models import Authority, Membership, Organisation, Role, User


class CannotRegister(ValueError):
    """The group cannot be registered; the message says why."""


def register_group(
    *, by: User, authority: Authority, name: str, join: bool, at: datetime
) -> Organisation:
    """Register a group with a council; ``join``: the person who does so is its first member.

    Raises :class:`CannotRegister` where the council knows a group of this name already.
    """
    name = " ".join(name.split())
    if not name:
        raise CannotRegister("Enter the name of the group.")
    try:
        with transaction.atomic():
            group = Organisation.objects.create(authority=authority, name=name)
            if join:
                Membership.objects.create(
                    user=by, authority=authority, organisation=group, role=Role.GROUP_MEMBER
                )
            about = f"organisation:{group.pk}"
            record(event="group registered", by=by, authority=authority, about=about, at=at)
    except IntegrityError:
        raise CannotRegister(
            f"{authority} knows a group called “{name}” already. Ask one of its members or the council to add you."
        ) from None
    return group


def set_aims(
    *,
    by: User | None,
    authority: Authority,
    kind: str,
    lists: Mapping[str, Sequence[tuple[str, str]]],
    at: datetime,
) -> None:
    """Set what proposals of a kind are rated against: letter → keys and words, in order.

    Proposals that were started before keep the lists that they began with.
    """
    with transaction.atomic():
        CouncilAim.objects.filter(authority=authority, kind=kind, letter__in=lists).delete()
        CouncilAim.objects.bulk_create(
            CouncilAim(
                authority=authority, kind=kind, letter=letter, order=order, key=key, words=words
            )
            for letter, aims in lists.items()
            for order, (key, words) in enumerate(aims)
        )
        record(
            event="lists set",
            by=by,
            authority=authority,
            about=f"aims:{kind}",
            at=at,
            detail={letter: dict(aims) for letter, aims in lists.items()},
        )
