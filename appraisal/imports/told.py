"""What a file is told by its first bytes that is no table, so that who sent it hears one sentence and not thousands."""

import re
from typing import IO

from appraisal.area.read.table import WrongFile
from core.uploads.zips import LOCKED, MACROS, NOT_OFFICE, NOT_WHOLE, BadZip, kind_of_zip

LOOKED_AT = 4_096
UTF_16 = "This file is in UTF-16. Save it as “CSV UTF-8” and send that."
NO_TEXT = "This file is neither text nor a spreadsheet. Send a CSV or an .xlsx file."
WEB_PAGE = (
    "This is a web page and not a table. The publisher’s site may have answered with an error. Open the file to see "
    "what it says, and download it again."
)
JSON = "This is JSON and not a table. Download the CSV from the same publisher."
ZIP = "This is a zip that holds other files. Unpack it, and send the one with the figures."
OTHER_ZIP = "This is no spreadsheet of Excel. Send a CSV or an .xlsx file."
ODS = "This is an OpenDocument spreadsheet (.ods). Save it as .xlsx or as CSV and send that."
CUT_OFF = (
    "This spreadsheet or zip is damaged or cut off, so nobody could open it. Download it again."
)
SEMICOLONS = "The columns of this file are separated by {sign}. Save it with commas in between, and send that."
_TEXT_ENDS = re.compile(rb"[\r\n]")
_UTF_16_NULS = (
    0.3  # of the bytes in every second place: English has far more of them, other bytes far fewer
)
_OTHER_MARKS = (
    b"%PDF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"SQLite",
)


def refuse_no_text(head: bytes) -> None:
    """Refuse what the first bytes of a file show to be no CSV in UTF-8. Raises :class:`WrongFile`."""
    if head.startswith(_OTHER_MARKS):
        raise WrongFile(NO_TEXT)
    _refuse_nuls(head)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<error")):
        raise WrongFile(WEB_PAGE)
    if start.startswith((b"{", b"[")):
        raise WrongFile(JSON)
    first = _TEXT_ENDS.split(start, maxsplit=1)[0]
    for sign, said in ((b";", "semicolons"), (b"\t", "tabs")):
        if b"," not in first and first.count(sign) > 1:
            raise WrongFile(SEMICOLONS.format(sign=said))


def _refuse_nuls(head: bytes) -> None:
    """Tell UTF-16 without a mark by the zeros in every second place; text has no other zeros."""
    half = max(len(head) // 2, 1)
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if max(even, odd) > _UTF_16_NULS > min(even, odd):
        raise WrongFile(UTF_16)
    if even > _UTF_16_NULS:
        raise WrongFile(NO_TEXT)


def refuse_other_zip(file: IO[bytes]) -> None:
    """Refuse a zip that is no whole spreadsheet of Excel without macros. Raises :class:`WrongFile`."""
    try:
        kind = kind_of_zip(file)
    except BadZip as bad:
        said = str(bad)
        if said == NOT_OFFICE:
            raise WrongFile(ZIP) from bad
        if said == NOT_WHOLE:
            raise WrongFile(CUT_OFF) from bad
        what = "spreadsheet" if said in (MACROS, LOCKED) else "file"
        raise WrongFile(f"This {what} cannot be read. {said}") from bad
    if kind != "xlsx":
        raise WrongFile(ODS if kind == "ods" else OTHER_ZIP)


def cannot_open(file: str, error: OSError) -> str:
    """Say why a command cannot open the file that it was given."""
    if isinstance(error, IsADirectoryError):
        return f"{file} is a folder. Give the file in it that holds the figures."
    if isinstance(error, FileNotFoundError):
        return f"There is no file {file}."
    if isinstance(error, PermissionError):
        return f"{file} cannot be read: whoever runs this command is not permitted to."
    return f"{file} cannot be read: {error.strerror or error}."
