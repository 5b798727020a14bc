"""Agenda packs: what one is made of, what it shows, and which of them somebody may read."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from appraisal.models import AgendaItem, AgendaPack, AgendaPackItem, Meeting, Proposal, Record
from appraisal.pack.agenda import AgendaDocument, Item, agenda_of
from appraisal.pack.codes import in_groups
from appraisal.pack.seal import Stamp, moment_of
from appraisal.queries import panel
from appraisal.queries.packs import DECIDED, SIGNED_OFF, issued_document
from core.logos import logo_of
from core.models import Authority

# The events that tell of an agenda pack, and what they say they are about, before its number.
ASKED, ISSUED = "agenda pack asked for", "agenda pack issued"
ABOUT = "agenda-pack:"
# None takes as long to draw: whoever claimed one longer ago was killed.
LEASE = timedelta(minutes=20)


class Planned(NamedTuple):
    """An item as an agenda pack would hold it: its last record that was signed off or decided, where there is one."""

    number: int
    item: AgendaItem
    record: Record | None
    closed: bool = False


def planned(meeting: Meeting) -> tuple[Planned, ...]:
    """Return what stands on an agenda now, each item with its newest record but for the text of that."""
    items = panel.agenda_of(meeting)
    records = Record.objects.filter(
        proposal__in=[one.proposal_id for one in items], event__in=(*SIGNED_OFF, *DECIDED)
    )
    found = records.defer("text").order_by("audit_sequence")
    newest = {one.proposal_id: one for one in found}
    return tuple(
        Planned(number, one, newest.get(one.proposal_id)) for number, one in enumerate(items, 1)
    )


def made_of(
    meeting: Meeting, plan: Iterable[Planned], *, exempt: bool, copy_of: AgendaPack | None = None
) -> str:
    """Return the hash of all that an agenda pack is drawn from: of the same there is one pack."""
    said = {
        "meeting": meeting.pk,
        "when": meeting.held_at.isoformat(),
        "place": meeting.place,
        "quorum": meeting.quorum,
        "seats": [(one.person_id, one.chair) for one in panel.seats_of(meeting)],
        "exempt": exempt,
        "copy_of": copy_of.pk if copy_of else None,
        "items": [
            (one.item.pk, one.record.pk if one.record else None, one.closed, *_told(one.item))
            for one in plan
        ],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _told(item: AgendaItem) -> tuple[str, str, str, str]:
    """Return what a divider says of a proposal whatever its record says: title, group, asset, ward."""
    proposal = item.proposal
    asset = getattr(proposal, "asset", None)
    return (
        proposal.title,
        proposal.organisation.name,
        asset.name if asset else "",
        asset.neighbourhood if asset else "",
    )


def agenda_document(pack: AgendaPack, *, issued: datetime) -> AgendaDocument:
    """Return what an agenda pack shows. Raises ``CannotRead`` and ``TooLong`` as a single pack does."""
    meeting = pack.meeting
    council = meeting.authority
    address = f"{pack.base}{in_groups(pack.code)}/"
    items = []
    for one in items_of(pack).select_related("record__proposal__authority"):
        title, group, asset, ward = _told(one.item)
        shown = None
        if one.record is not None and not one.closed:
            shown = issued_document(
                one.record,
                exempt=pack.exempt,
                code=pack.code,
                issued=issued,
                address=lambda code: address,
            )
        items.append(
            Item(
                number=one.number,
                title=shown.title if shown else title,
                group=group,
                asset=asset,
                ward=ward,
                pack=shown,
                closed=one.closed,
            )
        )
    return agenda_of(
        tuple(items),
        council=council.name,
        title=f"Panel meeting, {moment_of(meeting.held_at).rpartition(',')[0]}",
        held_at=meeting.held_at,
        place=meeting.place,
        quorum=meeting.quorum,
        members=tuple(
            f"{one.person} (chair)" if one.chair else str(one.person)
            for one in panel.seats_of(meeting)
        ),
        seal=Stamp(issued=issued, short_code=pack.code, verify_address=address, exempt=pack.exempt),
        colour=council.colour,
        logo=logo_of(council),
    )


def items_of(pack: AgendaPack) -> QuerySet[AgendaPackItem]:
    """Return the items of an agenda pack in order, with what their dividers say."""
    return pack.items.select_related("item__proposal__organisation", "item__proposal__asset")


def issues_of(meeting: Meeting) -> QuerySet[AgendaPack]:
    """Return the agenda packs that were issued of a meeting, the newest first, with their items; no copies."""
    packs = AgendaPack.objects.filter(meeting=meeting, copy_of__isnull=True)
    items = AgendaPackItem.objects.select_related("item__proposal").order_by("number")
    return packs.select_related("asked_by").prefetch_related(Prefetch("items", queryset=items))


def copies_of(packs: Collection[AgendaPack]) -> list[AgendaPack]:
    """Return the copies of packs that leave some of their items out, with their items."""
    found = AgendaPack.objects.filter(copy_of__in=packs)
    return list(found.prefetch_related("items__item"))


def closed_in(pack: AgendaPack) -> frozenset[UUID]:
    """Return the proposals whose pages an agenda pack leaves out, for they are closed to its readers."""
    return frozenset(one.item.proposal_id for one in pack.items.all() if one.closed)


def packs_to_go_on_with(at: datetime) -> list[int]:
    """Return the agenda packs that a worker has to draw still and nobody draws."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - LEASE)
    found = AgendaPack.objects.filter(free, issued_at__isnull=True, failed="")
    return list(found.order_by("pk").values_list("pk", flat=True))


def packs_with(proposal: Proposal) -> QuerySet[AgendaPack]:
    """Return the agenda packs on which a proposal stands, copies with them."""
    own = AgendaPackItem.objects.filter(item__proposal=proposal).values("pack")
    return AgendaPack.objects.filter(pk__in=own).order_by("pk")


def of_council(council: Authority) -> QuerySet[AgendaPack]:
    """Return the agenda packs of a council that are drawn, the oldest first, with their items and records."""
    found = AgendaPack.objects.filter(meeting__authority=council, issued_at__isnull=False)
    items = AgendaPackItem.objects.select_related("record").defer("record__text")
    return found.prefetch_related(Prefetch("items", queryset=items)).order_by("pk")
