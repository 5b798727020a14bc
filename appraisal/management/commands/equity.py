"""``manage.py equity``: the Neighbourhood Equity Model over a table of district prices."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from appraisal import cli, equity_cli


class Command(BaseCommand):
    """Work out neighbourhood equity from a table of prices; needs no database."""

    help = "Say by how much houses cost more than their class of district would lead one to expect."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the format."""
        equity_cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and leave with 2 where the table is not valid."""
        if status := cli.guarded(Namespace(**options), equity_cli.main):
            sys.exit(status)
