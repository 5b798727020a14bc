"""``manage.py restore FILE``: put a backup back where there is nothing yet."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.backup import CannotBackUp, CannotRestore, restore
from core.letters import hold_back


class Command(BaseCommand):
    """Restore a backup."""

    help = "Put a backup back, into an empty database and an empty folder, and bring it up to this version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Restore it; the exit status is 2 where it cannot be."""
        try:
            contents = restore(file)
        except (CannotRestore, CannotBackUp) as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)
        call_command("migrate", interactive=False, verbosity=0)
        held = hold_back(f"Restored from the backup of {contents['made_at'][:10]}.")
        self.stdout.write(f"Restored as it was at {contents['made_at']}.")
        if held:
            self.stdout.write(
                f"{held} emails were waiting then and may have gone out since: officers decide about each."
            )
