"""Many packs as one zip, written as it is sent: no more than a piece of one file is ever held in memory.

The files stand in it as they are, for a PDF is compressed already. Equal packs make an equal zip, byte for
byte: its dates are those on which they were issued.
"""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from io import RawIOBase
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils.text import slugify

from appraisal.exports.cells import csv_lines
from appraisal.pack.codes import in_groups
from appraisal.queries.orders import Line

COLUMNS = ("number", "title", "code", "sha256", "file")
_TABLE = "index.csv"
PIECE = 64 * 1024  # bytes that are read at a time
_OWNED = 0o644 << 16  # what a file may be used for once it is taken out: by who took it out
# Bytes that the format takes of its own (PKWARE's APPNOTE, 4.3): before a file, after it where its size was not
# known before, in the list at the end, and after that; beyond 2 GiB a place in the list takes more, and the end too.
_BEFORE, _AFTER, _LISTED, _END = 30, 16, 46, 22
_FAR, _FAR_END = 12, 56 + 20
Open = Callable[[str], IO[bytes]]


class NotAsKept(OSError):
    """A stored pack is not as long as it was when it was issued."""


class _Sink(RawIOBase):
    """Takes what is written and gives it away again; nobody can go back in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def zip_of_packs(lines: Sequence[Line], opened: Open) -> Iterator[bytes]:
    """Yield a zip of packs piece by piece, with a table of them, ``index.csv``, first.

    ``opened``: the name under which one is stored → its content. Where one is not there the zip breaks off
    with the storage’s error, and with :class:`NotAsKept` where it is not as long as it was, so that nobody takes
    it for whole.
    """
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as into:
        latest = max((one.issued_at for one in lines), default=datetime(1980, 1, 1, tzinfo=UTC))
        into.writestr(_entry(_TABLE, latest), _index(lines))
        yield sink.take()
        for one in lines:
            entry = _entry(name_of(one), one.issued_at)
            entry.file_size = one.size
            with opened(one.stored) as pdf, into.open(entry, "w") as to:
                while piece := pdf.read(PIECE):
                    to.write(piece)
                    yield sink.take()
            if entry.file_size != one.size:
                raise NotAsKept(f"{one.stored} is not as long as it was when it was issued.")
            yield sink.take()
    yield sink.take()


def length_of_zip(lines: Sequence[Line]) -> int:
    """Return how many bytes :func:`zip_of_packs` yields, so that whoever waits for them sees how many are left."""
    length = listed = 0
    for name, size in ((_TABLE, len(_index(lines))), *((name_of(one), one.size) for one in lines)):
        listed += _LISTED + len(name) + (_FAR if length > zipfile.ZIP64_LIMIT else 0)
        length += _BEFORE + len(name) + size + _AFTER
    far = length > zipfile.ZIP64_LIMIT
    return length + listed + _END + (_FAR_END if far else 0)


def name_of(one: Line) -> str:
    """Return what a pack is called in the zip: its number, its proposal and its code."""
    title = slugify(one.reference or one.title)[:60] or "proposal"
    return f"{one.number:04}-{title}-{in_groups(one.code)}.pdf"


def _index(lines: Sequence[Line]) -> bytes:
    rows = ((one.number, one.title, in_groups(one.code), one.sha256, name_of(one)) for one in lines)
    return "".join(csv_lines(COLUMNS, rows)).encode()


def _entry(name: str, at: datetime) -> ZipInfo:
    """Return what the zip says of a file; times in a zip have no zone, so they are in UTC."""
    entry = ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
    entry.external_attr = _OWNED
    entry.create_system = 3  # whatever system it is made on
    return entry
