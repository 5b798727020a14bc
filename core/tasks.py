"""What the worker does: sending letters. It looks again every few minutes, so that none is forgotten."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import letters

# However it came about that nobody asked for a letter to be sent: after this it is looked for.
LOOK_AGAIN = timedelta(minutes=5)
_AT_SOONEST = timedelta(minutes=1)
_KEPT = timedelta(days=1)


@task()
def send_letters() -> int:
    """Send the letters that are due and put the next look in the queue; return how many were sent."""
    sent = 0
    while now_sent := letters.send_due(clock=timezone.now):
        sent += now_sent
    _look_again()
    return sent


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
