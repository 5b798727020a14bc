"""Adding a person without their signing up: by a command, for somebody whose address is known to be theirs."""

from allauth.account.models import EmailAddress
from django.db import transaction

from core.models import User


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
