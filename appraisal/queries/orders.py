"""Orders of packs: which records one is of, how far the workers are, and what lies ready to take away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from appraisal.models import PackOrder, PackOrderItem, Proposal, Record, State
from appraisal.queries.packs import DECIDED, SIGNED_OFF
from core.models import Authority

# No pack takes as long to draw: whoever claimed one longer ago was killed.
LEASE = timedelta(minutes=5)


class Part(NamedTuple):
    """A part of the portfolio: the states of its proposals, and the events whose last record is drawn."""

    states: tuple[State, ...]
    events: tuple[str, ...]


# By the key under which the form offers it.
PARTS: Mapping[str, Part] = {
    "signed-off": Part((State.CHECKED,), SIGNED_OFF),
    "at-panel": Part((State.PANEL,), SIGNED_OFF),
    "decided": Part(
        (
            State.APPROVED,
            State.CONDITIONS,
            State.REFUSED,
            State.DEFERRED,
            State.PUBLISHED,
            State.RECONSIDERATION,
        ),
        DECIDED,
    ),
}


def records_to_order(proposals: QuerySet[Proposal], *, part: str, kind: str) -> list[int]:
    """Return the last record of each proposal in a part of the portfolio, by number, the oldest first.

    ``proposals``: those that somebody may issue packs of. ``kind``: of which kind; "" means of any.
    """
    wanted = PARTS[part]
    found = proposals.filter(state__in=wanted.states)
    if kind:
        found = found.filter(kind=kind)
    own = Record.objects.filter(proposal=OuterRef("pk"), event__in=wanted.events)
    last = own.order_by("-audit_sequence").values("pk")[:1]
    numbers = found.annotate(last=Subquery(last)).filter(last__isnull=False)
    return list(numbers.order_by("last").values_list("last", flat=True))


class Progress(NamedTuple):
    """How far an order is."""

    total: int
    ready: int
    failed: int

    @property
    def done(self) -> int:
        """Return how many are drawn or could not be."""
        return self.ready + self.failed

    @property
    def left(self) -> int:
        """Return how many are still to be drawn."""
        return self.total - self.done


def progress_of(order: PackOrder) -> Progress:
    """Return how far an order is, in one query."""
    items = PackOrderItem.objects.filter(order=order)
    found = items.aggregate(
        total=Count("pk"), ready=Count("pack"), failed=Count("pk", filter=~Q(failed=""))
    )
    return Progress(**found)


def orders_of(council: Authority) -> QuerySet[PackOrder]:
    """Return the orders of a council, the newest first, with ``total`` and ``ready`` beside each."""
    found = PackOrder.objects.filter(authority=council).select_related("asked_by")
    return found.annotate(total=Count("items"), ready=Count("items__pack"))


def failures_of(order: PackOrder, proposals: QuerySet[Proposal]) -> QuerySet[PackOrderItem]:
    """Return what of an order could not be drawn, with the proposals; only of those proposals."""
    found = PackOrderItem.objects.filter(order=order, record__proposal__in=proposals)
    return found.exclude(failed="").select_related("record__proposal").defer("record__text")


class Line(NamedTuple):
    """A pack as a zip holds it."""

    number: int
    title: str
    reference: str
    code: str
    sha256: str
    size: int
    stored: str
    issued_at: datetime


def lines_of(order: PackOrder, proposals: QuerySet[Proposal]) -> list[Line]:
    """Return the packs of an order that are drawn, in its order; only of those proposals."""
    found = PackOrderItem.objects.filter(
        order=order, pack__isnull=False, record__proposal__in=proposals
    )
    fields = (
        *("number", "record__proposal__title", "record__proposal__reference"),
        *("pack__code", "pack__sha256", "pack__size", "pack__stored", "pack__issued_at"),
    )
    return [Line(*row) for row in found.order_by("number").values_list(*fields)]


def free_items(at: datetime) -> QuerySet[PackOrderItem]:
    """Return what any worker may take: what nobody has claimed, or somebody who was killed since."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - LEASE)
    return PackOrderItem.objects.filter(free, done_at__isnull=True)


def orders_to_go_on_with(at: datetime) -> list[int]:
    """Return the orders that a worker could do something for: draw a pack, or end it, for nothing is left."""
    running = PackOrder.objects.filter(cancelled_at__isnull=True, ended_at__isnull=True)
    left = PackOrderItem.objects.filter(done_at__isnull=True).values("order")
    found = running.filter(Q(pk__in=free_items(at).values("order")) | ~Q(pk__in=left))
    return list(found.order_by("pk").values_list("pk", flat=True))
