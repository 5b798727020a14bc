"""``manage.py reset_second_step EMAIL``: let somebody in again who has lost phone, key and recovery codes."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.cli import utf8_streams
from core.accounts.people import remove_second_step
from core.models import User


class Command(BaseCommand):
    """Take a person's second steps away."""

    help = "Take away the second steps of somebody who has lost them. Make sure first that it is them who ask."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Remove them; the exit status is 2 where nobody has this address."""
        utf8_streams()
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            self.stderr.write(f"Nobody has the address {email}.")
            sys.exit(2)
        if remove_second_step(user=user, at=timezone.now()):
            self.stdout.write(
                f"{user} signs in with the password alone, until they set up another step."
            )
        else:
            self.stdout.write(f"{user} has no second step.")
