"""Invitations: by mail, with a link that works once and for a time. Why so: docs/adr/0015-invitations.md."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from allauth.account.models import EmailAddress
from django.urls import reverse

from appraisal.actions.councils import add_staff
from appraisal.actions.notices import write_to
from appraisal.actions.people import CannotChange, hold_council, hold_group, join_group
from core.audit import on_record, record
from core.models import GROUP_ROLES, Authority, Invitation, Membership, Organisation, Role, User

LASTS = timedelta(days=14)


class CannotInvite(ValueError):
    """Nobody can be invited so; the message is a sentence for whoever wanted it."""


class Over(StrEnum):
    """Why an invitation cannot be accepted any more."""

    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class CannotAccept(ValueError):
    """The invitation cannot be accepted; the message is a sentence for whoever wanted to."""


class IsOver(CannotAccept):
    """It was accepted or withdrawn, or has expired: ``why`` says which."""

    def __init__(self, why: Over) -> None:
        super().__init__(f"This invitation is {why}.")
        self.why = why


class OtherAddress(CannotAccept):
    """It was sent to an address that is not this person's, and they have not said that it is for them."""


def hash_of(token: str) -> str:
    """Return what is kept of the secret in a link. It is long and random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def over(invitation: Invitation, at: datetime) -> Over | None:
    """Say why an invitation cannot be accepted any more; None while it can."""
    if invitation.accepted_by_id is not None:
        return Over.ACCEPTED
    if invitation.over_at is not None:
        # Its address was erased long after it had expired: then nobody withdrew it.
        return Over.EXPIRED if invitation.over_at == invitation.expires_at else Over.WITHDRAWN
    return Over.EXPIRED if at >= invitation.expires_at else None


def is_own(user: User, email: str) -> bool:
    """Say whether an address is one that a person has confirmed as theirs."""
    own = EmailAddress.objects.filter(user=user, verified=True)
    return bool(own.filter(email__iexact=email).exists())


def invite(
    *,
    by: User,
    authority: Authority,
    organisation: Organisation | None = None,
    role: Role,
    email: str,
    at: datetime,
) -> Invitation:
    """Invite somebody to a group, or to a role at the council; to an address once at a time.

    An open invitation to the same address is sent again instead, with this role, and its old link ends.
    Raises :class:`CannotInvite` where they have the role already.
    """
    email = email.strip().lower()
    with on_record():
        _hold_place(authority, organisation)
        _refuse_who_is_there(authority, organisation, role, email)
        same = Invitation.objects.filter(
            authority=authority, organisation=organisation, email=email, over_at=None
        )
        open_one = same.first() if organisation else same.filter(role=role).first()
        invitation = open_one or Invitation(
            authority=authority, organisation=organisation, email=email
        )
        invitation.role = role
        again = " again" if open_one else ""
        _send(invitation, by, at, event=f"invitation sent{again}")
    return invitation


def send_again(*, by: User, invitation: Invitation, at: datetime) -> None:
    """Send an invitation with a new link, for another two weeks; the old link ends.

    Raises :class:`IsOver` where it was accepted or withdrawn; one that has only expired begins anew.
    """
    with on_record():
        held = _held(invitation)
        if (why := over(held, at)) and (why != Over.EXPIRED or held.over_at is not None):
            raise IsOver(why)
        _send(held, by, at, event="invitation sent again")


def withdraw(*, by: User, invitation: Invitation, at: datetime) -> None:
    """Withdraw an invitation: its link ends.

    Raises :class:`IsOver` where it was accepted in the meantime.
    """
    with on_record():
        held = _held(invitation)
        why = over(held, at)
        if why == Over.WITHDRAWN or (why == Over.EXPIRED and held.over_at is not None):
            return  # the button was pressed twice, or the address was erased meanwhile
        if why == Over.ACCEPTED:
            raise IsOver(why)
        held.over_at, held.email = at, ""
        held.save(update_fields=["over_at", "email"])
        _tell("invitation withdrawn", held, by, at)


def accept(*, by: User, invitation: Invitation, meant: bool, at: datetime) -> None:
    """Take up an invitation, once: of two people at the same moment one does.

    ``meant``: somebody with another address says that a group's invitation is for them. Raises
    :class:`IsOver`, :class:`OtherAddress`, or :class:`CannotAccept` for a role at the council under
    another address, and for somebody who has the role already.
    """
    with on_record():
        _hold_place(invitation.authority, invitation.organisation)
        held = _held(invitation)
        if why := over(held, at):
            raise IsOver(why)
        own = is_own(by, held.email)
        _refuse_another_address(held, own=own, meant=meant)
        _join(by, held, at)
        held.accepted_by, held.over_at, held.email = by, at, ""
        held.save(update_fields=["accepted_by", "over_at", "email"])
        _tell("invitation accepted", held, by, at, {"other_address": not own})
        if not own:
            _tell_inviter(held, at)


def _refuse_who_is_there(
    authority: Authority, organisation: Organisation | None, role: Role, email: str
) -> None:
    there = Membership.objects.filter(
        authority=authority, organisation=organisation, user__email__iexact=email
    )
    if organisation is None:
        there = there.filter(role=role)
    elif role == Role.GROUP_LEAD:
        there = there.filter(role=Role.GROUP_LEAD)
    if there.exists():
        what = f"belongs to {organisation.name}" if organisation else f"is {_a(role)}"
        raise CannotInvite(f"Somebody with this address {what} already")


def _refuse_another_address(held: Invitation, *, own: bool, meant: bool) -> None:
    if own:
        return
    if held.role not in GROUP_ROLES:
        raise CannotAccept(
            f"This invitation was sent to {held.email}. A role at the council can be taken up with that "
            "address only, because it opens what groups have told the council. Sign in with it, or ask who "
            "invited you to send an invitation to the address that you use."
        )
    if not meant:
        raise OtherAddress(f"This invitation was sent to {held.email}")


def _join(by: User, held: Invitation, at: datetime) -> None:
    role = Role(held.role)
    if held.organisation is None:
        _join_council(by, held.authority, role, at)
        return
    try:
        join_group(user=by, organisation=held.organisation, role=role, by=by, at=at)
    except CannotChange as cannot:
        raise CannotAccept(str(cannot)) from None


def _join_council(by: User, authority: Authority, role: Role, at: datetime) -> None:
    if authority.memberships.filter(user=by, organisation=None, role=role).exists():
        raise CannotAccept(f"You are {_a(role)} of {authority} already.")
    add_staff(user=by, authority=authority, role=role, by=by, at=at)


def _hold_place(authority: Authority, organisation: Organisation | None) -> None:
    """Lock what is joined, always before the invitation: two who wait for each other would wait for ever."""
    if organisation is not None:
        hold_group(organisation)
    else:
        hold_council(authority)


def _held(invitation: Invitation) -> Invitation:
    """Lock an invitation and read it again: whoever is second finds it accepted."""
    held = Invitation.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("authority", "organisation", "invited_by").get(pk=invitation.pk)


def _send(invitation: Invitation, by: User, at: datetime, *, event: str) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_sha256, invitation.invited_by = hash_of(token), by
    invitation.sent_at, invitation.expires_at = at, at + LASTS
    invitation.save()
    _tell(event, invitation, by, at)
    council = invitation.authority
    what = (
        f"{invitation.organisation.name}, a group at {council}"
        if invitation.organisation
        else f"{council}"
    )
    write_to(
        invitation.email,
        kind="invitation",
        authority=council,
        subject=f"You are invited to join {invitation.organisation or council}",
        text=_text(invitation, by, what),
        link=reverse("appraisal:invitation", args=[council.slug, token]),
        go="Read the invitation",
        at=at,
    )


def _text(invitation: Invitation, by: User, what: str) -> str:
    role = Role(invitation.role)
    return (
        f"{by.name or 'Somebody'} invites you to join {what}. You would be {_a(role)}.\n\n"
        f"Follow the link within {LASTS.days} days. You sign in there, or create an account, and then say "
        "whether you want to join. The link works once and is for you alone: please do not pass it on.\n\n"
        "If you do not know what this is about, do nothing."
    )


def _a(role: Role) -> str:
    """Return a role in the middle of a sentence."""
    words = role.label.lower()
    if role == Role.GROUP_LEAD:
        return "its lead"
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def _tell_inviter(held: Invitation, at: datetime) -> None:
    if not held.invited_by.is_active:
        return
    write_to(
        held.invited_by.email,
        kind="invitation-other-address",
        authority=held.authority,
        subject="Your invitation was accepted with another address",
        text=f"Somebody joined {held.organisation} by your invitation, signed in with another email address "
        "than the one that you had sent it to. They said that it was meant for them. If you do not know "
        "who it is, remove them from the group.",
        link=reverse("appraisal:group", args=[held.authority.slug, held.organisation_id]),
        go="See who belongs to the group",
        at=at,
    )


def _tell(
    event: str, of: Invitation, by: User, at: datetime, more: dict[str, object] | None = None
) -> None:
    record(
        event=event,
        by=by,
        authority=of.authority,
        about=f"invitation:{of.pk}",
        at=at,
        detail={"organisation": of.organisation_id, "role": of.role, **(more or {})},
    )
