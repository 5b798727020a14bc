"""Packs with files inside them that were changed without drawing anything again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf

from appraisal.file import read_file
from appraisal.library import scheme_paths
from appraisal.pack import draw_file
from appraisal.pack.verify import FILE, RESULT, SCHEME
from appraisal.result import result_of
from tests.pack.conftest import GOLDEN


@cache
def hall() -> Mapping[str, bytes]:
    """Return what is attached to the pack of the worked example of the hall."""
    source = (GOLDEN / "hall.json").read_bytes()
    result = json.dumps(result_of(read_file(source).appraise()), ensure_ascii=False)
    (scheme,) = (one for one in scheme_paths() if one.stem == "valuing-worth-am")
    return {FILE: source, RESULT: result.encode(), SCHEME: scheme.read_bytes()}


@cache
def hall_pack() -> bytes:
    """Return that pack, drawn once."""
    return draw_file(read_file(hall()[FILE]))


def with_files(
    pdf: bytes,
    files: Mapping[str, bytes | None],
    also: Callable[[pikepdf.Pdf], object] | None = None,
) -> bytes:
    """Return a PDF with files attached in place of those of the same names; None takes one out."""
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for key in [key for key, one in opened.attachments.items() if one.filename in files]:
            del opened.attachments[key]
        for name, content in files.items():
            if content is not None:
                opened.attachments[name] = attachment(opened, name, content)
        if also is not None:
            also(opened)
        opened.save(written, deterministic_id=True)
    return written.getvalue()


def attachment(opened: pikepdf.Pdf, name: str, content: bytes) -> pikepdf.AttachedFileSpec:
    """Return a file that can be attached."""
    return pikepdf.AttachedFileSpec(
        opened,
        content,
        filename=name,
        description="",
        mime_type="text/plain",
        creation_date="",
        mod_date="",
    )


def spaces(megabytes: int) -> bytes:
    """Return many spaces, packed: a file that swells when it is opened."""
    packer = zlib.compressobj(1)
    line = b" " * (1 << 20)
    return b"".join([*(packer.compress(line) for _ in range(megabytes)), packer.flush()])


def swollen(megabytes: int) -> Callable[[pikepdf.Pdf], object]:
    """Return what puts so much in place of the appraisal file of a pack."""

    def change(opened: pikepdf.Pdf) -> None:
        for one in opened.attachments.values():
            if one.filename == FILE:
                stream = one.get_file().obj
                stream.write(spaces(megabytes), filter=pikepdf.Name.FlateDecode)

    return change


def kept(path: Path, content: bytes) -> Path:
    """Write a file and return where it is."""
    path.write_bytes(content)
    return path
