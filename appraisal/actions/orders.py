"""Packs for a whole portfolio: ordered once, drawn by the workers one after the other, and told of when ready.

A worker claims one pack in a transaction of its own, draws it outside of any, and says then that it is done.
Wherever it is killed, what is done stays done, and its claim is taken over by another once it is old.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from appraisal.access import may_of
from appraisal.actions.notices import tell
from appraisal.actions.packs import issue_pack
from appraisal.engine.faults import CannotRead
from appraisal.models import IssuedPack, PackOrder, PackOrderItem, Record
from appraisal.pack import TooLong
from appraisal.pack.codes import in_groups
from appraisal.pack.editions import Edition
from appraisal.queries.orders import free_items, progress_of
from appraisal.roles import To
from core.audit import on_record, record
from core.models import Authority, User

log = logging.getLogger("packs")

MOST_PACKS = 5_000
MOST_TRIES = 3
ORDERED, CANCELLED, ENDED = "packs ordered", "order of packs stopped", "order of packs ended"
READY = "packs-ready"
NOT_ANY_MORE = "Whoever ordered it may not issue a pack of this proposal any more."
GAVE_UP = (
    "Drawing it was broken off three times. Ask who looks after this site to look into its log."
)


class CannotOrder(ValueError):
    """These packs cannot be ordered, or one of them not drawn; the message says why."""


def order_packs(
    *,
    by: User,
    authority: Authority,
    records: Sequence[int],
    exempt: bool,
    base: str,
    at: datetime,
    then: Callable[[PackOrder], object],
    edition: Edition = Edition.FULL,
) -> PackOrder:
    """Order a pack of each record, given by number. ``base``: the address of the council’s page of codes.

    ``then`` is called once the order is committed: it asks the workers. Who orders the same again while it is
    drawn gets the order that there is. Raises :class:`CannotOrder` for none at all and for more than
    :data:`MOST_PACKS`.
    """
    if not records:
        raise CannotOrder("There is no proposal of which a pack could be drawn.")
    if len(records) > MOST_PACKS:
        raise CannotOrder(
            f"These would be {len(records):,} packs. At most {MOST_PACKS:,} can be ordered at once: "
            "choose one kind of proposal, or another state."
        )
    with on_record():
        Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
        if same := _same_running(by, authority, set(records), exempt, edition):
            return same
        order = PackOrder.objects.create(
            authority=authority,
            asked_by=by,
            asked_at=at,
            exempt=exempt,
            edition=edition,
            base=base,
        )
        PackOrderItem.objects.bulk_create(
            (
                PackOrderItem(order=order, record_id=one, number=number)
                for number, one in enumerate(records, 1)
            ),
            batch_size=500,
        )
        _record(ORDERED, order, by, at, packs=len(records), exempt=exempt, edition=str(edition))
        transaction.on_commit(partial(then, order))
    return order


def _same_running(
    by: User, authority: Authority, records: set[int], exempt: bool, edition: Edition
) -> PackOrder | None:
    """Return what somebody has ordered already and is being drawn, where it is of these records."""
    running = PackOrder.objects.filter(
        authority=authority, asked_by=by, exempt=exempt, edition=edition
    )
    for one in running.filter(cancelled_at__isnull=True, ended_at__isnull=True):
        if set(one.items.values_list("record_id", flat=True)) == records:
            return one
    return None


def cancel_order(*, by: User, order: PackOrder, at: datetime) -> bool:
    """Stop an order; say whether it was running still. What is drawn stays, and so does what is begun."""
    with on_record():
        held = PackOrder.objects.select_for_update().get(pk=order.pk)
        if not held.running:
            return False
        held.cancelled_at = at
        held.save(update_fields=["cancelled_at"])
        _record(CANCELLED, held, by, at, **_figures(held))
    return True


def draw_next(*, order: int, clock: Callable[[], datetime]) -> bool:
    """Draw one pack of an order, and say whether there may be more for this worker to do.

    Where nothing is left the order is ended, and who gave it is told.
    """
    item = _claim(order, clock())
    if item is None:
        _end_if_over(order, clock())
        return False
    if item.tries > MOST_TRIES:
        _say_done(item, clock(), failed=GAVE_UP)
        return True
    try:
        pack = _draw(item, clock())
    except CannotRead as cannot:
        why = " ".join(fault.message for fault in cannot.faults)
        _say_done(item, clock(), failed=f"This cannot be worked out yet: {why}")
    except (TooLong, CannotOrder) as why_not:
        _say_done(item, clock(), failed=str(why_not))
    except Exception:
        # Its claim stays, so that it is tried again after some minutes, and not over and over at once. Nor does this
        # worker go on with the next: where the disk is full, say, each pack would lose one of its tries.
        log.exception("pack %s of order %s could not be drawn", item.number, order)
        return False
    else:
        _say_done(item, clock(), pack=pack)
    return True


def _claim(order: int, at: datetime) -> PackOrderItem | None:
    """Take the first pack that nobody draws; None where the order is over, or others draw what is left."""
    with transaction.atomic():
        running = PackOrder.objects.filter(
            pk=order, cancelled_at__isnull=True, ended_at__isnull=True
        )
        if not running.exists():
            return None
        free = free_items(at).filter(order=order).order_by("number")
        item = free.select_for_update(skip_locked=True).first()
        if item is None:
            return None
        item.claimed_at, item.tries = at, item.tries + 1
        item.save(update_fields=["claimed_at", "tries"])
    return item


def _draw(item: PackOrderItem, at: datetime) -> IssuedPack:
    order = PackOrder.objects.select_related("asked_by").get(pk=item.order_id)
    of = Record.objects.select_related("proposal__authority").get(pk=item.record_id)
    if To.ISSUE not in may_of(order.asked_by, of.proposal):
        raise CannotOrder(NOT_ANY_MORE)
    return issue_pack(
        by=order.asked_by,
        of=of,
        exempt=order.exempt,
        edition=Edition(order.edition),
        address=lambda code: f"{order.base}{in_groups(code)}/",
        at=at,
    )


def _say_done(
    item: PackOrderItem, at: datetime, *, pack: IssuedPack | None = None, failed: str = ""
) -> None:
    """Say what came of a pack, unless another worker has, who took the claim over."""
    own = PackOrderItem.objects.filter(pk=item.pk, done_at__isnull=True)
    own.update(done_at=at, pack=pack, failed=failed)


def _end_if_over(order: int, at: datetime) -> None:
    """End an order of which nothing is left, and tell who gave it: once, whichever worker is last."""
    with on_record():
        found = PackOrder.objects.select_for_update(of=("self",)).filter(pk=order)
        held = found.select_related("authority", "asked_by").first()
        if held is None or not held.running:
            return
        if PackOrderItem.objects.filter(order=held, done_at__isnull=True).exists():
            return
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        _record(ENDED, held, None, at, **_figures(held))
        tell(READY, authority=held.authority, to=[held.asked_by], by=None, at=at)


def _figures(order: PackOrder) -> dict[str, int]:
    progress = progress_of(order)
    return {"packs": progress.total, "ready": progress.ready, "failed": progress.failed}


def _record(event: str, order: PackOrder, by: User | None, at: datetime, **more: int | str) -> None:
    record(
        event=event,
        by=by,
        authority=order.authority,
        about=f"council:{order.authority.slug}",
        at=at,
        detail={"order": order.pk, **more},
    )
