"""``manage.py verify_pack FILE.pdf [--offline]``: do the sums agree, and did a council here issue exactly this file?"""

import hashlib
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from appraisal.cli import FAULTY, utf8_streams
from appraisal.pack.inside import look_inside
from appraisal.queries.packs import issued_exactly


class Command(BaseCommand):
    """Look at the file of a pack. Exit status 0 where all holds, 1 where not, 2 where there is no such file."""

    help = (
        "Say of the PDF of a pack whether its sums agree, worked out again from the files inside it, and whether a "
        "council here issued exactly this file. Exit status 1 where either does not hold or cannot be told."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", metavar="FILE.pdf", help="the PDF of a pack")
        parser.add_argument(
            "--offline",
            action="store_true",
            help="only check the sums, for which no database is needed",
        )

    def handle(self, *args: Any, file: str, offline: bool, **options: Any) -> None:
        """Print the verdicts."""
        utf8_streams()
        path = Path(file)
        try:
            with path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            sums = look_inside(path)
        except OSError as error:
            self.stderr.write(f"{file} cannot be read ({error.strerror}).")
            sys.exit(FAULTY)
        self.stdout.write(sums.said)
        for one in sums.differences:
            self.stdout.write(
                f"  {one.name}: {one.in_pack} in the pack, {one.worked_out} worked out"
            )
        holds = sums.agree is True
        if not offline:
            issued = issued_exactly(digest, sums.code)
            holds = holds and issued.exactly
            self.stdout.write(issued.said)
        self.stdout.write(f"SHA-256 of the file: {digest}")
        if not holds:
            sys.exit(1)
