"""The officers' queue: a part of a council's proposals, page by page, however many there are.

A page begins where the last one ended, by the place of a proposal in the order: the database goes there by
an index and counts nothing that it leaves behind.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import QuerySet, Subquery, Value

from appraisal.models import Proposal, Stage
from appraisal.queries.paging import RowComparison
from appraisal.queries.search import holding
from core.models import Authority, Role, User

A_PAGE = 25
MOST_COUNTED = 1_000  # more are said to be “1,000+”
MOST_SORTED = 200  # results of a search that are put in order here


class View(StrEnum):
    """A part of the queue."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    PANEL = "panel"
    ALL = "all"


class Order(StrEnum):
    """Who comes first: who has waited longest in its state, or shortest."""

    OLDEST = "oldest"
    NEWEST = "newest"


class Asked(NamedTuple):
    """What somebody wants to see of the queue; blank: no filter."""

    view: View
    order: Order = Order.OLDEST
    state: str = ""
    kind: str = ""
    words: str = ""  # each of which stands in its title, reference, group or building
    tenure: str = ""


class Place(NamedTuple):
    """Where a proposal stands in the order."""

    since: datetime
    id: UUID


class Waiting(NamedTuple):
    """A proposal in the queue: what a line of it says, and no more is read."""

    id: UUID
    title: str
    reference: str
    group: str
    state: str
    since: datetime
    officer_id: int | None
    officer_name: str | None
    officer_email: str | None

    @property
    def officer(self) -> str:
        """Who deals with it; empty: nobody."""
        return self.officer_name or self.officer_email or ""


_COLUMNS = (
    *("id", "title", "reference", "organisation__name", "state", "state_since"),
    *("officer_id", "officer__name", "officer__email"),
)


class Listed(NamedTuple):
    """A page of the queue, and the places to go on from; None where there is nothing there."""

    proposals: Sequence[Waiting]
    before: Place | None
    after: Place | None


def part_of(authority: Authority, user: User, asked: Asked) -> QuerySet[Proposal]:
    """Return the proposals of a part of the queue, in no order."""
    found = Proposal.objects.filter(authority=authority)
    if asked.view == View.MINE:
        found = found.filter(officer=user, is_open=1)
    elif asked.view == View.UNASSIGNED:
        found = found.filter(officer=None, is_open=1)
    elif asked.view == View.WAITING:
        found = found.filter(stage=Stage.GROUP)
    elif asked.view == View.PANEL:
        found = found.filter(stage=Stage.PANEL)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.tenure:
        found = found.filter(terms__tenure=asked.tenure)
    return holding(found, asked.words)


class Found(NamedTuple):
    """A page of what was asked for, and how many there are in words: “12” or “1,000+”."""

    page: Listed
    many: str


def find(
    authority: Authority,
    user: User,
    asked: Asked,
    *,
    after: Place | None = None,
    before: Place | None = None,
) -> Found:
    """Return a page of a part of the queue, in one query; of a search in two.

    Where a search finds little, that is all there is to put in order: so words that nothing says are looked
    for once, and not again in the order of the queue.
    """
    found = part_of(authority, user, asked)
    if not asked.words:
        return _read(found, asked.order, after=after, before=before)
    hits = list(found.order_by().values_list("state_since", "id")[: MOST_SORTED + 1])
    if len(hits) > MOST_SORTED:
        return _read(found, asked.order, after=after, before=before)
    places = sorted(Place(*hit) for hit in hits)
    page = _page_among(places, asked.order, after=after, before=before)
    return Found(page, f"{len(hits):,}")


class _Capped(Subquery):
    """The number of rows of a query of its own, which reads no more of them than its limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = models.IntegerField()


def _read(
    found: QuerySet[Proposal], order: Order, *, after: Place | None, before: Place | None
) -> Found:
    """Return the page after a place, or before one, or the first, and how many there are, in one query."""
    backwards = before is not None and after is None
    place = before if backwards else after
    rising = (order == Order.OLDEST) != backwards
    many = _Capped(found.order_by().values("pk")[: MOST_COUNTED + 1])
    if place is not None:
        values = (
            Value(place.since, output_field=models.DateTimeField()),
            Value(place.id, output_field=models.UUIDField()),
        )
        sign = ">" if rising else "<"
        found = found.filter(RowComparison(("state_since", "id"), sign, values))
    by = ("state_since", "id") if rising else ("-state_since", "-id")
    read = list(found.order_by(*by).values_list(*_COLUMNS, many)[: A_PAGE + 1])
    count = read[0][-1] if read else 0  # nothing is said of how many where none is shown
    more, rows = len(read) > A_PAGE, [Waiting(*row[:-1]) for row in read[:A_PAGE]]
    if backwards:
        rows.reverse()
    goes_back = more if backwards else place is not None
    page = _listed(rows, goes_back=goes_back, goes_on=backwards or more)
    return Found(page, _in_words(count))


def _page_among(
    places: list[Place], order: Order, *, after: Place | None, before: Place | None
) -> Listed:
    """Return a page of few proposals, whose places are all known; these are in rising order."""
    if order == Order.NEWEST:
        places = places[::-1]
    rising = order == Order.OLDEST
    start = 0
    if after is not None:
        start = sum(1 for one in places if (one <= after if rising else one >= after))
    elif before is not None:
        ahead = sum(1 for one in places if (one < before if rising else one > before))
        start = max(0, ahead - A_PAGE)
    here = places[start : start + A_PAGE]
    if before is not None and after is None:
        here = [one for one in here if (one < before if rising else one > before)]
    found = Proposal.objects.filter(pk__in=[one.id for one in here]).values_list(*_COLUMNS)
    by_id = {row[0]: Waiting(*row) for row in found}
    rows = [by_id[one.id] for one in here if one.id in by_id]
    return _listed(rows, goes_back=start > 0, goes_on=start + len(here) < len(places))


def _listed(rows: Sequence[Waiting], *, goes_back: bool, goes_on: bool) -> Listed:
    if not rows:
        return Listed((), None, None)
    first, last = (Place(one.since, one.id) for one in (rows[0], rows[-1]))
    return Listed(rows, first if goes_back else None, last if goes_on else None)


def _in_words(count: int) -> str:
    """Say how many: ``12``, or ``1,000+`` where no more were counted."""
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


# Written out, for Django takes longer to make such SQL than a database to answer it.
_OFFICERS = """
    SELECT person.* FROM core_user AS person
    WHERE person.is_active AND person.id IN (
        SELECT user_id FROM core_membership WHERE authority_id = %s AND role = %s
    )
"""


def colleagues(authority: Authority) -> list[User]:
    """Return the asset officers of a council, by name."""
    people = User.objects.raw(_OFFICERS, [authority.pk, str(Role.ASSET_OFFICER)])
    return sorted(people, key=lambda one: str(one).lower())
