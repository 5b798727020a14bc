"""``manage.py backup FILE``: write the database and the files that people have sent into one file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.backup import CannotBackUp, back_up


class Command(BaseCommand):
    """Make a backup."""

    help = "Write the database and the files that people have sent into one new file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Make it; the exit status is 2 where it cannot be made."""
        try:
            contents = back_up(file, at=timezone.now())
        except (CannotBackUp, OSError) as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)
        self.stdout.write(
            f"{file}: the database and {len(contents['parts']) - 1} files, {file.stat().st_size:,} bytes."
        )
