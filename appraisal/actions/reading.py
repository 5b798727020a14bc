"""One reading of a publisher's file: its rows and what is wrong with it go into the database batch by batch.

Each batch is one transaction, which also says how far the reading is. It writes nothing any more once the import
was thrown away, or another worker has taken it over.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from django.db import DataError, IntegrityError, models, transaction

from appraisal.actions.bulk import write_rows
from appraisal.area.read.table import Asked, Lines, Row, Whole, WrongFile
from appraisal.area.readers import READERS
from appraisal.models import Dataset, DatasetState, RejectedLine

log = logging.getLogger("imports")

MOST_REJECTED = 50_000
_LONGEST_WORDS = 500  # of what is said of a line
_A_BATCH = 20_000


class TakenAway(Exception):
    """The import was thrown away meanwhile, or another worker has taken it over."""


class Reading:
    """One reading of a file, with what it has come to so far."""

    def __init__(
        self,
        dataset: Dataset,
        table: type[models.Model],
        *,
        place: Callable[[], int],
        clock: Callable[[], datetime],
    ) -> None:
        """``place`` says how many bytes of the file were read."""
        self._dataset, self._table, self._place, self._clock = dataset, table, place, clock
        self._reader = READERS[dataset.kind]
        self._rows = self._rejected = 0
        self._refused: list[tuple[int, str]] = []

    def through(self, lines: Lines) -> str:
        """Read all lines; return what keeps the file from being whole, or nothing. Raises :class:`WrongFile`."""
        of, today = self._dataset, self._clock().date()
        asked = Asked(today=today, edition=of.edition, part=of.part, in_force=self._in_force())
        found = self._reader.rows(lines, asked, self._refuse)
        while rows := list(islice(found, _A_BATCH)):
            self._keep(rows)
        whole = Whole(rows=self._rows, rejected=self._rejected)
        return self._reader.lacking(whole, asked) or (
            "" if whole.rows else "No line of it could be read."
        )

    def _in_force(self) -> int:
        """Return how many rows stand where these would."""
        of = self._dataset
        same = Dataset.objects.filter(authority=of.authority_id, kind=of.kind, edition=of.edition)
        standing = same.filter(state=DatasetState.IN_FORCE).values_list("rows", flat=True)
        return standing.first() or 0

    def live(self) -> None:
        """Say how far this is, and that it goes on."""
        self._keep([])

    def _refuse(self, line: int, words: str) -> None:
        if self._rejected >= MOST_REJECTED:
            raise WrongFile(
                f"More than {MOST_REJECTED:,} of its lines cannot be taken, so this may be another file than you "
                "think."
            )
        self._rejected += 1
        self._refused.append((line, words.replace("\0", "\ufffd")[:_LONGEST_WORDS]))

    def _keep(self, rows: list[Row]) -> None:
        """Write a batch in one transaction. Raises :class:`TakenAway`, and then nothing is written."""
        try:
            with transaction.atomic():
                self._write(rows)
        except (DataError, IntegrityError) as error:
            log.warning("import %s: %s", self._dataset.pk, error)
            raise WrongFile(
                f"Among its rows {self._rows + 1:,} to {self._rows + len(rows):,} one holds what cannot be kept, "
                "such as a sign that no text has, or stands there twice."
            ) from error
        self._rows += len(rows)
        self._refused.clear()

    def _write(self, rows: list[Row]) -> None:
        key = self._dataset.pk
        own = Dataset.objects.filter(pk=key, state=DatasetState.READING, tries=self._dataset.tries)
        if not own.update(
            rows=self._rows + len(rows),
            rejected=self._rejected,
            read_bytes=min(self._place(), self._dataset.size),
            claimed_at=self._clock(),
        ):
            raise TakenAway
        if rows and not self._dataset.only_check:
            columns = ("dataset", *self._reader.columns)
            write_rows(self._table, columns, ((key, *row) for row in rows))
        if self._refused:
            refused = ((key, line, words) for line, words in self._refused)
            write_rows(RejectedLine, ("dataset", "line", "words"), refused)
