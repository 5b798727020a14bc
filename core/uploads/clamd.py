"""Asking a virus scanner (clamd) about a file: its INSTREAM command, over a socket."""

import socket
from typing import IO, NamedTuple

_BLOCK = 64 * 1024
_SECONDS = 60  # for each answer: a large file takes a while
_MOST_REPLY = 4096


class Scanner(NamedTuple):
    """Where clamd listens: at a path, or on a host's port."""

    path: str = ""
    host: str = ""
    port: int = 0


class CannotScan(Exception):
    """The scanner gave no verdict: it is down, or could not read the file. Try again later."""


def scan(file: IO[bytes], by: Scanner) -> str:
    """Return what the scanner found in a file; nothing where it is clean. Raises :class:`CannotScan`."""
    try:
        with _connected(by) as line:
            line.sendall(b"zINSTREAM\0")
            while block := file.read(_BLOCK):
                line.sendall(len(block).to_bytes(4, "big") + block)
            line.sendall(b"\0\0\0\0")
            reply = _reply(line)
    except OSError as error:
        raise CannotScan(f"The virus scanner does not answer: {error}.") from error
    if reply == "stream: OK":
        return ""
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return reply.removeprefix("stream: ").removesuffix(" FOUND")[:100]
    raise CannotScan(f"The virus scanner gave no verdict: {reply[:200]!r}.")


def _connected(by: Scanner) -> socket.socket:
    if not by.path:
        return socket.create_connection((by.host, by.port), timeout=_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(_SECONDS)
        line.connect(by.path)
    except OSError:
        line.close()
        raise
    return line


def _reply(line: socket.socket) -> str:
    """Read what it answers, to the NUL that ends it."""
    reply = b""
    while b"\0" not in reply and len(reply) < _MOST_REPLY:
        block = line.recv(_MOST_REPLY)
        if not block:
            break
        reply += block
    return reply.partition(b"\0")[0].decode("utf-8", "replace").strip()
