"""``manage.py forget_person EMAIL``: take a person's account away, at every council."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.anonymous import CannotForget, forget_person
from appraisal.cli import utf8_streams
from core.models import User


class Command(BaseCommand):
    """Take a person's account away."""

    help = "Forget who somebody is: name, addresses, roles, sessions. What they did stays under their number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Do it; the exit status is 2 where it cannot be done."""
        utf8_streams()
        user = User.objects.filter(email__iexact=email).first()
        try:
            if user is None:
                raise CannotForget(f"Nobody has the address {email}.")
            forget_person(user=user, by=None, at=timezone.now())
        except CannotForget as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)
        self.stdout.write(f"Done. Person {user.pk} is anonymous now.")
