"""What is done beside the pages, by the worker: each task is one call of an action."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from appraisal.actions.agenda_packs import draw_agenda_pack
from appraisal.actions.evidence import check_file
from appraisal.actions.orders import draw_next
from appraisal.actions.placing import place_waiting_for
from appraisal.actions.sent_figures import read_sent, sweep_imports
from appraisal.imports.lines import opened
from appraisal.models import AgendaPack, Dataset, Evidence, PackOrder
from appraisal.queries.agenda_packs import packs_to_go_on_with
from appraisal.queries.datasets import (
    broken_off,
    imports_to_go_on_with,
    imports_to_sweep,
    never_used,
    rejected_too_long,
)
from appraisal.queries.orders import orders_to_go_on_with
from core.uploads.clamd import CannotScan

logger = logging.getLogger(__name__)
_AGAIN = timedelta(minutes=5)
# How many workers draw the packs of one order at the same time, from the start.
_AT_ONCE = 4
# After this a task makes room for others, such as letters, and waits again behind them.
_A_TURN = timedelta(seconds=30)


@task()
def scan_evidence(evidence: str) -> None:
    """Have a file that is held looked at by the virus scanner; where it does not answer, later again."""
    found = Evidence.objects.filter(pk=UUID(evidence)).select_related("proposal__authority").first()
    if found is None:  # removed meanwhile
        return
    now = timezone.now()
    try:
        check_file(evidence=found, at=now)
    except CannotScan as error:
        logger.warning("The file %s stays held. %s", evidence, error)
        scan_evidence.using(run_after=now + _AGAIN).enqueue(evidence)


@task(priority=-10)
def draw_ordered(order: int) -> None:
    """Draw packs of an order for a while, one after the other, and wait then for another turn."""
    until = timezone.now() + _A_TURN
    while draw_next(order=order, clock=timezone.now):
        if timezone.now() >= until:
            draw_ordered.enqueue(order)
            return


def draw_order(order: PackOrder) -> None:
    """Put an order in the queue that was given just now, for as many workers as may draw at once."""
    for _ in range(min(_AT_ONCE, order.items.count())):
        draw_ordered.enqueue(order.pk)


def go_on_with_orders(*, at: datetime) -> None:
    """Put orders in the queue for which there is something to do and no task waits: a worker was killed."""
    known = _waiting(draw_ordered)
    for order in orders_to_go_on_with(at):
        if order not in known:
            draw_ordered.enqueue(order)


@task()
def draw_agenda(pack: int) -> None:
    """Draw an agenda pack: people wait for it, so it goes before orders of packs."""
    draw_agenda_pack(pack=pack, clock=timezone.now)


def draw_asked(pack: AgendaPack) -> None:
    """Put an agenda pack in the queue that was asked for just now."""
    draw_agenda.enqueue(pack.pk)


def go_on_with_agenda_packs(*, at: datetime) -> None:
    """Put agenda packs in the queue that nobody draws and for which no task waits: a worker was killed."""
    waiting = _waiting(draw_agenda)
    for pack in packs_to_go_on_with(at):
        if pack not in waiting:
            draw_agenda.enqueue(pack)


@task(priority=-10)
def read_figures(dataset: int) -> None:
    """Read a publisher’s file that somebody sent, and sweep up where nothing of it is kept."""
    read_sent(dataset=dataset, opened=opened, clock=timezone.now)
    sweep_imports(at=timezone.now())


@task(priority=-10)
def sweep_figures() -> None:
    """Delete the rows of imports that are over."""
    sweep_imports(at=timezone.now())


@task(priority=-10)
def find_places(dataset: int) -> None:
    """Look up postcodes that were typed in before the figures were in force that find them."""
    found = Dataset.objects.select_related("authority").filter(pk=dataset).first()
    if found is not None:
        place_waiting_for(kind=found.kind, authority=found.authority, at=timezone.now())


def read_asked(dataset: Dataset) -> None:
    """Put an import in the queue whose file was sent just now."""
    read_figures.enqueue(dataset.pk)


def go_on_with_imports(*, at: datetime) -> None:
    """Put imports in the queue that nobody reads and for which no task waits: a worker was killed.

    And the sweeping of those that are over.
    """
    waiting = _waiting(read_figures)
    for dataset in imports_to_go_on_with(at):
        if dataset not in waiting:
            read_figures.enqueue(dataset)
    over = (imports_to_sweep(at), broken_off(at), never_used(at), rejected_too_long(at))
    if any(one.exists() for one in over):
        sweep_figures.enqueue()


def _waiting(of: Task[[int], None]) -> set[int]:
    """Return the rows, by number, for which a task waits in the queue."""
    found = DBTaskResult.objects.filter(task_path=of.module_path, status=TaskResultStatus.READY)
    return {args["args"][0] for args in found.values_list("args_kwargs", flat=True)}
