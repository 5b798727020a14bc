"""``manage.py check_scheme``: say what is wrong with scheme files, and where."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from appraisal.cli import utf8_streams
from appraisal.engine import words
from appraisal.engine.faults import CannotRead
from appraisal.library import fault_lines, is_of_the_library, read_scheme


class Command(BaseCommand):
    """Check scheme files; needs no database."""

    help = "Check scheme files (.toml) and name everything that is wrong with them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files."""
        parser.add_argument("files", nargs="+", metavar="FILE.toml")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        """Check each file; the exit status is 2 where one is wrong."""
        utf8_streams()
        self._seen: dict[str, Path] = {}
        wrong = [path for path in map(Path, files) if not self._is_right(path)]
        if wrong:
            sys.exit(2)

    def _is_right(self, path: Path) -> bool:
        try:
            scheme = read_scheme(path)
        except CannotRead as error:
            self.stderr.write("\n".join(fault_lines(path, error)))
            return False
        if is_of_the_library(path) and path.stem.partition("@")[0] != scheme.key:
            self.stderr.write(f"{path}: key: The file’s name must begin with the key {scheme.key}.")
            return False
        if scheme.name in self._seen:
            self.stderr.write(
                f"{path}: version: {self._seen[scheme.name]} is {scheme.name} already."
            )
            return False
        self._seen[scheme.name] = path
        criteria = words.counted(len(scheme.criteria), "criterion", "criteria")
        self.stdout.write(
            f"{path}: {scheme.name}, {criteria}, {scheme.maximum} points: nothing wrong."
        )
        return True
