"""Files as people send them, each the smallest that its programs would open; and some that nobody should."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/{part}" ContentType="application/{kind}"/></Types>"""
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = "vnd.ms-word.document.macroEnabled.main+xml"
OPEN = "application/vnd.oasis.opendocument."


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


def office(part: str, kind: str, **more: bytes | str) -> bytes:
    """Return an Office file whose main part is of this kind."""
    types = TYPES.format(part=part, kind=kind)
    return zipped({"[Content_Types].xml": types, part: "<x/>", **more})


def word(**more: bytes | str) -> bytes:
    """Return a Word document."""
    return office("word/document.xml", WORD, **more)


def open_document(kind: str, **more: bytes | str) -> bytes:
    """Return an OpenDocument file: ``text`` or ``spreadsheet``."""
    return zipped({"mimetype": OPEN + kind, "content.xml": "<x/>", **more})


def old_office(*names: str) -> bytes:
    """Return a file of old Office with streams of these names."""

    def entry(name: str, kind: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        return (raw.ljust(64, b"\0") + struct.pack("<HB", len(raw), kind)).ljust(128, b"\0")

    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    body = entry("Root Entry", 5) + b"".join(entry(name, 2) for name in names)
    return head + body.ljust(1024, b"\0")


def png(more: bytes = b"") -> bytes:
    """Return a picture of one grey point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + sum_

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\x80")
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts + more


PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\nstartxref\n0\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 20 + b"\xff\xd9"
EXE = b"MZ\x90\x00" + b"\0" * 300
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
PASSED_OFF = b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF\n"

GOOD: Mapping[str, bytes] = {
    "pdf": PDF,
    "docx": word(),
    "doc": old_office("WordDocument", "1Table"),
    "xlsx": office("xl/workbook.xml", EXCEL),
    "xls": old_office("Workbook"),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "png": png(),
    "jpeg": JPEG,
}


def bomb(megabytes: int = 300) -> bytes:
    """Return a small file that would unpack to a very large one."""
    return word(**{"word/media/a.xml": b"\0" * (megabytes * 1024 * 1024)})


def liar() -> bytes:
    """Return a file that unpacks to more than it says: 1 byte in each of its tables of contents."""
    made = bytearray(word(**{"word/a.xml": b"\0" * (8 * 1024 * 1024)}))
    real, said = struct.pack("<I", 8 * 1024 * 1024), struct.pack("<I", 1)
    return bytes(made.replace(real, said))


def locked() -> bytes:
    """Return a Word document whose parts say that they are encrypted."""
    made = bytearray(word())
    place = made.find(b"PK\x01\x02")
    while place >= 0:
        made[place + 8] |= 1
        place = made.find(b"PK\x01\x02", place + 4)
    return bytes(made)


def spoilt() -> bytes:
    """Return a Word document of which one byte was turned on its way."""
    parts = {"[Content_Types].xml": TYPES.format(part="word/document.xml", kind=WORD)}
    made = zipped({**parts, "word/document.xml": "<all-is-well/>"}, zipfile.ZIP_STORED)
    return made.replace(b"all-is-well", b"all-is-hell")


def entity() -> bytes:
    """Return a Word document whose list of parts would fetch a file of the machine."""
    types = TYPES.format(part="word/document.xml", kind=WORD).replace(
        "<Types", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Types'
    )
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<x/>"})


BAD: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "a renamed program": (EXE, "none of the kinds that we take"),
    "a web page": (HTML, "none of the kinds that we take"),
    "a web page passed off": (PASSED_OFF, "two kinds of file at once"),
    "a cut PDF": (PDF[:20], "cut off"),
    "a PDF that is a zip": (PDF + zipped({"a": "b"}), "two kinds of file at once"),
    "a picture that is a zip": (png(zipped({"a": "b"})), "two kinds of file at once"),
    "a photo that is a zip": (JPEG + zipped({"a": "b"}), "two kinds of file at once"),
    "a zip that is a PDF": (zipped({PDF[:8].decode(): "x"}), "two kinds of file at once"),
    "a cut picture": (png()[:40], "cut off"),
    "a zip": (zipped({"a.txt": "b"}), "is a zip file"),
    "half a zip": (word()[:200], "damaged"),
    "a spoilt zip": (spoilt(), "damaged"),
    "macros by type": (office("word/document.xml", MACRO), "macros"),
    "macros by name": (word(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macros in OpenDocument": (
        open_document("text", **{"Basic/Standard/Module1.xml": "<x/>"}),
        "macros",
    ),
    "scripts in OpenDocument": (open_document("text", **{"Scripts/python/a.py": "x"}), "macros"),
    "an OpenDocument drawing": (open_document("graphics"), "is a zip file"),
    "old macros": (old_office("WordDocument", "_VBA_PROJECT"), "macros"),
    "an old locked file": (old_office("EncryptedPackage"), "password"),
    "an old slide show": (old_office("PowerPoint Document"), "neither a Word document"),
    "a climbing name": (word(**{"../../etc/x": "y"}), "places outside itself"),
    "a name from the root": (word(**{"/etc/x": "y"}), "places outside itself"),
    "a name of Windows": (word(**{"C:\\x": "y"}), "places outside itself"),
    "a name twice": (word(**{"WORD/document.xml": "y"}), "places outside itself"),
    "a bomb": (bomb(), "unpacks to far more"),
    "a liar": (liar(), "damaged"),
    "a locked file": (locked(), "password"),
    "an entity": (entity(), "places outside itself"),
    "very many parts": (zipped({str(n): "" for n in range(5_001)}), "unpacks to far more"),
}
