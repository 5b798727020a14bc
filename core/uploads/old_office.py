"""What is inside the files of old Word and Excel: a small file system, of which only the names are read."""

from collections.abc import Iterator
from typing import IO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128  # bytes of an entry of a folder; each stands at a multiple of that
_BLOCK = 512 * _ENTRY
_KINDS = {"worddocument": "doc", "workbook": "xls", "book": "xls"}
_MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
_LOCKED = {"encryptedpackage", "encryptioninfo"}
_STORAGE, _STREAM = 1, 2


class BadOldOffice(ValueError):
    """It cannot be taken; the message is a sentence for the person who sent it."""


def kind_of_old_office(file: IO[bytes]) -> str:
    """Return ``doc`` or ``xls``; raises :class:`BadOldOffice` for all else.

    Every place is read at which a name could stand, whether the file's own table leads there or not: what
    is hidden from us must not show itself to another program.
    """
    names = set(_names(file))
    if names & _LOCKED:
        raise BadOldOffice("It is locked with a password. Save it without one and send that file.")
    if names & _MACROS:
        raise BadOldOffice(
            "It holds macros, which are small programs. Save it without them and send that file."
        )
    kinds = {_KINDS[name] for name in names if name in _KINDS}
    if len(kinds) != 1:
        raise BadOldOffice("It is neither a Word document nor an Excel workbook.")
    return kinds.pop()


def _names(file: IO[bytes]) -> Iterator[str]:
    file.seek(0)
    while block := file.read(_BLOCK):
        for place in range(0, len(block) - _ENTRY + 1, _ENTRY):
            if name := _name(block, place):
                yield name


def _name(block: bytes, place: int) -> str:
    """Return the name of an entry of a folder in small letters; nothing where there stands none."""
    length = int.from_bytes(block[place + 64 : place + 66], "little")
    kind = block[place + 66]
    if kind not in (_STORAGE, _STREAM) or length % 2 or not 4 <= length <= 64:
        return ""
    raw = block[place : place + length]
    if raw[-2:] != b"\0\0":
        return ""
    return raw[:-2].decode("utf-16-le", "replace").lower()
