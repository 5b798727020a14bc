"""Killing the software in the middle: a job runs in a process of its own, which dies by SIGKILL at a function.

The function is named by its dotted path, where it is looked up, and is wrapped in that process only: the
product has no hook for it. The process works on the database of the test, a file of SQLite or PostgreSQL,
so such tests commit what they do (``transactional_db``)::

    killed(f"{__name__}.send", Point("core.audit._write", "after"), proposal=str(proposal.pk))

Afterwards all of what the job did is there, or nothing.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from multiprocessing.context import ForkServerContext
from typing import Any, Literal, NamedTuple

from django.db import connection

MOST_SECONDS = 120


class Point(NamedTuple):
    """Where the process dies: before or after the function of this path, the so many-th time it is called."""

    function: str
    when: Literal["before", "after"] = "before"
    call: int = 1


class Ended(NamedTuple):
    """How a process ended, as ``subprocess`` counts it, and what it complained of."""

    status: int | None
    said: str


def killed(job: str, point: Point, /, **given: object) -> None:
    """Run a job, a function by its dotted path, with what is given, and see it die at a point.

    Fails where the process ends in another way: the point was not reached, or something else went wrong.
    """
    ended = _run(job, point, given)
    assert ended.status == -signal.SIGKILL, (
        f"{job} was to be killed {point.when} {point.function}, and ended with {ended.status}: {ended.said}"
    )


def finished(job: str, /, **given: object) -> None:
    """Run a job to its end in a process of its own: what a restart would do."""
    ended = _run(job, None, given)
    assert ended.status == 0, ended.said


def _run(job: str, at: Point | None, given: Mapping[str, object]) -> Ended:
    name = str(connection.settings_dict["NAME"])
    connection.close()  # SQLite looks the journal of the dead through when a file is opened
    with tempfile.NamedTemporaryFile("r+") as said:
        process = _nursery().Process(target=_main, args=(said.name, name, job, at, given))
        process.start()
        process.join(MOST_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise AssertionError(f"{job} has not ended after {MOST_SECONDS} seconds: {said.read()}")
        return Ended(process.exitcode, said.read())


@cache
def _nursery() -> ForkServerContext:
    """Return what makes processes: each comes of one that has imported the site and done nothing else."""
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload(["tests.awake"])
    return nursery


# --- in the process that dies ------------------------------------------------------------------


def _main(
    said: str, database: str, job: str, at: Point | None, given: Mapping[str, object]
) -> None:
    with open(said, "w") as file:  # noqa: PTH123 (what is complained of in any way)
        os.dup2(file.fileno(), 2)
    import tests.awake  # noqa: F401 (where it was not imported before, as after a change of folder)

    connection.settings_dict["NAME"] = database
    found = _find(job)
    if at is not None:
        _deadly(at)
    getattr(found.holder, found.name)(**given)


class _Place(NamedTuple):
    """Where a name is looked up: in a module, or in something inside one."""

    holder: Any
    name: str


def _find(path: str) -> _Place:
    parts = path.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            holder: Any = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError as error:
            if error.name and path.startswith(error.name):
                continue
            raise
        for part in parts[end:-1]:
            holder = getattr(holder, part)
        return _Place(holder, parts[-1])
    raise ModuleNotFoundError(path)


def _deadly(point: Point) -> None:
    place = _find(point.function)
    original: Callable[..., Any] = getattr(place.holder, place.name)
    calls = 0

    def wrapped(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == point.call and point.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **named)
        if calls == point.call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(place.holder, place.name, wrapped)
