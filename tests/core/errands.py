"""Tasks for tests of the worker: what one of them has done can be seen from outside."""

import time
from pathlib import Path

from django_tasks import task


@task()
def leave(path: str, text: str) -> None:
    """Leave a text in a file."""
    Path(path).write_text(text)


@task()
def leave_and_stay(path: str) -> None:
    """Leave a file, and be busy for longer than any test waits."""
    Path(path).touch()
    time.sleep(600)


@task()
def leave_after_a_while(path: str) -> None:
    """Leave an empty file at once, and a moment later what it is to hold."""
    Path(path).touch()
    time.sleep(1)
    Path(path).write_text("done")
