"""A task for tests of the worker: what it has done can be seen from outside."""

import time
from pathlib import Path

from django_tasks import task


@task()
def wait_for(begun: str, told: str, done: str) -> None:
    """Leave one file at once, and another when somebody has left a third."""
    Path(begun).touch()
    while not Path(told).exists():
        time.sleep(0.05)
    Path(done).touch()
