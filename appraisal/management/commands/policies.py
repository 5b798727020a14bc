"""``manage.py policies``: what other councils' discount policies would give, from an appraisal file."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from appraisal import policies_cli


class Command(BaseCommand):
    """Derive a file's discount under each example policy; needs no database."""

    help = "Say what the discount policies of other councils would give for an appraisal file."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the format."""
        policies_cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and leave with 2 where the file is not valid."""
        if status := policies_cli.main(Namespace(**options), self.stdout, self.stderr):
            sys.exit(status)
