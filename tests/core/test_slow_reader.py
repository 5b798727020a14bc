"""The server with which the site is served, and somebody who reads a large file slowly."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from core.serve import SERVER

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT, MEGABYTES = 2, 24  # seconds; more than all buffers between here and there hold


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Serve as :mod:`core.serve` does, with one process and a timeout that is soon over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = SERVER.index("--timeout") + 1
    command = [*SERVER[:place], str(TIMEOUT), *SERVER[place + 1 :]]
    process = subprocess.Popen(
        [sys.executable, *command, "tests.core.slow", "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={**os.environ, "WEB_CONCURRENCY": "1"},
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def begun(port: int) -> Iterator[HTTPResponse]:
    """Ask for a large file, and read no more than its beginning."""
    with (
        closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection,
        closing(_asked(connection)) as answer,
    ):
        yield answer


def _asked(connection: HTTPConnection) -> HTTPResponse:
    connection.request("GET", f"/{MEGABYTES}")
    return connection.getresponse()


def test_who_reads_slowly_is_not_cut_off_and_holds_nobody_up(port: int) -> None:
    with begun(port) as first, begun(port) as second, begun(port) as third:
        serves = first.read(10)
        ends = time.monotonic() + 1.75 * TIMEOUT
        while time.monotonic() < ends:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                assert answer.read() == serves, "one process serves, and is the same all the time"
            time.sleep(0.1)
        rest = MEGABYTES * 1024 * 1024
        assert [len(one.read()) for one in (first, second, third)] == [rest, rest + 10, rest + 10]
