"""Killing the software in the middle: a job runs in a process of its own, which dies by SIGKILL at a function.

The function is named by its dotted path, where it is looked up, and is wrapped in that process only: the
product has no hook for it. The process works on the database of the test, a file of SQLite or PostgreSQL,
so such tests commit what they do (``transactional_db``)::

    killed(f"{__name__}.send", Point("core.audit._write", "after"), proposal=str(proposal.pk))

Afterwards all of what the job did is there, or nothing.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


class Point(NamedTuple):
    """Where the process dies: before or after the function of this path, the so many-th time it is called."""

    function: str
    when: Literal["before", "after"] = "before"
    call: int = 1


def killed(job: str, point: Point, /, **given: object) -> None:
    """Run a job, a function by its dotted path, with what is given (JSON), and see it die at a point.

    Fails where the process ends in another way: the point was not reached, or something else went wrong.
    """
    done = _run(job, point, given)
    assert done.returncode == -signal.SIGKILL, (
        f"{job} was to be killed {point.when} {point.function}, and ended with {done.returncode}: {done.stderr}"
    )


def finished(job: str, /, **given: object) -> None:
    """Run a job to its end in a process of its own: what a restart would do."""
    done = _run(job, None, given)
    assert done.returncode == 0, done.stderr


def _run(job: str, at: Point | None, given: dict[str, object]) -> subprocess.CompletedProcess[str]:
    plan = {
        "database": str(connection.settings_dict["NAME"]),
        "job": job,
        "at": at,
        "given": given,
    }
    connection.close()  # SQLite looks the journal of the dead through when a file is opened
    command = [sys.executable, "-m", "tests.killing", json.dumps(plan)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


# --- in the process that dies ------------------------------------------------------------------


def _main(plan: dict[str, Any]) -> None:
    import tests.settings as settings

    settings.DATABASES["default"]["NAME"] = plan["database"]
    import django

    django.setup()
    job = _find(plan["job"])
    if plan["at"] is not None:
        _deadly(Point(*plan["at"]))
    getattr(job.holder, job.name)(**plan["given"])


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


if __name__ == "__main__":
    _main(json.loads(sys.argv[1]))
