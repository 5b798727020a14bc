"""``manage.py import_earnings FILE.csv --council SLUG``: regional pay from a table into the council's own figures."""

import sys
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.figures import add_figure
from appraisal.actions.settings import CannotSet
from appraisal.area.read.cells import day_in, number_in, text_in
from appraisal.area.read.table import BAD_BYTES, Lines, WrongFile, column, columns_of, head_of
from appraisal.cli import utf8_streams
from appraisal.engine import words
from appraisal.imports.lines import opened
from appraisal.models import CouncilProxy
from core.models import Authority

KEY = "regional_pay_week"
_WANTED = (
    column("region", "region", "region"),
    column("from", "appliesfrom", "applies_from"),
    column("value", "value", "value"),
    column("source", "source", "source"),
)


class _Pay(NamedTuple):
    line: int
    applies_from: date
    value: Decimal
    source: str


class Command(BaseCommand):
    """Add the weekly pay of the council's own region, from each day that the table has."""

    help = (
        "Read a table region,applies_from,value,source of median weekly pay, and add the lines of the council’s own "
        "region to its figures. What is there already is left as it is."
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
                found, wrong = _read(opened(content), authority)
            for said in wrong:
                self.stderr.write(said)
            if wrong:
                raise WrongFile("Nothing was added.")
            self._add(found, authority, dry_run)
        except (WrongFile, CannotSet, OSError) as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)

    def _add(self, found: list[_Pay], authority: Authority, dry_run: bool) -> None:
        added = 0
        for pay in found:
            of = f"line {pay.line}: {authority.region}, from {pay.applies_from:%-d %B %Y}: £{pay.value}"
            if _held(authority, pay.applies_from) is not None:
                self.stdout.write(f"{of} is there already.")
                continue
            if not dry_run:
                add_figure(
                    by=None,
                    authority=authority,
                    key=KEY,
                    applies_from=pay.applies_from,
                    value=pay.value,
                    source=pay.source,
                    reason="Imported from a table of regional pay",
                    at=timezone.now(),
                )
            added += 1
            self.stdout.write(f"{of} {'would be' if dry_run else 'is'} added.")
        end = " Nothing was changed: this was a dry run." if dry_run else ""
        self.stdout.write(
            f"{words.counted(added, 'figure')} {'to add' if dry_run else 'added'}.{end}"
        )


def _read(lines: Lines, authority: Authority) -> tuple[list[_Pay], list[str]]:
    """Return the pay of the council's region, and what is wrong with lines of it; other regions are passed over."""
    rest, headings = head_of(lines)
    at = columns_of(headings, _WANTED)
    found: dict[date, _Pay] = {}
    wrong: list[str] = []
    regions = 0
    for fields in rest:
        said = {key: text_in(fields, place) for key, place in at.items()}
        if said["region"].casefold() != authority.region.casefold():
            continue
        regions += 1
        day, value = day_in(said["from"]), number_in(said["value"])
        if why := _wrong(said, day, value, found, authority):
            wrong.append(f"line {lines.line_num}: {why}")
        elif isinstance(day, date) and isinstance(value, Decimal):
            found[day] = _Pay(lines.line_num, day, value, said["source"])
    if not regions:
        raise WrongFile(f"No line of it is for {authority.region}, the region of {authority}.")
    return sorted(found.values()), wrong


def _wrong(
    said: dict[str, str],
    day: date | bool | None,
    value: Decimal | bool | None,
    found: dict[date, _Pay],
    authority: Authority,
) -> str:
    """Say what is wrong with a line; nothing where it is right."""
    if not isinstance(day, date):
        return f"applies_from: “{said['from'][:40]}” is no day such as 2025-04-01."
    if not isinstance(value, Decimal) or value <= 0:
        return f"value: “{said['value'][:40]}” is no amount of pounds above 0, such as 619.70."
    if not said["source"] or BAD_BYTES in said["source"]:
        return "source is missing, or not in UTF-8."
    if day in found:
        return f"The day {day.isoformat()} stands there twice."
    held = _held(authority, day)
    if held is not None and held.value != value:
        other = f"£{held.value.normalize():f}"
        return (
            f"The council has another figure from {day.isoformat()}: {other}. Withdraw that first."
        )
    return ""


def _held(authority: Authority, day: date) -> CouncilProxy | None:
    own = CouncilProxy.objects.filter(authority=authority, key=KEY, area=authority.region)
    return own.filter(applies_from=day, withdrawn_at__isnull=True).first()
