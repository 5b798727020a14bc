"""``manage.py import_earnings FILE.csv --council SLUG``: regional pay from a table into the council's own figures."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.earnings import REASON, Pay, Report, add_earnings, look_at_earnings
from appraisal.actions.settings import CannotSet
from appraisal.area.read.table import WrongFile
from appraisal.cli import utf8_streams
from appraisal.engine import words
from appraisal.imports.lines import opened
from appraisal.imports.told import cannot_open
from core.models import Authority


class Command(BaseCommand):
    """Add the weekly pay of the council's own region, from each day that the table has."""

    help = (
        "Read a table region,applies_from,value,source of median weekly pay, and add the lines of the council’s own "
        "region to its figures, all of them or none. What is there already is left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the council."""
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be added")

    def handle(
        self, *args: Any, file: str, council: str, dry_run: bool = False, **options: Any
    ) -> None:
        """Add them; the exit status is 2 where a line cannot be taken, and then none is added."""
        utf8_streams()
        authority = Authority.objects.filter(slug=council).first()
        try:
            if authority is None:
                raise WrongFile(f"There is no council “{council}”.")
            with Path(file).open("rb") as content:
                report = look_at_earnings(opened(content), authority)
            for line, why in report.wrong:
                self.stderr.write(f"line {line}: {why}")
            if report.wrong:
                raise WrongFile("Nothing was added.")
            if not dry_run:
                add_earnings(
                    by=None,
                    authority=authority,
                    pay=report.new,
                    reason=REASON,
                    at=timezone.now(),
                )
        except (WrongFile, CannotSet) as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(cannot_open(file, error))
            sys.exit(2)
        self._say(report, authority, dry_run)

    def _say(self, report: Report, authority: Authority, dry_run: bool) -> None:
        """Say of each line what has become of it, or would."""

        def of(pay: Pay) -> str:
            return f"line {pay.line}: {authority.region}, from {pay.applies_from:%-d %B %Y}: £{pay.value}"

        for pay in report.there:
            self.stdout.write(f"{of(pay)} is there already.")
        for pay in report.new:
            self.stdout.write(f"{of(pay)} {'would be' if dry_run else 'is'} added.")
        end = " Nothing was changed: this was a dry run." if dry_run else ""
        added = words.counted(len(report.new), "figure")
        self.stdout.write(f"{added} {'to add' if dry_run else 'added'}.{end}")
