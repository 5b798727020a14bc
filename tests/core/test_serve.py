"""bin/serve as people run it: a site with a worker beside it, and nothing left when it has ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Served(NamedTuple):
    """A bin/serve that runs, with a database of its own."""

    process: subprocess.Popen[bytes]
    environment: Mapping[str, str]
    port: int
    said: Path

    def leave(self, errand: str, *arguments: str) -> None:
        """Give the worker something to do."""
        given = ", ".join(repr(one) for one in arguments)
        code = f"import django; django.setup()\nfrom tests.core.errands import *\n{errand}.enqueue({given})"
        python(self.environment, "-c", code)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError):
            return False

    @property
    def processes(self) -> dict[int, str]:
        """Every process that came of it, with its command line."""
        return {pid: command(pid) for pid in descendants(self.process.pid)}

    @property
    def site(self) -> int:
        """The process that those who serve pages come of."""
        return next(pid for pid, said in self.processes.items() if "gunicorn" in said)

    @property
    def worker(self) -> int:
        """The process of the worker; 0: there is none."""
        return next((pid for pid, said in self.processes.items() if "db_worker" in said), 0)


def python(environment: Mapping[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True)


def descendants(pid: int) -> Iterator[int]:
    try:
        children = [
            int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):
        children = []
    for child in children:
        yield child
        yield from descendants(child)


def command(pid: int) -> str:
    """Return the command line of a process; nothing once it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def until(holds: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait until something holds; the test fails if that takes longer than a slow machine needs."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"{what}: not within {seconds} seconds"
        time.sleep(0.05)


def all_ended(processes: Mapping[int, str]) -> bool:
    return not any(command(pid) == said for pid, said in processes.items())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database with all tables."""
    address = f"sqlite:///{tmp_path_factory.mktemp('serve') / 'site.sqlite3'}"
    python({**os.environ, "VW_DEBUG": "1", "DATABASE_URL": address}, "manage.py", "migrate", "-v0")
    return address


@pytest.fixture
def served(database: str, tmp_path: Path) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "VW_DEBUG": "1",
        "VW_SECRET_KEY": "only-for-this-test",
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "core.settings",
        "WEB_CONCURRENCY": "1",
    }
    said = tmp_path / "said"
    with said.open("wb") as log:
        process = subprocess.Popen(
            ["bin/serve", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    served = Served(process, environment, port, said)
    try:
        until(served.answers, "the site answers")
        until(lambda: served.worker, "there is a worker")
        yield served
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_a_worker_that_is_killed_is_said_and_another_goes_on(
    served: Served, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    served.leave("leave_and_stay", str(first))
    until(first.exists, "the worker is at its task")
    killed = served.worker
    os.kill(killed, signal.SIGKILL)
    served.leave("leave", str(second), "done")
    until(lambda: second.exists() and second.read_text() == "done", "another does the next task")
    assert served.worker not in (0, killed)
    assert "The worker ended with status -9. Another one starts." in served.said.read_text()
    assert served.answers()


def test_the_worker_stops_with_the_site_once_it_has_done_its_task(
    served: Served, tmp_path: Path
) -> None:
    done = tmp_path / "done"
    started = served.processes
    served.leave("leave_after_a_while", str(done))
    until(done.exists, "the worker is at its task")
    assert done.read_text() == ""
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=60) == 0
    assert done.read_text() == "done"
    assert all_ended(started)


@pytest.mark.parametrize("what", ["the site", "bin/serve"])
def test_nothing_is_left_however_it_ends(served: Served, what: str) -> None:
    started = served.processes
    killed = served.site if what == "the site" else served.process.pid
    os.kill(killed, signal.SIGKILL)
    assert served.process.wait(timeout=60) in (128 + signal.SIGKILL, -signal.SIGKILL)
    until(lambda: all_ended(started), "all have ended")
