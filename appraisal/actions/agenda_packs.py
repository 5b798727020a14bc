"""Agenda packs: asked for on a page, drawn by a worker, kept with their hash, and never drawn again.

A worker claims a pack in a transaction of its own, draws it outside of any, stores the file, and writes then what it
came to: wherever it is killed, the pack is kept whole or waits, and its claim is taken over once it is old.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from io import BytesIO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from appraisal.access import memberships_of, proposals_to_issue
from appraisal.actions.notices import tell
from appraisal.actions.stored import Stored, store, sweep
from appraisal.engine.faults import CannotRead
from appraisal.models import AgendaPack, AgendaPackItem, Meeting
from appraisal.pack import TooLong
from appraisal.pack.agenda import MOST_ITEMS
from appraisal.pack.agenda_pdf import draw_agenda
from appraisal.pack.codes import new_code
from appraisal.queries.agenda_packs import (
    ABOUT,
    ASKED,
    ISSUED,
    LEASE,
    Planned,
    agenda_document,
    made_of,
    planned,
)
from core.audit import on_record, record
from core.models import User

log = logging.getLogger("packs")

MOST_TRIES = 3
_FOLDER = "agenda-packs"
GAVE_UP = (
    "Drawing it was broken off three times. Ask who looks after this site to look into its log."
)
NOT_ANY_MORE = "Whoever asked for it may not issue a pack of every item any more."
Then = Callable[[AgendaPack], object]


class CannotAsk(ValueError):
    """There can be no such agenda pack; the message says why."""


def ask_for_agenda_pack(
    *, by: User, meeting: Meeting, exempt: bool, base: str, at: datetime, then: Then
) -> AgendaPack:
    """Ask for the agenda pack of a meeting as it stands; where there is one of the very same, return that.

    ``base``: the address of the council’s page of codes. ``then`` is called once it is committed that a worker has
    to draw it. Raises :class:`CannotAsk` where no item has a record that was signed off, where one is not this
    person’s to issue, and where there are more than :data:`MOST_ITEMS`.
    """
    with on_record():
        held = _hold(meeting)
        plan = planned(held)
        _refuse(by, held, plan)
        return _asked(by, held, plan, exempt=exempt, base=base, at=at, then=then)


def ask_for_copy(
    *, by: User, of: AgendaPack, closed: Sequence[UUID], at: datetime, then: Then
) -> AgendaPack:
    """Ask for a copy of an agenda pack without the pages of proposals that are closed to its reader.

    Where there is such a copy, return that. Raises :class:`CannotAsk` where nothing would be left.
    """
    with on_record():
        held = _hold(of.meeting)
        items = AgendaPackItem.objects.filter(pack=of).select_related(
            "item__proposal__organisation", "item__proposal__asset", "record"
        )
        plan = tuple(
            Planned(one.number, one.item, one.record, one.item.proposal_id in closed)
            for one in items.defer("record__text")
        )
        if not any(one.record and not one.closed for one in plan):
            raise CannotAsk(
                "Every item with pages is closed to you. Say first of each whether you have an interest in it."
            )
        return _asked(by, held, plan, exempt=of.exempt, base=of.base, at=at, then=then, copy_of=of)


def _hold(meeting: Meeting) -> Meeting:
    held = Meeting.objects.select_for_update(of=("self",)).select_related("authority")
    return held.get(pk=meeting.pk)


def _refuse(by: User, meeting: Meeting, plan: Sequence[Planned]) -> None:
    if not any(one.record for one in plan):
        raise CannotAsk(
            "No assessment on this agenda is signed off yet, so there would be nothing in the pack."
        )
    if len(plan) > MOST_ITEMS:
        raise CannotAsk(
            f"There are {len(plan)} items on the agenda. At most {MOST_ITEMS} fit into one agenda pack."
        )
    theirs = _theirs(by, meeting, [one.item.proposal_id for one in plan])
    if closed := [one for one in plan if one.item.proposal_id not in theirs]:
        numbers = ", ".join(str(one.number) for one in closed)
        raise CannotAsk(
            f"You may not issue a pack of every item: number {numbers} is closed to you. Ask another officer to "
            "issue the agenda pack."
        )


def _theirs(by: User, meeting: Meeting, wanted: Sequence[UUID]) -> set[UUID]:
    """Return those of some proposals of which somebody may issue a pack."""
    own = proposals_to_issue(memberships_of(by, meeting.authority), meeting.authority)
    return set(own.filter(pk__in=wanted).values_list("pk", flat=True))


def _asked(
    by: User,
    meeting: Meeting,
    plan: Sequence[Planned],
    *,
    exempt: bool,
    base: str,
    at: datetime,
    then: Then,
    copy_of: AgendaPack | None = None,
) -> AgendaPack:
    """Return the pack of this plan: the one that there is, or a new one that a worker will draw."""
    digest = made_of(meeting, plan, exempt=exempt, copy_of=copy_of)
    same = AgendaPack.objects.filter(made_of=digest).first()
    if same is not None and not same.failed:
        return same
    if same is not None:  # what stood in its way may be gone
        same.failed, same.claimed_at, same.tries = "", None, 0
        same.save(update_fields=["failed", "claimed_at", "tries"])
        transaction.on_commit(partial(then, same))
        return same
    pack = AgendaPack.objects.create(
        meeting=meeting,
        copy_of=copy_of,
        exempt=exempt,
        made_of=digest,
        code=new_code(),
        base=base,
        asked_by=by,
        asked_at=at,
    )
    AgendaPackItem.objects.bulk_create(
        AgendaPackItem(
            pack=pack, number=one.number, item=one.item, record=one.record, closed=one.closed
        )
        for one in plan
    )
    _record(ASKED, pack, by, at)
    transaction.on_commit(partial(then, pack))
    return pack


def draw_agenda_pack(*, pack: int, clock: Callable[[], datetime]) -> None:
    """Draw an agenda pack that nobody draws, keep it, and tell who asked for it; or say why it cannot be."""
    held = _claim(pack, clock())
    if held is None:
        return
    if held.tries > MOST_TRIES:
        _say_failed(held, GAVE_UP, clock())
        return
    wanted = list(held.items.values_list("item__proposal", flat=True))
    if held.copy_of_id is None and len(_theirs(held.asked_by, held.meeting, wanted)) < len(wanted):
        _say_failed(held, NOT_ANY_MORE, clock())
        return
    try:
        # To the second, for that is as much as the file says of it.
        issued = clock().replace(microsecond=0)
        stored = store(_FOLDER, BytesIO(draw_agenda(agenda_document(held, issued=issued))))
    except CannotRead as cannot:
        why = " ".join(fault.message for fault in cannot.faults)
        _say_failed(held, f"An item cannot be worked out: {why}", clock())
    except TooLong as too_long:
        _say_failed(held, str(too_long), clock())
    except Exception:
        # Its claim stays, so that it is tried again after some minutes, and not over and over at once.
        log.exception("agenda pack %s could not be drawn", pack)
    else:
        _keep(held, stored, issued)


def _claim(pack: int, at: datetime) -> AgendaPack | None:
    """Take a pack that waits; None where it is drawn, or another worker draws it."""
    with transaction.atomic():
        held = AgendaPack.objects.select_for_update(skip_locked=True, of=("self",))
        found = held.filter(pk=pack, issued_at__isnull=True, failed="").first()
        if found is None or (found.claimed_at is not None and found.claimed_at >= at - LEASE):
            return None
        found.claimed_at, found.tries = at, found.tries + 1
        found.save(update_fields=["claimed_at", "tries"])
    return AgendaPack.objects.select_related("meeting__authority", "asked_by").get(pk=pack)


def _keep(held: AgendaPack, stored: Stored, issued: datetime) -> None:
    """Write what a pack came to, unless another worker has, who took the claim over."""
    # What breaks here may have been written all the same: the file stays, and is swept up where no row names it.
    with on_record():
        own = AgendaPack.objects.filter(pk=held.pk, issued_at__isnull=True, failed="")
        kept = own.update(
            issued_at=issued, sha256=stored.sha256, size=stored.size, stored=stored.name
        )
        if kept:
            found = {"sha256": stored.sha256, "size": stored.size}
            _record(ISSUED, held, held.asked_by, issued, **found)
            _tell(held, issued)
    if not kept:
        default_storage.delete(stored.name)


def _say_failed(held: AgendaPack, why: str, at: datetime) -> None:
    with on_record():
        own = AgendaPack.objects.filter(pk=held.pk, issued_at__isnull=True, failed="")
        if own.update(failed=why):
            _tell(held, at)


def _tell(held: AgendaPack, at: datetime) -> None:
    kind = "agenda-copy" if held.copy_of_id else "agenda-pack"
    tell(kind, authority=held.meeting.authority, to=[held.asked_by], by=None, at=at)


def _record(event: str, pack: AgendaPack, by: User, at: datetime, **more: object) -> None:
    items = pack.items.select_related("record").defer("record__text")
    record(
        event=event,
        by=by,
        authority=pack.meeting.authority,
        about=f"{ABOUT}{pack.pk}",
        at=at,
        detail={
            "pack": pack.code,
            "meeting": pack.meeting_id,
            "copy": pack.copy_of_id is not None,
            "exempt": pack.exempt,
            "of_records": [one.record.sha256 if one.record else None for one in items],
            "closed": [one.number for one in items if one.closed],
            **more,
        },
    )


def sweep_agenda_packs(*, at: datetime) -> int:
    """Remove what lies among the agenda packs without a row that leads to it, and is old; return how many files.

    Raises ``CannotSweep`` where that would be most of them.
    """
    known = AgendaPack.objects.exclude(stored="")
    return sweep(_FOLDER, lambda: set(known.values_list("stored", flat=True)), at=at)
