"""Adds a portfolio to a bench's site, and orders packs of it.

``python -m bench.portfolio_fill add 1000`` adds so many proposals, each with the records of one of the demo's
that was decided. ``python -m bench.portfolio_fill order 50`` orders a pack of each of the next 50, with all that is
exempt in it, waits until the workers have drawn them, and prints the seconds that this took.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402
from django_tasks.base import TaskResultStatus  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from appraisal.actions.orders import cancel_order, order_packs  # noqa: E402
from appraisal.models import IssuedPack, PackOrder, Proposal, Record  # noqa: E402
from appraisal.queries.orders import progress_of  # noqa: E402
from appraisal.queries.packs import DECIDED  # noqa: E402
from appraisal.tasks import draw_order  # noqa: E402
from bench.fill import settle  # noqa: E402
from core.models import Authority, User  # noqa: E402

COUNCIL, OFFICER, DECIDED_ONE = "northfield", "officer@northfield.example", "The scout"
BASE = f"https://127.0.0.1/{COUNCIL}/packs/"
_TITLED = "Portfolio "
_A_BATCH = 200
_STUCK = timedelta(minutes=10)  # no worker takes as long for a pack


def add(count: int) -> None:
    """Add proposals that were decided, as far as packs are drawn from them: themselves and their records.

    What the site has ordered already is cancelled, or a worker would draw that while the others are timed.
    """
    for other in PackOrder.objects.filter(ended_at=None):
        cancel_order(by=User.objects.get(email=OFFICER), order=other, at=timezone.now())
    original = Proposal.objects.get(title__startswith=DECIDED_ONE)
    records = list(Record.objects.filter(proposal=original))
    proposals = [_copy(original, number) for number in range(count)]
    Proposal.objects.bulk_create(proposals, batch_size=_A_BATCH)
    for place in range(0, count, _A_BATCH):
        Record.objects.bulk_create(
            _of(one, other) for one in proposals[place : place + _A_BATCH] for other in records
        )
    settle()


def _copy(original: Proposal, number: int) -> Proposal:
    copy = Proposal.objects.get(pk=original.pk)
    copy.pk, copy.title = uuid4(), f"{_TITLED}{number:06}"
    return copy


def _of(proposal: Proposal, record: Record) -> Record:
    values = {field.attname: getattr(record, field.attname) for field in Record._meta.fields}
    del values["id"]
    return Record(**values | {"proposal_id": proposal.pk})


def order(count: int) -> float:
    """Order a pack of each of the next proposals, and return the seconds until all were drawn.

    Raises RuntimeError where one could not be, or the workers are stuck.
    """
    given = ordered(count, then=draw_order)
    _wait_for(given)
    progress = progress_of(given)
    if progress.ready != count:
        raise RuntimeError(f"Of {count} packs {progress.ready} were drawn.")
    assert given.ended_at, "it was waited for"
    return (given.ended_at - given.asked_at).total_seconds()


def ordered(count: int, then: Callable[[PackOrder], object]) -> PackOrder:
    """Order a pack of each of the next proposals that have none; ``then`` asks the workers."""
    drawn = IssuedPack.objects.values("record__proposal")
    left = Record.objects.filter(proposal__title__startswith=_TITLED, event__in=DECIDED)
    next_ones = left.exclude(proposal__in=drawn).order_by("proposal__title", "pk")
    return order_packs(
        by=User.objects.get(email=OFFICER),
        authority=Authority.objects.get(slug=COUNCIL),
        records=list(next_ones.values_list("pk", flat=True)[:count]),
        exempt=True,
        base=BASE,
        at=timezone.now(),
        then=then,
    )


def _wait_for(given: PackOrder) -> None:
    """Wait until an order has ended, and no worker has anything to do any more."""
    done, since = 0, timezone.now()
    while given.ended_at is None or _at_work():
        if (now_done := progress_of(given).done) > done:
            done, since = now_done, timezone.now()
        if timezone.now() - since > _STUCK:
            raise RuntimeError(f"The workers are stuck after {done} packs.")
        time.sleep(0.2)
        given.refresh_from_db()


def _at_work() -> bool:
    own = DBTaskResult.objects.exclude(run_after__gt=timezone.now())
    waiting = own.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    return waiting.exists()


if __name__ == "__main__":
    what, number = sys.argv[1], int(sys.argv[2])
    if what == "add":
        add(number)
    else:
        print(order(number))
