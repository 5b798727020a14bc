"""``manage.py import_figures KIND FILE``: read a publisher's file and put its figures in force."""

import hashlib
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from appraisal.actions.datasets import (
    CannotImport,
    InForceAlready,
    Origin,
    Sent,
    begin_import,
    discard_import,
    put_in_force,
    read_import,
)
from appraisal.actions.placing import place_waiting_for
from appraisal.actions.sent_figures import sweep_imports
from appraisal.area.readers import READERS
from appraisal.cli import in_utf_8, utf8_streams
from appraisal.engine import words
from appraisal.imports.lines import opened
from appraisal.imports.told import cannot_open
from appraisal.imports.watched import Watched
from appraisal.models import Dataset, DatasetState, RejectedLine
from core.models import Authority

_BLOCK = 1024 * 1024
PART = "By command, --part says that it covers only a part."
WITHOUT_REJECTED = "By command, --without-rejected says that you do without them."
DRY_RUN = "This was a dry run: nothing was kept, and nothing is in force by it."
NOT_UTF_8 = "Write the source and the licence in UTF-8: some of their letters cannot be read."


class Command(BaseCommand):
    """Import one file, for one council or for the whole site."""

    help = "Read a publisher’s file of figures, say which of its lines cannot be taken, and put it in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which file it is and where it comes from."""
        parser.add_argument("kind", choices=sorted(READERS))
        parser.add_argument("file")
        parser.add_argument(
            "--council", default="", help="a council’s slug; without: the whole site"
        )
        parser.add_argument("--edition", type=int, default=0, help="of the indices: 2019 or 2025")
        parser.add_argument("--source", required=True, help="who publishes it, and where")
        parser.add_argument("--licence", required=True)
        parser.add_argument(
            "--dated",
            required=True,
            type=_day,
            help="the publisher’s day, 2025-10-30",
        )
        parser.add_argument("--part", action="store_true", help="it covers only a part on purpose")
        parser.add_argument("--dry-run", action="store_true", help="only say what is wrong with it")
        parser.add_argument(
            "--without-rejected",
            action="store_true",
            help="put it in force although lines of it cannot be taken",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import it; the exit status is 2 where it is not in force afterwards."""
        utf8_streams()
        try:
            with Path(options["file"]).open("rb") as file:
                done = self._import(file, options)
        except InForceAlready as already:
            self.stdout.write(str(already))
            return
        except CannotImport as cannot:
            self.stderr.write(str(cannot))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(cannot_open(options["file"], error))
            sys.exit(2)
        sweep_imports(at=timezone.now())
        if not done:
            sys.exit(2)

    def _import(self, file: IO[bytes], options: dict[str, Any]) -> bool:
        dataset = begin_import(
            by=None,
            authority=_council(options["council"]),
            kind=options["kind"],
            edition=options["edition"],
            sent=_sent(file, Path(options["file"]).name),
            origin=_origin(options),
            part=options["part"],
            only_check=options["dry_run"],
            at=timezone.now(),
        )
        watched = Watched(file)
        read = read_import(
            dataset=dataset,
            lines=lambda: opened(watched),
            place=lambda: watched.place,
            clock=timezone.now,
            watch=watched.watch,
        )
        self._report(read)
        if read.state != DatasetState.CHECKED or read.only_check:
            return read.state == DatasetState.CHECKED and not read.rejected
        without = options["without_rejected"]
        try:
            put_in_force(by=None, dataset=read, without_rejected=without, at=timezone.now())
        except CannotImport as cannot:
            discard_import(by=None, dataset=read, at=timezone.now())
            if read.rejected and not without:
                raise CannotImport(f"{cannot} {WITHOUT_REJECTED}") from cannot
            raise
        self.stdout.write("It is in force.")
        placed = place_waiting_for(kind=read.kind, authority=read.authority, at=timezone.now())
        if placed:
            self.stdout.write(
                f"The places of {words.counted(placed, 'proposal')} were found by it."
            )
        return True

    def _report(self, read: Dataset) -> None:
        for line, said in RejectedLine.objects.filter(dataset=read).values_list("line", "words"):
            self.stderr.write(f"line {line}: {said}")
        if read.failed:
            meant = "covers only a part" in read.failed and not read.part
            self.stderr.write(f"{read.failed} {PART}" if meant else read.failed)
        taken, refused = words.counted(read.rows, "row"), words.counted(read.rejected, "line")
        self.stdout.write(f"{taken} read, {refused} that cannot be taken.")
        if read.only_check:
            self.stdout.write(DRY_RUN)


def _council(slug: str) -> Authority | None:
    if not slug:
        return None
    found = Authority.objects.filter(slug=slug).first()
    if found is None:
        raise CannotImport(f"There is no council “{slug}”.")
    return found


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise ArgumentTypeError(f"“{in_utf_8(given)}” is no day such as 2025-10-30") from error


def _origin(options: dict[str, Any]) -> Origin:
    said = {name: options[name] for name in ("source", "licence")}
    if any(in_utf_8(text) != text for text in said.values()):
        raise CannotImport(NOT_UTF_8)
    return Origin(**said, dated=options["dated"])


def _sent(file: IO[bytes], name: str) -> Sent:
    sha, size = hashlib.sha256(), 0
    while block := file.read(_BLOCK):
        sha.update(block)
        size += len(block)
    return Sent(name=" ".join(in_utf_8(name).split()), sha256=sha.hexdigest(), size=size)
