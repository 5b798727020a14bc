"""An application for a test of the server: as much as anybody wants, and what process gave it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

PIECE = b"x" * 65_536


def application(environ: dict[str, Any], start: Callable[..., object]) -> Iterator[bytes]:
    """Send as many megabytes as the path says, piece by piece, and the process first."""
    pieces = 16 * int(environ["PATH_INFO"].strip("/") or 0)
    number = f"{os.getpid():010}".encode()
    start("200 OK", [("Content-Length", str(len(number) + pieces * len(PIECE)))])
    yield number
    for _ in range(pieces):
        yield PIECE
