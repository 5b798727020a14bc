"""The lines of a file that somebody sent, whatever its line ends and its marks are."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from appraisal.area.read.table import WrongFile

_ZIP = b"PK\x03\x04"


class CsvLines:
    """The lines of a CSV in UTF-8, with or without a mark at its beginning; what is no UTF-8 is marked in its place."""

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        head = file.read(4)
        file.seek(0)
        if head.startswith(_ZIP):
            raise WrongFile("This is a zip or a spreadsheet. Take the CSV out of it and send that.")
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
        self._reader = csv.reader(self._text)

    @property
    def line_num(self) -> int:
        """The last line of the file that was read."""
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the fields of each line; raises :class:`WrongFile` where the file is no CSV."""
        try:
            yield from self._reader
        except csv.Error as error:
            raise WrongFile(
                f"Line {self._reader.line_num:,} cannot be read as a line of a CSV: {error}."
            ) from error
        finally:
            self._text.detach()
