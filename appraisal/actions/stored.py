"""Files in the storage that rows lead to: each is stored before its row, under a random name.

Wherever the process is killed there are both, or no row; what then lies there without one, :func:`sweep` takes away.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import IO, NamedTuple

from django.core.files.base import File
from django.core.files.storage import default_storage

_BLOCK = 64 * 1024
# Nobody takes longer to add the row, and then there is one or will never be.
_LEFT_ALONE = timedelta(hours=24)
# As many files without a row can come of crashes; where most of a folder is unknown it is another database’s.
_A_FEW = 20


class CannotSweep(Exception):
    """Most files in the storage are unknown to the database, so none was removed."""


class Stored(NamedTuple):
    """A file in the storage: its name there, its bytes and their SHA-256."""

    name: str
    size: int
    sha256: str


def store(folder: str, content: IO[bytes]) -> Stored:
    """Store a file in a folder under a random name."""
    name = secrets.token_hex(16)
    content.seek(0)
    stored = default_storage.save(f"{folder}/{name[:2]}/{name}", File(content))
    digest, size = hashlib.sha256(), 0
    with default_storage.open(stored) as written:  # of what lies there, not of what was sent
        while block := written.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Stored(stored, size, digest.hexdigest())


def sweep(folder: str, known: Callable[[], set[str]], *, at: datetime) -> int:
    """Remove what lies in a folder, is old and is not ``known``; return how many files.

    Raises :class:`CannotSweep` where that would be most of them: then the folder is not this database’s, or
    not yet, and everything in it may be wanted.
    """
    there = list(_in(folder))
    names = known()
    lost = [one for one in there if one not in names and _is_old(one, at)]
    if len(lost) > _A_FEW and len(lost) * 2 > len(there):
        raise CannotSweep(
            f"The database knows nothing of {len(lost)} of {len(there)} files in its folder. None was removed: "
            "see whether another database uses the folder."
        )
    for one in lost:
        default_storage.delete(one)
    return len(lost)


def _is_old(stored: str, at: datetime) -> bool:
    return at - default_storage.get_modified_time(stored).astimezone(UTC) > _LEFT_ALONE


def _in(folder: str) -> Iterator[str]:
    try:
        inside = default_storage.listdir(folder)[0]
    except FileNotFoundError:  # nothing was ever stored
        return
    for one in inside:
        for name in default_storage.listdir(f"{folder}/{one}")[1]:
            yield f"{folder}/{one}/{name}"
