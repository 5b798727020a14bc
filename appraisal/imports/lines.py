"""The lines of a file that somebody sent, whatever its line ends and its marks are."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import chain, islice, pairwise
from typing import IO, TYPE_CHECKING, NamedTuple

from appraisal.area.read.table import BAD_BYTES, Block, Lines, WrongFile, in_blocks
from appraisal.imports.told import LOOKED_AT, UTF_16, refuse_no_text, refuse_other_zip
from core.uploads.old_office import MAGIC as OLD_OFFICE

if TYPE_CHECKING:
    import openpyxl

_ZIP = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_A_BLOCK = 1_000
_WORTH_WHILE = 8  # fields that nobody wants side by side
_LONGEST = csv.field_size_limit()  # a longer line may hold a field that Python's csv refuses
_LONGEST_LINE = (
    8 * 1024 * 1024
)  # bytes: no table has such a line, and nobody should hold it in memory
NO_LINE_ENDS = (
    "A line of this file is longer than 8 MB, so it is no table that can be read. The download may be damaged, or a "
    "quotation mark missing."
)
# What Python's csv says of a line, and what it means.
_WRONG_LINES = (
    ("field larger", "a cell of it is longer than 131,072 characters. Is a quotation mark missing?"),
    ("unexpected end", "a cell of it begins with a quotation mark, and no other one ends it."),
    ("expected after", "after the quotation mark that ends a cell, no comma follows."),
)  # fmt: skip
_EMPTY_ROWS = 1_000  # in a row: what follows is nothing, however far a sheet says that it goes
_LOOKED_AT = 25  # rows of a sheet in which headings may begin


def opened(file: IO[bytes]) -> Lines:
    """Return the lines of a CSV or of the first sheet of a spreadsheet that holds a table, told by its content.

    Raises :class:`WrongFile` for what is neither.
    """
    file.seek(0)
    head = file.read(LOOKED_AT)
    file.seek(0)
    if head.startswith(_ZIP):
        return SheetLines(file)
    if head.startswith(OLD_OFFICE):
        raise WrongFile(
            "This is a spreadsheet of an old kind (.xls). Save it as .xlsx or as CSV and send that."
        )
    if head.startswith(_UTF_16):
        raise WrongFile(UTF_16)
    refuse_no_text(head)
    return CsvLines(file)


class CsvLines:
    """The lines of a CSV in UTF-8, with or without a mark at its beginning; what is no UTF-8 is marked in its place.

    Most lines hold no quotes, and those are cut at their commas, as far as their fields are wanted: of the many
    columns of a publisher few are. All others go to Python's csv.
    """

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        short: IO[bytes] = _ShortLines(file)  # type: ignore[assignment]  # as far as it is read
        self._text = io.TextIOWrapper(short, encoding="utf-8-sig", errors="replace", newline="")
        self._cuts = -1  # commas at which a line without quotes is cut; -1: all
        self._fed = _Fed(self._text)
        # Strictly: a quotation mark that is missing would swallow the lines that follow, without a word.
        self._reader = csv.reader(self._fed, strict=True)

    @property
    def line_num(self) -> int:
        """The last line of the file that was read."""
        return self._fed.lines

    def only(self, fields: int) -> None:
        """Let lines be cut into so many fields at least: from now on nobody asks for those that follow."""
        self._cuts = fields

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the fields of each line; raises :class:`WrongFile` where the file is no CSV."""
        fed, reader = self._fed, self._reader
        try:
            for line in fed.text:
                if "\0" in line:  # no database keeps it
                    line = line.replace("\0", BAD_BYTES)
                if '"' in line or len(line) > _LONGEST:
                    fed.first = line
                    yield next(reader)
                    continue
                fed.lines += 1
                plain = line.rstrip("\r\n")
                yield plain.split(",", self._cuts) if plain else []
        except (csv.Error, UnicodeError) as error:
            raise WrongFile(
                f"Line {self.line_num:,} cannot be read as a line of a CSV: {_in_words(error)}"
            ) from error
        finally:
            with suppress(ValueError):  # who opened the file has closed it already
                self._text.detach()

    def blocks(self, wanted: Collection[int] = (), of: int = 0) -> Iterator[Block]:
        """Yield the lines that are left as iterating does, but many at a time: for most files that is far faster.

        From the first line on that ends within quotation marks they come one by one.
        """
        fed, text, gap = self._fed, self._text, _gap(wanted, of)
        try:
            while lines := list(islice(text, _A_BLOCK)):
                if "\0" in "".join(lines):  # no database keeps it
                    lines = [line.replace("\0", BAD_BYTES) for line in lines]
                fields = gap.cut(lines) if gap else None
                if fields is None:
                    fields = self._cut(lines)
                if fields is None:
                    fed.text = chain(lines, text)
                    break
                yield Block(fields, range(fed.lines + 1, fed.lines + len(lines) + 1))
                fed.lines += len(lines)
        except UnicodeError as error:
            raise WrongFile(f"The file cannot be read as text: {error}.") from error
        yield from in_blocks((line, self.line_num) for line in self)

    def _cut(self, lines: list[str]) -> list[list[str]] | None:
        """Return the fields of lines; None where one goes on in the next, or is no line of a CSV."""
        if max(map(len, lines)) > _LONGEST:
            return None
        cuts = self._cuts
        fields = [line.split(",", cuts) for line in lines]
        if (
            min(map(len, fields)) <= max(cuts, 0) or cuts < 0
        ):  # the end of a line is no part that is cut off
            plain = (line.rstrip("\r\n") for line in lines)
            fields = [line.split(",", cuts) if line else [] for line in plain]
        quoted = [at for at, line in enumerate(lines) if '"' in line]
        try:
            for at in quoted:
                (fields[at],) = csv.reader((lines[at],), strict=True)
        except csv.Error:
            return None
        return fields


