"""What a file is, told from its content alone; only what officers can open and print is taken."""

from collections.abc import Mapping
from typing import IO, NamedTuple

import puremagic

from core.uploads.old_office import MAGIC as OLD_OFFICE
from core.uploads.old_office import BadOldOffice, kind_of_old_office
from core.uploads.zips import BadZip, end_of_zip, kind_of_zip, tail_of


class FileKind(NamedTuple):
    """A kind of file that is taken: its name for people, its type on the web, how its name may end."""

    title: str
    mime: str
    suffixes: tuple[str, ...]


KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("PDF", "application/pdf", (".pdf",)),
    "docx": FileKind(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
    ),
    "doc": FileKind("Word", "application/msword", (".doc",)),
    "xlsx": FileKind(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)
    ),
    "xls": FileKind("Excel", "application/vnd.ms-excel", (".xls",)),
    "odt": FileKind("OpenDocument text", "application/vnd.oasis.opendocument.text", (".odt",)),
    "ods": FileKind(
        "OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", (".ods",)
    ),
    "png": FileKind("PNG picture", "image/png", (".png",)),
    "jpeg": FileKind("JPEG picture", "image/jpeg", (".jpg", ".jpeg")),
}
TAKEN = "PDF, Word, Excel, OpenDocument, PNG and JPEG"

_HEAD = 1024
_PDF, _PNG, _JPEG, _ZIP = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04"
_WEB = (b"<script", b"<html", b"<!doctype", b"<svg", b"<?php")


class NotTaken(ValueError):
    """The file is none of those that are taken; the message says why, in sentences for its sender."""


def kind_of(file: IO[bytes]) -> str:
    """Return which of :data:`KINDS` a file is; raises :class:`NotTaken`.

    What begins as one kind and ends as another is refused: two programs would see two files in it.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise NotTaken("This file is empty. Choose another.")
    try:
        kind = _kind(file, head)
    except (BadZip, BadOldOffice) as error:
        raise NotTaken(f"This file cannot be taken. {error}") from error
    finally:
        file.seek(0)
    return kind


def _kind(file: IO[bytes], head: bytes) -> str:
    low = head.lower()
    if head.startswith(_ZIP):
        _refuse_two(_PDF in head)
        return kind_of_zip(file)
    if head.startswith(OLD_OFFICE):
        _refuse_two(end_of_zip(tail_of(file)) >= 0)
        return kind_of_old_office(file)
    if head.startswith(_PDF):
        _refuse_two(end_of_zip(tail_of(file)) >= 0 or any(one in low for one in _WEB))
        _refuse_cut(b"%%EOF" in tail_of(file)[-2048:])
        return "pdf"
    if head.startswith(_PNG):
        _check_png(file)
        return "png"
    if head.startswith(_JPEG):
        _refuse_two(
            end_of_zip(tail_of(file)) >= 0 or any(one in low for one in _WEB) or _PDF in head
        )
        _refuse_cut(b"\xff\xd9" in tail_of(file))
        return "jpeg"
    raise NotTaken(f"This file is none of the kinds that we take: {TAKEN}.{_looks_like(head)}")


def _refuse_two(two: bool) -> None:
    if two:
        raise NotTaken(
            "This file is two kinds of file at once, so it cannot be trusted. Save it afresh and send that."
        )


def _refuse_cut(whole: bool) -> None:
    if not whole:
        raise NotTaken(
            "This file is cut off, so nobody could open it. Save it again and send the new file."
        )


def _check_png(file: IO[bytes]) -> None:
    """See that a picture is made of parts and ends with the last: behind it another file could stand."""
    size = file.seek(0, 2)
    place = file.seek(len(_PNG))
    while place < size:
        header = file.read(8)
        length, name = int.from_bytes(header[:4], "big"), header[4:]
        place = file.seek(place + 12 + length)
        _refuse_cut(len(header) == 8 and place <= size)
        if name == b"IEND":
            _refuse_two(place != size)
            return
    _refuse_cut(False)


def _looks_like(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)[0].name
    except (puremagic.PureError, ValueError, IndexError):
        return ""
    return f" It looks like: {found}." if found else ""
