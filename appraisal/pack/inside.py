"""Getting the files out of a PDF that anybody may have sent, and working them out again: in bounds.

All of it is done in a process of its own, which the system stops where it takes more memory or time than any
pack does. It reads one file, writes none, is told no secret, and answers in a few lines of JSON.
"""

import json
import resource
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from appraisal.pack.verify import MOST_BYTES, Difference, Sums, mark_of, named, sums_in

MOST_OF_PDF = 20 * 1024 * 1024  # bytes; a pack has less than one of them
_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 20
_PATIENCE = 40  # seconds by the clock, where the computer has much else to do
_MEMORY = 768 * 1024 * 1024
_MOST_ATTACHED = 100  # an agenda pack has three of each of at most 20 items
_NO_PDF = "This file is no PDF, so it is no pack."
_TOO_LARGE = "This file is larger than 20 MB. No pack is, so nothing in it was looked at."
_ENCRYPTED = "This PDF is encrypted. No pack is, so its sums cannot be checked."
_DAMAGED = "This PDF is damaged or cut off, so its sums cannot be checked."
_BEYOND = "It takes more memory or time to look into this PDF than any pack takes, so its sums cannot be checked."
_TWICE = "This PDF holds more than one {}, so it cannot be told which of them counts."
_SWOLLEN = "In this PDF, {} is larger than in any pack, so its sums cannot be checked."
_STRANGE = "In this PDF, {} is stored in a way that no pack uses, so its sums cannot be checked."


def look_inside(path: Path) -> Sums:
    """Return whether the sums of a pack agree: always an answer, in less than a minute, whatever the file is."""
    if path.stat().st_size > MOST_OF_PDF:
        return Sums(None, _TOO_LARGE)
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            return Sums(None, _NO_PDF)
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-m", "appraisal.pack.inside", str(path.resolve())],
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
        return _read(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError):
        return Sums(None, _BEYOND)


def _read(said: dict[str, Any]) -> Sums:
    found = tuple(Difference(*one) for one in said["differences"])
    return Sums(said["agree"], said["said"], found, said["code"])


# --- in the process of its own -------------------------------------------------------------------


class _CannotOpen(ValueError):
    """There are no files to be had from this PDF; the message is a sentence."""


def main(path: str) -> None:
    """Print the verdict on a file, within bounds."""
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    try:
        found = _opened(path)
    except (MemoryError, RecursionError):
        found = Sums(None, _BEYOND)
    sys.stdout.write(json.dumps(found._asdict()))


def _opened(path: str) -> Sums:
    import pikepdf

    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return Sums(None, _ENCRYPTED)
            mark = mark_of(str(pdf.docinfo.get("/Keywords", "")))
            attached = dict(_attached(pdf))
    except pikepdf.PasswordError:
        return Sums(None, _ENCRYPTED)
    except _CannotOpen as cannot:
        return Sums(None, str(cannot))
    except MemoryError:
        raise
    except Exception:  # whatever a hostile file makes of a reader: it is not one of ours
        return Sums(None, _DAMAGED)
    return sums_in(attached, mark)


def _attached(pdf: Any) -> Iterator[tuple[str, bytes]]:
    """Yield the files that a pack holds, each once; all others are left where they are."""
    seen: set[str] = set()
    for number, spec in enumerate(pdf.attachments.values()):
        name = str(spec.filename)
        if number >= _MOST_ATTACHED:
            raise _CannotOpen(_BEYOND)
        of = named(name)
        if of is None:
            continue
        if name in seen:
            raise _CannotOpen(_TWICE.format(name))
        seen.add(name)
        yield name, _content(name, MOST_BYTES[of.file], spec.get_file().obj)


def _content(name: str, most: int, stream: Any) -> bytes:
    """Return what a stream holds, and unpack no more of it than a pack may hold."""
    filters = stream.get("/Filter")
    named = [str(one) for one in filters] if _is_array(filters) else [str(filters)]
    raw = stream.read_raw_bytes()
    if filters is None or not named:
        found = raw
    elif named == ["/FlateDecode"] and "/DecodeParms" not in stream:
        found = zlib.decompressobj().decompress(raw, most + 1)
    else:
        raise _CannotOpen(_STRANGE.format(name))
    if len(found) > most:
        raise _CannotOpen(_SWOLLEN.format(name))
    return bytes(found)


def _is_array(filters: Any) -> bool:
    import pikepdf

    return isinstance(filters, pikepdf.Array)


if __name__ == "__main__":
    main(sys.argv[1])
