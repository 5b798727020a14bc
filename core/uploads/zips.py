"""What is inside a zip that says it is an Office or OpenDocument file.

Everything in it is inflated once, counted and thrown away: what it declares of itself is believed only where
it is worse than allowed.
"""

import zipfile
import zlib
from typing import IO
from xml.parsers import expat

MOST_INFLATED = 200 * 1024 * 1024
MOST_ENTRIES = 5_000
_MOST_OF_CONTENTS = 1024 * 1024  # bytes of the table of contents at its end
_END, _LONGER_END = b"PK\x05\x06", b"PK\x06\x07"
END_SIZE, _LONGER_SIZE = 22, 20
_TAIL = 64 * 1024 + END_SIZE + _LONGER_SIZE
_MOST_OF_LIST = 1024 * 1024  # bytes of [Content_Types].xml
_BLOCK = 64 * 1024
_LIST = "[Content_Types].xml"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# What OpenDocument lists in an empty library of macros; anything beside it is a macro.
_NO_MACRO = ("script-lc.xml", "script-lb.xml")


class BadZip(ValueError):
    """It cannot be taken; the message is a sentence for the person who sent it."""


NOT_WHOLE = "It is damaged, so nobody could open it. Save it again and send the new file."
TOO_MUCH = "It unpacks to far more than its size, which no letter or table does."
UNSAFE = "It holds places outside itself, which no office program writes."
LOCKED = "It is locked with a password. Save it without one and send that file."
MACROS = "It holds macros, which are small programs. Save it without them and send that file."
NOT_OFFICE = "It is a zip file. Send the files in it one by one."


def kind_of_zip(file: IO[bytes]) -> str:
    """Return ``docx``, ``xlsx``, ``odt`` or ``ods``; raises :class:`BadZip` for all else."""
    _check_end(file)
    try:
        with zipfile.ZipFile(file) as opened:
            entries = opened.infolist()
            _check_entries(entries)
            kind = _open_document(opened, entries) or _office(opened, entries)
            _inflate(opened, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise BadZip(NOT_WHOLE) from error
    except (UnicodeDecodeError, expat.ExpatError) as error:
        raise BadZip(NOT_WHOLE) from error
    return kind


def end_of_zip(tail: bytes) -> int:
    """Return where the end record of a zip stands in the last bytes of a file; -1 where there is none."""
    place = tail.rfind(_END)
    while place >= 0:
        comment = int.from_bytes(tail[place + 20 : place + END_SIZE], "little")
        if place + END_SIZE + comment == len(tail):
            return place
        place = tail.rfind(_END, 0, place)
    return -1


def tail_of(file: IO[bytes]) -> bytes:
    """Return the last bytes of a file: all that the end of a zip may take."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    return file.read()


def _check_end(file: IO[bytes]) -> None:
    """Look at the end before the whole table of contents is read, which could fill the memory."""
    tail = tail_of(file)
    end = end_of_zip(tail)
    if end < 0 or tail[max(0, end - _LONGER_SIZE) : end].startswith(_LONGER_END):
        raise BadZip(NOT_WHOLE)
    if int.from_bytes(tail[end + 12 : end + 16], "little") > _MOST_OF_CONTENTS:
        raise BadZip(TOO_MUCH)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.orig_filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise BadZip(TOO_MUCH)
    if len(names) != len({name.lower() for name in names}) or not all(map(_is_inside, names)):
        raise BadZip(UNSAFE)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise BadZip(LOCKED)
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise BadZip(NOT_WHOLE)


def _is_inside(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    plain = not any(one in name for one in ("\\", "\0", ":"))
    return plain and all(part not in ("", ".", "..") for part in parts)


def _open_document(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str | None:
    if not entries or entries[0].filename != "mimetype":
        return None
    with opened.open(entries[0]) as said:
        kind = _OPEN.get(said.read(200).strip())
    if kind is None or "content.xml" not in opened.namelist():
        raise BadZip(NOT_OFFICE)
    macros = [
        name
        for name in opened.namelist()
        if name.startswith(("Basic/", "Scripts/"))
        and not name.endswith("/")
        and name.rpartition("/")[2] not in _NO_MACRO
    ]
    if macros:
        raise BadZip(MACROS)
    return kind


def _office(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    listed = next((entry for entry in entries if entry.filename == _LIST), None)
    if listed is None:
        raise BadZip(NOT_OFFICE)
    if listed.file_size > _MOST_OF_LIST:
        raise BadZip(TOO_MUCH)
    with opened.open(listed) as said:
        types = _types(said.read(_MOST_OF_LIST))
    names = [name.lower() for name in opened.namelist()]
    macros = any("macroenabled" in one.lower() or "vbaproject" in one.lower() for one in types)
    if macros or any("vbaproject" in name for name in names):
        raise BadZip(MACROS)
    if _WORD in types and any(name.startswith("word/") for name in names):
        return "docx"
    if _EXCEL in types and any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise BadZip(NOT_OFFICE)


def _types(listed: bytes) -> set[str]:
    """Return the types that a package names. A document type, and so any entity, is refused."""
    found: set[str] = set()

    def refuse(*_: object) -> None:
        raise BadZip(UNSAFE)

    def note(name: str, attributes: dict[str, str]) -> None:
        found.add(attributes.get("ContentType", ""))

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = note
    parser.Parse(listed, True)
    return found


def _inflate(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once: that shows what is damaged, and what is larger than it says."""
    left = MOST_INFLATED
    for entry in entries:
        with opened.open(entry) as part:
            while block := part.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise BadZip(TOO_MUCH)
