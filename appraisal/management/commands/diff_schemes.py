"""``manage.py diff_schemes A B``: say in words what changed between two scheme files."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from appraisal.engine.diff import differences
from appraisal.engine.faults import CannotRead
from appraisal.library import read_toml


class Command(BaseCommand):
    """Compare two scheme files; needs no database."""

    help = "Say in words what changed from one scheme file to another."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the two files."""
        parser.add_argument("before", metavar="BEFORE.toml")
        parser.add_argument("after", metavar="AFTER.toml")

    def handle(self, *args: Any, before: str, after: str, **options: Any) -> None:
        """Print a sentence for each difference."""
        try:
            found = differences(read_toml(Path(before)), read_toml(Path(after)))
        except CannotRead as error:
            for fault in error.faults:
                self.stderr.write(fault.message)
            sys.exit(2)
        self.stdout.write("\n".join(found) if found else "The two schemes are the same.")
