"""``manage.py diff_schemes A B``: say in words what changed between two scheme files."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from appraisal.cli import utf8_streams
from appraisal.engine.diff import differences
from appraisal.engine.faults import CannotRead
from appraisal.library import fault_lines, read_scheme, read_toml


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
        utf8_streams()
        texts = [self._text(Path(name)) for name in (before, after)]
        found = differences(*texts)
        if found and _name(texts[0]) == _name(texts[1]):
            found.insert(0, f"Both files say that they are {_name(texts[0])}, yet they differ.")
        self.stdout.write("\n".join(found) if found else "The two schemes are the same.")

    def _text(self, path: Path) -> dict[str, object]:
        try:
            read_scheme(path)  # only schemes that are right can be compared in words
            return read_toml(path)
        except CannotRead as error:
            self.stderr.write("\n".join(fault_lines(path, error)))
            sys.exit(2)


def _name(scheme: Mapping[str, object]) -> str:
    return f"{scheme['key']}@{scheme['version']}"
