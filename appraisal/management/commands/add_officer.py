"""``manage.py add_officer EMAIL NAME --council SLUG``: make somebody an asset officer of a council."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.councils import add_officer
from appraisal.cli import utf8_streams
from core.accounts.people import add_person
from core.models import Authority, User


class Command(BaseCommand):
    """Make somebody an asset officer."""

    help = "Make somebody an asset officer of a council. A new person sets a password by “Forgotten password”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who and where."""
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--council", required=True, metavar="SLUG")

    def handle(self, *args: Any, email: str, name: str, council: str, **options: Any) -> None:
        """Add them; the exit status is 2 where there is no such council."""
        utf8_streams()
        authority = Authority.objects.filter(slug=council).first()
        if authority is None:
            self.stderr.write(f"There is no council {council}.")
            sys.exit(2)
        known = User.objects.filter(email__iexact=email).first()
        user = known or add_person(email=email, name=name)
        add_officer(user=user, authority=authority, at=timezone.now())
        self.stdout.write(f"{user} is an asset officer of {authority}.")