def _in_words(error: Exception) -> str:
    said = str(error)
    return next((words for sign, words in _WRONG_LINES if sign in said), f"{said}.")


class _ShortLines(io.BufferedIOBase):
    """The bytes of a file, until there are far too many of them in one line."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._since = 0  # the last end of a line, about

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1, /) -> bytes:
        some = self._file.read(size)
        if b"\n" in some or b"\r" in some:
            self._since = 0
        else:
            self._since += len(some)
            if self._since > _LONGEST_LINE:
                raise WrongFile(NO_LINE_ENDS)
        return some


class _Gap(NamedTuple):
    """Many fields in the middle of a line that nobody wants: it is cut before and behind them alone."""

    before: int  # fields
    long: int
    behind: int

    def cut(self, lines: Sequence[str]) -> list[list[str]] | None:
        """Return the fields of lines, blank in the gap; None where a line is not plain, or has more or fewer fields."""
        commas = self.before + self.long + self.behind - 1
        if {line.count(",") for line in lines} != {commas} or '"' in "".join(lines):
            return None
        blanks, found = [""] * self.long, []
        for line in lines:
            fields = line.split(",", self.before)
            behind = fields.pop().rstrip("\r\n").rsplit(",", self.behind)
            behind[:1] = blanks
            fields += behind
            found.append(fields)
        return found


def _gap(wanted: Collection[int], of: int) -> _Gap | None:
    """Return the widest gap between fields that are wanted, where it is worth while; None where it is not."""
    places = sorted(wanted)
    gaps = [(b - a - 1, a + 1) for a, b in pairwise(places)]
    long, before = max(gaps, default=(0, 0))
    return _Gap(before, long, of - before - long) if long > _WORTH_WHILE else None


class _Fed:
    """The lines that Python's csv is given: the one at which it was called, and those that belong to it."""

    def __init__(self, text: IO[str]) -> None:
        self.text: Iterator[str] = text
        self.first = ""
        self.lines = 0  # of the file, so far

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self.first = self.first or next(self.text), ""
        self.lines += 1
        return line.replace("\0", BAD_BYTES)


class SheetLines:
    """The rows of a spreadsheet (.xlsx), read one by one: of the first sheet whose top has several headings.

    Raises :class:`WrongFile` for a zip of another kind, one with macros, and one that unpacks to far too much.
    """

    def __init__(self, file: IO[bytes]) -> None:
        refuse_other_zip(file)
        file.seek(0)
        self._file = file
        self.line_num = 0

    def only(self, fields: int) -> None:
        """Change nothing: a row is there as a whole."""

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the rows of the sheet as texts, as far as it has any."""
        import openpyxl

        try:
            book = openpyxl.load_workbook(
                self._file, read_only=True, data_only=True, keep_links=False
            )
            try:
                yield from self._rows(book)
            finally:
                book.close()
        except WrongFile:
            raise
        except (KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
            raise WrongFile(
                "This spreadsheet is damaged, so nobody could open it. Save it again and send the new file."
            ) from error

    def _rows(self, book: "openpyxl.Workbook") -> Iterator[list[str]]:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its own size is not to be believed
            rows = sheet.iter_rows(values_only=True)
            self.line_num = 0
            for row in rows:
                self.line_num += 1
                if sum(cell is not None for cell in row) > 3:
                    yield [_cell(cell) for cell in row]
                    yield from self._rest(rows)
                    return
                if self.line_num >= _LOOKED_AT:
                    break
        raise WrongFile("No sheet of it begins with a table that has headings.")

    def _rest(self, rows: "Iterator[tuple[object, ...]]") -> Iterator[list[str]]:
        empty = 0
        for row in rows:
            self.line_num += 1
            if any(cell is not None for cell in row):
                empty = 0
                yield [_cell(cell) for cell in row]
            elif (empty := empty + 1) >= _EMPTY_ROWS:
                return


def _cell(value: object) -> str:
    """Return a cell as a CSV would have it: days as ISO 8601 writes them, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ")
        )
    return value.isoformat() if isinstance(value, date) else str(value)
