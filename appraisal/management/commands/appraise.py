"""``manage.py appraise``: a result or a pack from an appraisal file."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from appraisal import cli


class Command(BaseCommand):
    """Appraise an appraisal file; needs no database."""

    help = "Appraise a file: print a summary or the result as JSON, or draw the pack."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the arguments of the contract."""
        cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and leave with the contract's exit status."""
        if status := cli.guarded(Namespace(**options)):
            sys.exit(status)
