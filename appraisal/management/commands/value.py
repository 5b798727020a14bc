"""``manage.py value``: what another way to value comes to, from an appraisal file."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from appraisal import value_cli


class Command(BaseCommand):
    """Value a file by another method than the score; needs no database."""

    help = "Value an appraisal file in another way than by its score, such as cost-benefit or sroi."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the method, the file and the format."""
        value_cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and leave with 2 where the file is not valid."""
        if status := value_cli.main(Namespace(**options), self.stdout, self.stderr):
            sys.exit(status)
