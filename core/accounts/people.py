"""What an operator does for a person by a command: adding them, and taking a lost second step away."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from core.audit import on_record, record
from core.models import Authority, User


class CannotAdd(ValueError):
    """The person cannot be added; the message says why."""


def add_person(*, email: str, name: str, password: str | None = None) -> User:
    """Add a person whose address counts as confirmed; without a password they ask for a new one.

    Raises :class:`CannotAdd` where somebody has the address already.
    """
    with transaction.atomic():
        if User.objects.filter(email__iexact=email).exists():
            raise CannotAdd(f"Somebody with the address {email} is known already.")
        user = User.objects.create_user(email, password, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def remove_second_step(*, user: User, at: datetime) -> bool:
    """Take away every second step of somebody who has lost them all; say whether there was any.

    They set up another before they see what their roles show. It is on record at each of their councils.
    """
    with on_record():
        removed, _ = Authenticator.objects.filter(user_id=user.pk).delete()
        if removed:
            for council in Authority.objects.filter(memberships__user=user).distinct():
                about = f"user:{user.pk}"
                record(event="second step removed", by=None, authority=council, about=about, at=at)
    return bool(removed)
