"""Who belongs to a group or a council: roles are given, changed and taken away.

A group always keeps a lead and a council an administrator, so that nobody is locked out. What somebody may
do is read afresh on every request, so all of this holds from the next one on.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from appraisal.actions.notices import write_to
from core.audit import on_record, record
from core.models import STAFF_ROLES, Authority, Membership, Organisation, Role, User


class CannotChange(ValueError):
    """The change cannot be made; the message is a sentence for whoever wanted it."""


def hold_group(group: Organisation) -> Organisation:
    """Lock a group's row: whoever changes who belongs to it does this first."""
    held = Organisation.objects.select_for_update(no_key=True)
    return held.get(pk=group.pk)


def hold_council(council: Authority) -> Authority:
    """Lock a council's row: whoever changes who belongs to it does this first."""
    return Authority.objects.select_for_update(no_key=True).get(pk=council.pk)


def join_group(
    *, user: User, organisation: Organisation, role: Role, by: User | None, at: datetime
) -> Membership:
    """Make somebody a member of a group, or its lead; a lead who is asked to be a member stays lead.

    Inside ``on_record`` with the group held. Raises :class:`CannotChange` where they are that already.
    """
    theirs = organisation.memberships.filter(user=user).first()
    if theirs is None:
        return _add(user, organisation.authority, organisation, role, by, at)
    if theirs.role == Role.GROUP_LEAD or theirs.role == role:
        raise CannotChange(f"You belong to {organisation.name} already.")
    _change(theirs, role, by, at)
    return theirs


def change_role(*, by: User, membership: Membership, role: Role, at: datetime) -> bool:
    """Make a member of a group its lead, or a lead a member; say whether that was a change.

    Raises :class:`CannotChange` where the group would be left without a lead.
    """
    with on_record():
        held = _held_in_group(membership)
        if held.role == role:
            return False
        if held.role == Role.GROUP_LEAD:
            _keeps_a_lead(held)
        _change(held, role, by, at)
    return True


def remove_member(*, by: User, membership: Membership, at: datetime) -> None:
    """Take somebody out of a group, at once.

    They are told by mail, so that nobody finds out at a page that is not there any more. Raises
    :class:`CannotChange` where the group would be left without a lead.
    """
    with on_record():
        held = _held_in_group(membership)
        if held.role == Role.GROUP_LEAD:
            _keeps_a_lead(held)
        _remove(held, by, at)
        assert held.organisation is not None  # noqa: S101 (a member of a group has one)
        _write_to_removed(held, str(held.organisation), at)


def leave_group(
    *, by: User, organisation: Organisation, successor: int | None = None, at: datetime
) -> None:
    """Leave a group, at once; the last lead names who leads it afterwards, by number.

    Raises :class:`CannotChange` where nobody would lead the group.
    """
    with on_record():
        group = hold_group(organisation)
        own = group.memberships.filter(user=by).first()
        if own is None:
            return  # the button was pressed twice
        if successor is not None:
            _name(group, successor, by, at)
        if own.role == Role.GROUP_LEAD:
            _keeps_a_lead(own)
        _remove(own, by, at)


def _name(group: Organisation, successor: int, by: User, at: datetime) -> None:
    """Make another member lead the group."""
    heir = group.memberships.filter(user_id=successor, user__is_active=True).first()
    if heir is None or heir.user_id == by.pk:
        raise CannotChange("Choose somebody who belongs to the group.")
    if heir.role != Role.GROUP_LEAD:
        _change(heir, Role.GROUP_LEAD, by, at)


def set_roles(
    *, by: User, user: User, authority: Authority, roles: Iterable[Role], at: datetime
) -> bool:
    """Let somebody have exactly these roles at a council; say whether that was a change.

    Who is left with none, and has not given them up, is told by mail.
    Raises :class:`CannotChange` where the council would be left without an administrator.
    """
    wanted = frozenset(roles) & frozenset(STAFF_ROLES)
    with on_record():
        hold_council(authority)
        theirs = {
            one.role: one for one in _staff(authority).filter(user=user).select_related("user")
        }
        if Role.ADMINISTRATOR in theirs and Role.ADMINISTRATOR not in wanted:
            _keeps_an_administrator(theirs[Role.ADMINISTRATOR])
        for role, membership in theirs.items():
            if role not in wanted:
                _remove(membership, by, at)
        new = [role for role in STAFF_ROLES if role in wanted and role not in theirs]
        for role in new:
            _add(user, authority, None, role, by, at)
        if theirs and not wanted and user.pk != by.pk:
            _write_to_removed(next(iter(theirs.values())), str(authority), at)
    return bool(new) or wanted != theirs.keys()


def leave_council(*, by: User, authority: Authority, at: datetime) -> None:
    """Give up every role at a council, at once; groups stay as they are.

    Raises :class:`CannotChange` for its last administrator.
    """
    set_roles(by=by, user=by, authority=authority, roles=(), at=at)


def _staff(authority: Authority) -> QuerySet[Membership]:
    return Membership.objects.filter(authority=authority, organisation=None)


def _held_in_group(membership: Membership) -> Membership:
    """Hold the group of a membership, then read that again: it may have changed meanwhile."""
    assert membership.organisation is not None  # noqa: S101 (a member of a group has one)
    group = hold_group(membership.organisation)
    held = group.memberships.select_related("authority", "user").filter(pk=membership.pk).first()
    if held is None:
        raise CannotChange("This person does not belong to the group any more.")
    held.organisation = group
    return held


def _keeps_a_lead(membership: Membership) -> None:
    others = Membership.objects.filter(
        organisation=membership.organisation_id, role=Role.GROUP_LEAD, user__is_active=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise CannotChange("A group always has a lead. Make somebody else its lead first.")


def _keeps_an_administrator(membership: Membership) -> None:
    others = _staff(membership.authority).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise CannotChange(
            "A council always has an administrator. Make somebody else administrator first."
        )


def _add(
    user: User,
    authority: Authority,
    organisation: Organisation | None,
    role: Role,
    by: User | None,
    at: datetime,
) -> Membership:
    added = Membership.objects.create(
        user=user, authority=authority, organisation=organisation, role=role
    )
    _tell("membership added", added, by, at, {"role": role})
    return added


def _change(membership: Membership, role: Role, by: User | None, at: datetime) -> None:
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    _tell("membership changed", membership, by, at, {"before": before, "after": str(role)})


def _remove(membership: Membership, by: User, at: datetime) -> None:
    left = membership.user_id == by.pk
    detail = {"role": membership.role, "why": "left" if left else "removed"}
    _tell("membership removed", membership, by, at, detail)
    membership.delete()


def _write_to_removed(gone: Membership, what: str, at: datetime) -> None:
    """Write to somebody that they do not belong any more; it says neither who did it nor what they were.

    The letter goes to an address, for one to a person goes only to those who belong.
    """
    if gone.user.is_active:
        write_to(
            gone.user.email,
            kind="removed",
            authority=gone.authority,
            subject=f"You no longer belong to {what}",
            text=f"You were removed from {what}, so you cannot see its proposals any more. What you wrote stays. Your "
            "account stays as well.\n\nIf you think that this is a mistake, ask the people of "
            f"{what}.",
            at=at,
        )


def _tell(
    event: str, of: Membership, by: User | None, at: datetime, detail: Mapping[str, object]
) -> None:
    record(
        event=event,
        by=by,
        authority=of.authority,
        about=f"membership:{of.pk}",
        at=at,
        detail={"user": of.user_id, "organisation": of.organisation_id, **detail},
    )
