"""Taking care of a site once a day: sending what waits, sweeping up, letting go of what was kept long enough.

``settings.CARE`` names the parts. Each can be done again at any time, and fails alone: what went wrong is in
the log, the others are done all the same, and the next day it is tried again.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from core.letters import send_all

log = logging.getLogger("care")

# For as long somebody may want to know what became of a task.
_TASKS_KEPT = timedelta(days=14)


class Done(NamedTuple):
    """What came of one part, in a sentence."""

    part: str
    said: str
    failed: bool = False


def take_care(*, at: datetime) -> list[Done]:
    """Do every part in turn, and return what came of each."""
    return [_do(part, path, at) for part, path in settings.CARE.items()]


def each_alone(what: str, errands: Iterable[Callable[[], object]]) -> None:
    """Run every errand whether or not others fail; what failed is logged, and raised as one group at the end."""
    wrong = []
    for errand in errands:
        try:
            errand()
        except Exception as error:
            log.exception("%s: one part failed, the others are done", what)
            wrong.append(error)
    if wrong:
        raise ExceptionGroup(what, wrong)


def _do(part: str, path: str, at: datetime) -> Done:
    try:
        return Done(part, import_string(path)(at=at))
    except Exception as error:
        log.exception("the care of %s failed", part)
        return Done(part, f"not done: {type(error).__name__}", failed=True)


def letters(*, at: datetime) -> str:
    """Send the letters that are due, each by the clock, for a mail server may take its time."""
    return f"{send_all(clock=timezone.now)} sent."


def sessions(*, at: datetime) -> str:
    """Remove the sessions that have ended."""
    gone, _ = Session.objects.filter(expire_date__lt=at).delete()
    return f"{gone} that had ended are gone."


def tasks(*, at: datetime) -> str:
    """Remove what is known of the worker’s tasks of some time ago, of those that were killed as well."""
    before = at - _TASKS_KEPT
    own = DBTaskResult.objects.all()
    gone = own.finished().filter(finished_at__lt=before).delete()[0]
    gone += own.running().filter(started_at__lt=before).delete()[0]
    return f"{gone} that were over are gone."
