"""Orders packs on a bench's site, and kills the worker that draws them, again and again, by SIGKILL.

``python -m bench.killed_order 200 4711`` orders 200 summaries from the site whose ``bin/serve`` is the process 4711,
waits until they are there, and prints as JSON what was seen.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from appraisal.actions.orders import ENDED, cancel_order  # noqa: E402
from appraisal.models import IssuedPack, Notice, PackOrder, PackOrderItem  # noqa: E402
from appraisal.pack.editions import Edition  # noqa: E402
from appraisal.queries.orders import progress_of  # noqa: E402
from appraisal.queries.packs import ISSUED  # noqa: E402
from appraisal.tasks import draw_order  # noqa: E402
from bench.portfolio_fill import OFFICER, ordered  # noqa: E402
from bench.site import children  # noqa: E402
from bench.verdicts import wrong_with  # noqa: E402
from core.models import AuditEntry, User  # noqa: E402

KILLS = 5
_STUCK = timedelta(minutes=15)  # a claim is taken over after five, and looked for every five
_A_DRAWING = 0.5  # seconds, about: so that the worker dies at any moment of one


def run(packs: int, site: int) -> dict[str, object]:
    """Have packs drawn by a worker that is killed, and return what became of them."""
    _stop_others()
    order = ordered(packs, then=_draw_summaries)
    killed, in_work = [], set[int]()
    for mark in sorted(random.sample(range(packs // 20, packs - packs // 20), KILLS)):
        _wait_for(order, mark)
        time.sleep(random.uniform(0, _A_DRAWING))  # noqa: S311
        _kill_worker(site)
        killed.append(progress_of(order).done)
        in_work |= set(_in_work(order))
        print(f"  killed after {killed[-1]} packs", file=sys.stderr, flush=True)
    _wait_for(order, packs)
    again = set(order.items.filter(tries__gt=1).values_list("number", flat=True))
    left = _left_behind()
    order.refresh_from_db()
    assert order.ended_at, "it was waited for"
    return {
        "order": order.pk,
        "killed": killed,
        "seconds": (order.ended_at - order.asked_at).total_seconds(),
        "again": len(again),
        "left": len(left),
        "wrong": [
            *_wrong_with(order, packs),
            *(f"pack {one} was begun twice, and nobody killed it" for one in again - in_work),
            *(left if len(left) > KILLS else ()),
        ],
    }


def _stop_others() -> None:
    """Stop the orders that whoever filled the site gave: they would be drawn first."""
    for one in PackOrder.objects.filter(ended_at=None, cancelled_at=None):
        cancel_order(by=one.asked_by, order=one, at=timezone.now())


def _draw_summaries(order: PackOrder) -> None:
    """Have the shortest edition drawn: what is looked at is the order, not the pages."""
    PackOrder.objects.filter(pk=order.pk).update(edition=Edition.SUMMARY)
    draw_order(order)


def _wait_for(order: PackOrder, packs: int) -> None:
    """Wait until so many packs of an order are done, and where those are all, until it has ended."""
    done, since = -1, timezone.now()
    while True:
        order.refresh_from_db()
        progress = progress_of(order)
        if progress.done >= packs and (progress.left or order.ended_at):
            return
        if progress.done > done:
            done, since = progress.done, timezone.now()
        if timezone.now() - since > _STUCK:
            raise RuntimeError(f"Nobody goes on after {done} packs.")
        time.sleep(0.05)


def _kill_worker(site: int) -> None:
    """Kill the worker of a site, which may only just be starting, and wait until it is gone."""
    while not (found := [one for one in children(site) if _is_worker(one)]):
        time.sleep(0.01)
    os.kill(found[0], signal.SIGKILL)
    while _is_worker(found[0]):  # of the dead nothing can be read
        time.sleep(0.01)


def _is_worker(pid: int) -> bool:
    try:
        return b"db_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def _in_work(order: PackOrder) -> list[int]:
    claimed = order.items.filter(claimed_at__isnull=False, done_at__isnull=True)
    return list(claimed.values_list("number", flat=True))


def _left_behind() -> list[str]:
    """Return the files among the packs to which no row leads."""
    folder = Path(settings.FILES)
    known = set(IssuedPack.objects.values_list("stored", flat=True))
    there = {str(one.relative_to(folder)) for one in (folder / "packs").rglob("*") if one.is_file()}
    return sorted(f"{one} was left behind" for one in there - known)


def _wrong_with(order: PackOrder, packs: int) -> Iterator[str]:
    """Yield what is wrong with the packs of an order: lost, doubled, or not as they were issued."""
    items = list(PackOrderItem.objects.filter(order=order).select_related("pack", "record"))
    kept = {one.pack_id: one.pack for one in items if one.pack}
    about = [f"proposal:{one.record.proposal_id}" for one in items]  # each has one record in it
    issued = list(
        AuditEntry.objects.filter(event=ISSUED, about__in=about).values_list("about", flat=True)
    )
    if sorted(issued) != sorted(about):
        yield f"{len(issued)} packs were issued of {len(set(issued))} proposals"
    if len(items) != packs or len(kept) != packs:
        yield f"of {packs} packs {len(kept)} are there, for {len(items)} items"
    for one in items:
        if one.pack is None or one.pack.record_id != one.record_id:
            yield f"pack {one.number} is not there: {one.failed}"
        elif one.pack.edition != Edition.SUMMARY or not one.pack.exempt:
            yield f"pack {one.number} is another edition or part"
        else:
            file = Path(settings.FILES) / one.pack.stored
            yield from (f"pack {one.number}: {said}" for said in wrong_with(file, one.pack))
    ended = AuditEntry.objects.filter(event=ENDED).count()
    told = Notice.objects.filter(kind="packs-ready", user=User.objects.get(email=OFFICER)).count()
    if (ended, told) != (1, 1):
        yield f"the order was ended {ended} times, and told of {told} times"


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))))
