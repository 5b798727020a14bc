"""Taking a person's account away: who they were is forgotten, and what they did stays under their number."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from appraisal.models import Notice, NoticeSetting, PendingImport, Proposal
from core.audit import on_record, record
from core.models import Authority, Invitation, Letter, Membership, Role, User

GONE = "Somebody whose account was taken away"
# Where it is kept how somebody signs in, beside the account itself.
_SIGN_IN = (("mfa", "Authenticator"), ("socialaccount", "SocialAccount"))


class CannotForget(ValueError):
    """The account cannot be taken away; the message says why."""


def forget_person(
    *, user: User, by: User | None, authority: Authority | None = None, at: datetime
) -> None:
    """Make somebody anonymous: name, addresses, memberships, sessions, notices and contact details go.

    An administrator does it for their ``authority`` alone; with None the operator of the site does it, at
    every council that the person belongs to. Raises :class:`CannotForget` where it is not theirs to do, or
    the council would be left without any administrator.
    """
    with on_record():
        held = User.objects.select_for_update().get(pk=user.pk)
        theirs = list(Membership.objects.filter(user=held).select_related("authority"))
        _refuse(held, by, authority, theirs)
        councils = {one.authority_id: one.authority for one in theirs}
        for council in councils.values():
            own = [one for one in theirs if one.authority_id == council.pk]
            _record(council, held, by, at, own)
        _forget_contacts(held, at)
        _forget_account(held)
        Membership.objects.filter(user=held).delete()
        Notice.objects.filter(user=held).delete()
        NoticeSetting.objects.filter(user=held).delete()
        PendingImport.objects.filter(by=held).delete()
        Letter.objects.filter(user=held).delete()
    _end_sessions(held)


def _refuse(
    held: User, by: User | None, authority: Authority | None, theirs: list[Membership]
) -> None:
    if held.name == GONE and not held.is_active:
        raise CannotForget("This account was taken away already.")
    if by is not None and by.pk == held.pk:
        raise CannotForget("You cannot take your own account away. Ask another administrator.")
    if authority is not None:
        if not any(one.authority_id == authority.pk for one in theirs):
            raise CannotForget(f"Nobody of this address belongs to {authority} or its groups.")
        if any(one.authority_id != authority.pk for one in theirs):
            raise CannotForget(
                "This person belongs to another council as well, so only the operator of the site can take the "
                "account away. You can take away what they are here."
            )
        if held.is_staff or held.is_superuser:
            raise CannotForget("This person runs the site, so only its operator can do this.")
    for one in theirs:
        others = Membership.objects.filter(
            authority=one.authority, role=Role.ADMINISTRATOR, user__is_active=True
        ).exclude(user=held)
        if one.role == Role.ADMINISTRATOR and not others.exists():
            raise CannotForget(
                f"Nobody else is an administrator of {one.authority}. Make somebody one first."
            )


def _record(
    council: Authority, held: User, by: User | None, at: datetime, own: list[Membership]
) -> None:
    roles = [{"organisation": one.organisation_id, "role": one.role} for one in own]
    record(
        event="person made anonymous",
        by=by,
        authority=council,
        about=f"user:{held.pk}",
        at=at,
        detail={"memberships": roles},
    )


def _forget_contacts(held: User, at: datetime) -> None:
    """Blank the contact details of proposals that are this person’s, and end what was sent to the address."""
    own = Proposal.objects.filter(contact_email__iexact=held.email)
    own.update(contact_name="", contact_email="", contact_phone="")
    Invitation.objects.filter(email__iexact=held.email).update(email="", over_at=at)
    Letter.objects.filter(address__iexact=held.email).delete()


def _forget_account(held: User) -> None:
    EmailAddress.objects.filter(user=held).delete()
    for app, model in _SIGN_IN:
        if apps.is_installed(f"allauth.{app}"):
            apps.get_model(app, model)._default_manager.filter(user=held).delete()
    held.email, held.name = f"gone-{held.pk}@invalid.invalid", GONE
    held.is_active = held.is_staff = held.is_superuser = False
    held.last_login = None
    # What the admin notes of its own accord: it names whom it was about, and their memberships.
    noted = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    noted.filter(object_id=str(held.pk)).update(object_repr=GONE, change_message="")
    held.set_unusable_password()
    held.save()


def _end_sessions(held: User) -> None:
    """End every session of somebody. They can do nothing any more already; this lets nothing lie about."""
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(held.pk):
            session.delete()


def known_by(authority: Authority, email: str) -> User | None:
    """Return who has an address and belongs to a council or one of its groups."""
    found = User.objects.filter(email__iexact=email.strip())
    return found.filter(memberships__authority=authority).distinct().first()
