"""What the worker does: it sends letters, and looks again every few minutes, so that none is forgotten.

At each look it also sees to it that the site is taken care of once a day, and that work goes on which a worker
that was killed has left behind: ``settings.LOOKS`` names who looks for that.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import letters
from core.care import take_care

log = logging.getLogger("tasks")

# However it came about that nobody asked for a letter to be sent: after this it is looked for.
LOOK_AGAIN = timedelta(minutes=5)
# How long after it was begun the site is taken care of again.
CARE_AGAIN = timedelta(days=1)
_AT_SOONEST = timedelta(minutes=1)
_KEPT = timedelta(days=1)


@task()
def send_letters() -> int:
    """Send the letters that are due and put the next look in the queue; return how many were sent."""
    sent = letters.send_all(clock=timezone.now)
    _look_again()
    return sent


@task()
def care() -> list[str]:
    """Do all that is due once a day: :mod:`core.care`. Return what failed; the log says how."""
    return [done.part for done in take_care(at=timezone.now()) if done.failed]


def _look_again() -> None:
    """Have one look waiting, not more; and sweep up after the earlier ones."""
    if not send_letters.get_backend().supports_defer:
        return  # tests run tasks where they are put
    own = DBTaskResult.objects.filter(task_path=send_letters.module_path)
    own.finished().filter(finished_at__lt=timezone.now() - _KEPT).delete()
    now = timezone.now()
    wanted = min(filter(None, (letters.next_due(), now + LOOK_AGAIN)))
    soon = max(wanted, now + _AT_SOONEST)  # what is due still could not be sent just now
    waiting = own.filter(status=TaskResultStatus.READY, run_after__lte=soon)
    if not waiting.exists():
        send_letters.using(run_after=soon).enqueue()
    _care_if_due(now)
    _look_for_work(now)


def _look_for_work(now: datetime) -> None:
    """Have everybody look for work that no task waits for any more; who fails does so alone."""
    for name, path in settings.LOOKS.items():
        try:
            import_string(path)(at=now)
        except Exception:
            log.exception("the look for %s failed", name)


def _care_if_due(now: datetime) -> None:
    """Put the day’s care in the queue, unless it waits there or was begun within the day, however it ended."""
    own = DBTaskResult.objects.filter(task_path=care.module_path)
    waits = own.filter(status=TaskResultStatus.READY)
    if not waits.exists() and not own.filter(started_at__gt=now - CARE_AGAIN).exists():
        care.enqueue()
