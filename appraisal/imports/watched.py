"""A file that says how far it was read: for a progress bar, and for a reader that must show that it lives."""

import io
from collections.abc import Callable
from typing import IO

_EVERY = 8 * 1024 * 1024
_BUFFER = 256 * 1024


class _Told(io.RawIOBase):
    """Passes bytes on, and tells of every few millions of them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._since = 0
        self.tell_of: Callable[[], object] = lambda: None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, into: "memoryview | bytearray") -> int:  # type: ignore[override]
        some = self._file.read(len(into))
        into[: len(some)] = some
        self._since += len(some)
        if self._since >= _EVERY:
            self._since = 0
            self.tell_of()
        return len(some)


class Watched(io.BufferedReader):
    """A file to be read; ``place`` says how many bytes of it were."""

    def __init__(self, file: IO[bytes]) -> None:
        self._told = _Told(file)
        super().__init__(self._told, _BUFFER)

    def watch(self, tell_of: Callable[[], object]) -> None:
        """Have a function called whenever some megabytes more were read."""
        self._told.tell_of = tell_of

    @property
    def place(self) -> int:
        """Where in the file it is read."""
        return self._told.tell()
