"""One reading of a publisher's file: its rows and what is wrong with it go into the database batch by batch.

Each batch is one transaction, which also says how far the reading is. It writes nothing any more once the import
was thrown away, or another worker has taken it over.
"""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice

from django.db import DataError, IntegrityError, models, transaction

from appraisal.actions.bulk import read_while_written, write_rows
from appraisal.area.read.table import Asked, Lines, Row, Whole, WrongFile
from appraisal.area.readers import READERS
from appraisal.models import Dataset, DatasetState, RejectedLine

log = logging.getLogger("imports")

MOST_REJECTED = 50_000
_LONGEST_WORDS = 500  # of what is said of a line
_A_BATCH, _A_BLOCK = 10_000, 1_000


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Spare Python its search for objects that hold each other: rows come by the thousand, and hold nobody.

    It would look at all that the program consists of, again and again.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


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
        self._rows = self._rejected = self._taken = 0
        self._writing = False
        self._refused: list[tuple[int, str]] = []

    def through(self, lines: Lines) -> str:
        """Read all lines; return what keeps the file from being whole, or nothing. Raises :class:`WrongFile`."""
        with _no_search_for_cycles():
            return self._through(lines)

    def _through(self, lines: Lines) -> str:
        of, today = self._dataset, self._clock().date()
        asked = Asked(
            today=today,
            edition=of.edition,
            part=of.part,
            in_force=self._in_force(),
            whole_site=of.authority_id is None,
        )
        found = self._reader.rows(lines, asked, self._refuse)
        # The first row is waited for outside of any transaction: it may take long to come.
        for first in found:
            batch = chain((first,), islice(found, _A_BATCH - 1))
            self._keep(batch if read_while_written() else iter(list(batch)))
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
        """Say how far this is, and that it goes on; a batch that is being written soon says so itself."""
        if not self._writing:
            self._keep(iter(()))

    def _refuse(self, line: int, words: str) -> None:
        if self._rejected >= MOST_REJECTED:
            raise WrongFile(
                f"More than {MOST_REJECTED:,} of its lines cannot be taken, so this may be another file than you "
                "think."
            )
        self._rejected += 1
        self._refused.append((line, words.replace("\0", "\ufffd")[:_LONGEST_WORDS]))

    def _keep(self, rows: Iterator[Row]) -> None:
        """Write a batch in one transaction. Raises :class:`TakenAway`, and then nothing is written."""
        self._taken, self._writing = self._rows, True
        try:
            with transaction.atomic():
                self._write(rows)
        except (DataError, IntegrityError) as error:
            log.warning("import %s: %s", self._dataset.pk, error)
            raise WrongFile(
                f"Among its rows {self._rows + 1:,} to {self._taken:,} one holds what cannot be kept, "
                "such as a sign that no text has, or stands there twice."
            ) from error
        finally:
            self._writing = False
        self._rows = self._taken
        self._refused.clear()

    def _write(self, rows: Iterator[Row]) -> None:
        key = self._dataset.pk
        own = Dataset.objects.filter(pk=key, state=DatasetState.READING, tries=self._dataset.tries)
        blocks = self._blocks(rows)
        if not self._dataset.only_check:
            write_rows(self._table, self._reader.columns, blocks, key)
        for _ in blocks:
            pass  # of a check only, where nothing is kept
        if self._refused:
            write_rows(RejectedLine, ("line", "words"), [self._refused], key)
        if not own.update(
            rows=self._taken,
            rejected=self._rejected,
            read_bytes=min(self._place(), self._dataset.size),
            claimed_at=self._clock(),
        ):
            raise TakenAway

    def _blocks(self, rows: Iterator[Row]) -> Iterator[list[Row]]:
        while block := list(islice(rows, _A_BLOCK)):
            self._taken += len(block)
            yield block
