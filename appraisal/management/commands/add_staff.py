"""``manage.py add_staff EMAIL NAME --council SLUG --role ROLE``: give somebody a role at a council."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.core.validators import validate_email
from django.utils import timezone

from appraisal.actions.councils import add_staff
from appraisal.cli import in_utf_8, utf8_streams
from core.accounts.people import add_person
from core.models import STAFF_ROLES, Authority, Role, User


class Command(BaseCommand):
    """Give somebody a role at a council: its first administrator, who then invites the others."""

    help = (
        "Give somebody a role at a council, its first administrator above all: they invite the others. "
        "A new person sets a password by “Forgotten password”."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, where and as what."""
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--role", required=True, choices=[str(role) for role in STAFF_ROLES])

    def handle(
        self, *args: Any, email: str, name: str, council: str, role: str, **options: Any
    ) -> None:
        """Add them; the exit status is 2 where there is no such council."""
        utf8_streams()
        authority = Authority.objects.filter(slug=council).first()
        if authority is None:
            self.stderr.write(f"There is no council {council}.")
            sys.exit(2)
        known = User.objects.filter(email__iexact=email).first()
        if known is None and (wrong := _wrong(email, name)):
            self.stderr.write(wrong)
            sys.exit(2)
        user = known or add_person(email=email, name=name)
        given = Role(role)
        add_staff(user=user, authority=authority, role=given, at=timezone.now())
        self.stdout.write(f"{user} is now at {authority}: {given.label.lower()}.")


def _wrong(email: str, name: str) -> str:
    """Say why nobody can be added with this; empty where they can."""
    try:
        validate_email(email)
    except ValidationError:
        return f"“{email}” is no email address, such as name@example.org. Nobody was added."
    if in_utf_8(name) != name:
        return "Write the name in UTF-8: some of its letters cannot be read. Nobody was added."
    return "" if name.strip() else "Give the person’s name: others see it. Nobody was added."
