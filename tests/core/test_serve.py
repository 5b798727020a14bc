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

from tests.databases import copy_empty_database

ROOT = Path(__file__).resolve().parents[2]
LOST = "evidence/ab/lost"  # a file that no row leads to, from long ago


class Served(NamedTuple):
    """A bin/serve that runs, with a database of its own."""

    process: subprocess.Popen[bytes]
    environment: Mapping[str, str]
    port: int
    said: Path

    def wait_for(self, name: Path) -> None:
        """Give the worker a task that ends when it is told to, and wait until it is at it."""
        begun, told, done = (f"{name}.{one}" for one in ("begun", "told", "done"))
        code = "import django; django.setup()\nfrom tests.core.errands import wait_for\n"
        python(self.environment, "-c", f"{code}wait_for.enqueue({begun!r}, {told!r}, {done!r})")
        until(Path(begun).exists, "the worker is at its task")

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


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = tmp_path / "site.sqlite3"
    copy_empty_database(database)
    lost = tmp_path / "files" / LOST
    lost.parent.mkdir(parents=True)
    lost.touch()
    os.utime(lost, (0, 0))
    environment = {
        **os.environ,
        "VW_DEBUG": "1",
        "VW_SECRET_KEY": "only-for-this-test",
        "DATABASE_URL": f"sqlite:///{database}",
        "VW_FILES": str(tmp_path / "files"),
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
    started: dict[int, str] = {}
    try:
        until(served.answers, "the site answers")
        until(lambda: served.worker, "there is a worker")
        started = served.processes
        yield served
    finally:
        process.terminate()
        process.wait(timeout=60)
        for pid in (pid for pid, line in started.items() if command(pid) == line):
            os.kill(
                pid, signal.SIGKILL
            )  # gunicorn’s own, half a minute before they see that it is gone


def test_a_worker_that_is_killed_is_said_and_replaced_and_one_at_work_is_waited_for(
    served: Served, tmp_path: Path
) -> None:
    served.wait_for(tmp_path / "first")
    killed = served.worker
    os.kill(killed, signal.SIGKILL)
    served.wait_for(tmp_path / "second")
    assert served.worker not in (0, killed)
    assert "The worker ended with status -9. Another one starts." in served.said.read_text()

    site, line = served.site, command(served.site)
    served.process.send_signal(signal.SIGTERM)
    until(lambda: command(site) != line, "the site has ended")
    assert served.worker, "it is still at its task"
    (tmp_path / "second.told").touch()
    assert served.process.wait(timeout=60) == 0
    assert (tmp_path / "second.done").exists()


@pytest.mark.parametrize("what", ["the site", "bin/serve"])
def test_no_worker_is_left_however_the_site_ends(served: Served, what: str) -> None:
    worker, line = served.worker, command(served.worker)
    os.kill(served.site if what == "the site" else served.process.pid, signal.SIGKILL)
    assert served.process.wait(timeout=60) in (128 + signal.SIGKILL, -signal.SIGKILL)
    until(lambda: command(worker) != line, "the worker has ended")


def test_the_worker_takes_care_of_the_site_by_itself(served: Served) -> None:
    lost = Path(served.environment["VW_FILES"], LOST)
    until(lambda: not lost.exists(), "what a crash has left is gone")
