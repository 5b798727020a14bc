"""The file that a Word document is kept in: text that fits into it, and the same bytes each time."""

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

# What XML cannot hold, and marks that turn the direction of a line.
_UNTYPEABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
_ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name


def typeable(text: str) -> str:
    """Return a text without the characters that no document can hold."""
    return _UNTYPEABLE.sub("", text)


def packed(document: "Document") -> bytes:
    """Return a document as the bytes of its file, which hold no time and no machine."""
    written, steady = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(steady, "w") as kept:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_BEGINS)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            kept.writestr(entry, given.read(name))
    return steady.getvalue()
