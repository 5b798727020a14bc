"""``manage.py load_scheme``: put scheme files into the database, frozen, for all councils or one."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.schemes import CannotLoadScheme, load_scheme
from appraisal.cli import utf8_streams
from appraisal.engine.faults import CannotRead
from appraisal.library import fault_lines, scheme_paths
from core.models import Authority


class Command(BaseCommand):
    """Load scheme files; the same file twice changes nothing."""

    help = "Load scheme files (.toml) into the database: those named, or those of the product."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files and the council."""
        parser.add_argument("files", nargs="*", metavar="FILE.toml")
        parser.add_argument("--authority", metavar="SLUG", help="load for this council alone")

    def handle(self, *args: Any, files: list[str], authority: str | None, **options: Any) -> None:
        """Load each file; the exit status is 2 where one cannot be."""
        utf8_streams()
        council = self._council(authority) if authority else None
        loaded = [
            self._load(path, council) for path in map(Path, files or map(str, scheme_paths()))
        ]
        if not all(loaded):
            sys.exit(2)

    def _council(self, slug: str) -> Authority:
        found = Authority.objects.filter(slug=slug).first()
        if found is None:
            self.stderr.write(f"There is no council {slug}.")
            sys.exit(2)
        return found

    def _load(self, path: Path, council: Authority | None) -> bool:
        try:
            text = path.read_text(encoding="utf-8-sig")
            version = load_scheme(text=text, authority=council, at=timezone.now())
        except (OSError, UnicodeDecodeError) as error:
            self.stderr.write(f"{path} cannot be read: {error}")
        except CannotRead as error:
            self.stderr.write("\n".join(fault_lines(path, error)))
        except CannotLoadScheme as error:
            self.stderr.write(f"{path}: {error}")
        else:
            self.stdout.write(f"{path}: {version} is loaded.")
            return True
        return False
