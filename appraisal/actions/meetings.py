"""Preparing and holding the panel's meetings: when and where, who sits, what is on the agenda."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Max

from appraisal.actions.moves import Seen, make_move, move_on, ready_for
from appraisal.models import AgendaItem, Interest, MarkSheet, Meeting, Proposal, Seat
from core.audit import on_record, record
from core.models import Authority, Membership, Role, User

SITS = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)


class CannotMeet(ValueError):
    """The meeting cannot be prepared or held so; the message is a sentence that says why."""


def plan_meeting(
    *, by: User, authority: Authority, held_at: datetime, place: str, quorum: int, at: datetime
) -> Meeting:
    """Plan a meeting. ``quorum``: how many members must attend who have no interest in an item."""
    with on_record():
        meeting = Meeting.objects.create(
            authority=authority, held_at=held_at, place=place, quorum=quorum
        )
        _tell("meeting planned", meeting, by, at, {"after": _facts(meeting)})
    return meeting


def change_meeting(
    *, by: User, meeting: Meeting, held_at: datetime, place: str, quorum: int, at: datetime
) -> None:
    """Change when or where a meeting is, or its quorum.

    Raises :class:`CannotMeet` once it is closed, and for another quorum once it is open: those who are
    there cannot change by whom a decision can be made.
    """
    with on_record():
        held = _held(meeting)
        before = _facts(held)
        if held.state == Meeting.State.OPEN and held.quorum != quorum:
            raise CannotMeet("The meeting is open, so its quorum can no longer change.")
        held.held_at, held.place, held.quorum = held_at, place, quorum
        if _facts(held) == before:
            return
        held.save(update_fields=["held_at", "place", "quorum"])
        _tell("meeting changed", held, by, at, {"before": before, "after": _facts(held)})


def seat_people(
    *, by: User, meeting: Meeting, chair: int | None, members: Collection[int], at: datetime
) -> None:
    """Say who sits at a meeting, by their numbers; ``chair`` None: nobody has the chair yet.

    Raises :class:`CannotMeet` for somebody without a role on the panel, and where somebody who has declared
    or scored already would lose their seat: what they said is on record.
    """
    with on_record():
        held = _held(meeting)
        wanted = {*members, *([] if chair is None else [chair])}
        _check_people(held, wanted, chair)
        seats = {one.person_id: one for one in held.seats.select_for_update()}
        before = _seated(seats.values())
        gone = [person for person in seats if person not in wanted]
        _check_gone(held, gone)
        held.seats.filter(person__in=gone).delete()
        held.seats.update(chair=False)  # one chair at a time, so the old one goes first
        Seat.objects.bulk_create(
            Seat(meeting=held, person_id=person) for person in sorted(wanted - seats.keys())
        )
        if chair is not None:
            held.seats.filter(person=chair).update(chair=True)
        after = _seated(held.seats.all())
        if after != before:
            _tell("meeting seated", held, by, at, {"before": before, "after": after})


def _check_people(meeting: Meeting, wanted: Collection[int], chair: int | None) -> None:
    roles: dict[int, set[str]] = {}
    found = Membership.objects.filter(
        authority=meeting.authority_id, role__in=SITS, user__is_active=True, user__in=wanted
    )
    for one in found:
        roles.setdefault(one.user_id, set()).add(one.role)
    if roles.keys() != set(wanted):
        raise CannotMeet("Choose only people who have a role on the panel.")
    if chair is not None and Role.PANEL_CHAIR not in roles[chair]:
        raise CannotMeet("Whoever has the chair must have the role “Panel chair”.")


def _check_gone(meeting: Meeting, gone: Collection[int]) -> None:
    said = Interest.objects.filter(item__meeting=meeting, person__in=gone).exists()
    scored = MarkSheet.objects.filter(item__meeting=meeting, person__in=gone).exists()
    if said or scored:
        raise CannotMeet(
            "Somebody whom you leave out has declared or scored for this meeting already, so they keep their seat. "
            "If they do not come, leave them out when you say who attended."
        )


def open_meeting(*, by: User, meeting: Meeting, at: datetime) -> None:
    """Open a meeting. Raises :class:`CannotMeet` where nobody has the chair."""
    with on_record():
        held = _held(meeting)
        if held.state == Meeting.State.OPEN:
            return
        if not held.seats.filter(chair=True).exists():
            raise CannotMeet("Choose first who has the chair.")
        _move(held, Meeting.State.OPEN, by, at)


def close_meeting(*, by: User, meeting: Meeting, at: datetime) -> None:
    """Close a meeting. Raises :class:`CannotMeet` while something on its agenda is not decided."""
    with on_record():
        held = _held(meeting)
        if held.state != Meeting.State.OPEN:
            raise CannotMeet("The meeting is not open, so there is nothing to close.")
        if held.items.filter(off_at__isnull=True, decided_at__isnull=True).exists():
            raise CannotMeet(
                "Something on the agenda is not decided yet. Decide it, defer it, or take it off the agenda first."
            )
        _move(held, Meeting.State.CLOSED, by, at)


def record_attendance(
    *, by: User, meeting: Meeting, present: Collection[int], at: datetime
) -> None:
    """Say who of those who sit at a meeting came. Raises :class:`CannotMeet` while it is not open."""
    with on_record():
        held = _held(meeting)
        if held.state != Meeting.State.OPEN:
            raise CannotMeet("Open the meeting first. Then say who attends.")
        before = sorted(held.seats.filter(attended=True).values_list("person_id", flat=True))
        held.seats.filter(person__in=present).update(attended=True)
        held.seats.exclude(person__in=present).update(attended=False)
        after = sorted(held.seats.filter(attended=True).values_list("person_id", flat=True))
        if before != after:
            _tell("attendance recorded", held, by, at, {"before": before, "after": after})


# --- the agenda ----------------------------------------------------------------------------------


def put_on_agenda(
    *,
    by: User,
    meeting: Meeting,
    proposal: Proposal,
    seen: Seen | None = None,
    at: datetime,
) -> AgendaItem:
    """Put a proposal on the agenda of a meeting, which puts it to the panel.

    Raises :class:`CannotMeet` for a meeting that is closed, and ``CannotMove`` where the route has no such
    move for the proposal as it is.
    """
    with on_record():
        ready = ready_for("to-panel", by=by, proposal=proposal, seen=seen)
        standing = replace(ready.standing, on_agenda=True)  # as it is in a moment, or not at all
        ready._replace(standing=standing).refuse("to-panel")
        at_meeting = _held(meeting)
        last = at_meeting.items.aggregate(last=Max("order"))["last"] or 0
        # Before the move, which tells those who sit at the meeting.
        item = AgendaItem.objects.create(
            meeting=at_meeting, proposal=ready.held, order=last + 1, added_at=at
        )
        make_move(
            "to-panel",
            by=by,
            held=ready.held,
            may=ready.may,
            standing=standing,
            at=at,
            detail={"meeting": at_meeting.pk},
        )
        return item


def take_off_agenda(
    *, by: User, proposal: Proposal, reason: str, seen: Seen | None = None, at: datetime
) -> None:
    """Take a proposal off the agenda that it is on; what was declared and scored stays on record.

    Raises ``CannotMove`` where it is not with the panel, or no reason is given.
    """
    move_on("off-panel", by=by, proposal=proposal, seen=seen, reason=reason, at=at)


def move_up(*, by: User, item: AgendaItem, at: datetime) -> None:
    """Put an item before the one that stands before it; the first stays where it is."""
    with on_record():
        meeting = _held(item.meeting)
        before = list(meeting.items.filter(off_at__isnull=True))
        ids = [one.pk for one in before]
        place = ids.index(item.pk) if item.pk in ids else 0
        if not place:
            return
        after = [*ids[: place - 1], ids[place], ids[place - 1], *ids[place + 1 :]]
        for order, pk in enumerate(after, 1):
            AgendaItem.objects.filter(pk=pk).update(order=order)
        _tell("agenda ordered", meeting, by, at, {"before": ids, "after": after})


def _held(meeting: Meeting) -> Meeting:
    """Lock a meeting that is not closed."""
    held = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("authority")
        .get(pk=meeting.pk)
    )
    if held.state == Meeting.State.CLOSED:
        raise CannotMeet("The meeting is closed, so nothing about it can change.")
    return held


def _move(meeting: Meeting, state: Meeting.State, by: User, at: datetime) -> None:
    before, meeting.state = meeting.state, state
    meeting.save(update_fields=["state"])
    _tell(f"meeting {state}", meeting, by, at, {"before": before, "after": str(state)})


def _facts(meeting: Meeting) -> dict[str, object]:
    held_at = meeting.held_at.isoformat()
    return {"held_at": held_at, "place": meeting.place, "quorum": meeting.quorum}


def _seated(seats: Collection[Seat]) -> dict[str, object]:
    return {
        "chair": next((one.person_id for one in seats if one.chair), None),
        "people": sorted(one.person_id for one in seats),
    }


def _tell(
    event: str, meeting: Meeting, by: User, at: datetime, detail: Mapping[str, object]
) -> None:
    record(
        event=event,
        by=by,
        authority=meeting.authority,
        about=f"meeting:{meeting.pk}",
        at=at,
        detail=dict(detail),
    )
