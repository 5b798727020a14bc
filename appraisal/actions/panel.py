"""What members of a panel say of an item: interests, marks, and what they agree.

Marks and interests are on record about the item, not about the proposal, so that no list of what happened to a
proposal tells one member what another thinks.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from appraisal.actions.pages import hold
from appraisal.models import AgendaItem, Agreed, Interest, Mark, MarkSheet
from core.audit import on_record, record
from core.models import User


class CannotSay(ValueError):
    """This cannot be said of the item; the message is a sentence that says why."""


class Given(NamedTuple):
    """A member's mark of one criterion. Neither accepted nor picked: not marked yet."""

    accepts: bool = False
    points: int | None = None
    comment: str = ""


class Pick(NamedTuple):
    """A level that the panel agrees in place of the officer's, and why."""

    points: int
    reason: str


def declare(
    *, by: User, item: AgendaItem, kind: str, nature: str = "", at: datetime
) -> Interest | None:
    """Declare an interest in an item, or none; None where just that was said already.

    An interest that was declared cannot be taken back. Who declares one later withdraws with it: their marks
    stay on record and leave the sums. Raises :class:`CannotSay` for somebody who has no seat, once the item is
    decided, or for an interest without its nature.
    """
    nature = nature.strip() if kind != Interest.Kind.NONE else ""
    with on_record():
        held = _held(item)
        # Held till the end: who is given no seat any more at this very moment has not declared then.
        if held.meeting.seats.select_for_update().filter(person=by).first() is None:
            raise CannotSay("You have no seat at this meeting.")
        if not held.live:
            raise CannotSay("This item is no longer before the panel.")
        if _has_interest(by, held):
            raise CannotSay("You have declared an interest in this proposal and withdrawn from it.")
        said = {one.kind for one in held.interests.filter(person=by)}
        if kind in said:
            return None
        if kind not in Interest.Kind.values:
            raise CannotSay("Choose whether you have an interest.")
        if kind != Interest.Kind.NONE and not nature:
            raise CannotSay("Say what the interest is.")
        made = Interest.objects.create(
            item=held, person=by, kind=kind, nature=nature, declared_at=at
        )
        detail = {"kind": kind, "nature": nature, "before": sorted(said)}
        _tell("interest declared", held, by, at, detail)
    return made


def save_mark(
    *, by: User, item: AgendaItem, letter: str, given: Given, levels: tuple[int, ...], at: datetime
) -> bool:
    """Keep a member's mark of a criterion, as a draft until they are done; say whether it changed.

    ``levels`` are the points that the scheme's rule can give. Raises :class:`CannotSay` for other points,
    and once moderation is open or the member has withdrawn.
    """
    if given.points is not None and given.points not in levels:
        raise CannotSay("Choose one of the levels that the scheme has.")
    with on_record():
        sheet = _own_sheet(by, item)
        mark, _ = Mark.objects.get_or_create(sheet=sheet, letter=letter)
        before = Given(mark.accepts, mark.points, mark.comment)
        if before == given:
            return False
        mark.accepts, mark.points, mark.comment = given
        mark.save()
        sheet.saves += 1
        sheet.save(update_fields=["saves"])
        detail = {"letter": letter, "before": before._asdict(), "after": given._asdict()}
        _tell("mark saved", sheet.item, by, at, detail)
    return True


def say_done(*, by: User, item: AgendaItem, letters: tuple[str, ...], at: datetime) -> None:
    """Say that a member has marked every one of these criteria.

    Raises :class:`CannotSay` naming those without a mark.
    """
    with on_record():
        sheet = _own_sheet(by, item)
        marked = {one.letter for one in sheet.marks.all() if one.accepts or one.points is not None}
        open_ones = [letter for letter in letters if letter not in marked]
        if open_ones:
            raise CannotSay(f"Mark these criteria first: {', '.join(open_ones)}.")
        if sheet.done_at is None:
            sheet.done_at = at
            sheet.save(update_fields=["done_at"])
            _tell("marks done", sheet.item, by, at, {})


def open_moderation(*, by: User, item: AgendaItem, at: datetime) -> None:
    """Show all marks to those who sit; from now on nobody changes theirs.

    Raises :class:`CannotSay` where the meeting is not open.
    """
    with on_record():
        held = _held(item)
        _check_live(held, by)
        if held.moderated_at is not None:
            return
        if held.meeting.state != held.meeting.State.OPEN:
            raise CannotSay("Open the meeting first. Marks are shown at the meeting, not before.")
        held.moderated_at = at
        held.save(update_fields=["moderated_at"])
        sheets = held.sheets.values_list("person_id", "done_at")
        done = sorted(person for person, when in sheets if when is not None)
        _tell("moderation opened", held, by, at, {"done": done})


def agree(
    *,
    by: User,
    item: AgendaItem,
    picks: Mapping[str, Pick],
    levels: Mapping[str, tuple[int, ...]],
    seen: str | None = None,
    at: datetime,
) -> None:
    """Record what the panel agrees: ``picks`` where its level is not the officer's, all else as it is.

    ``seen``: :func:`agreed_when` as the page had it whose button was pressed; None: no page. Raises
    :class:`CannotSay` while moderation is not open, for points that the rule cannot give, for a pick without
    a reason, and where somebody has recorded something else since.
    """
    for letter, pick in picks.items():
        if pick.points not in levels.get(letter, ()):
            raise CannotSay(f"Choose one of the levels that the scheme has for {letter}.")
        if not pick.reason.strip():
            raise CannotSay(f"Say why the panel’s level of {letter} is not the officer’s.")
    with on_record():
        held = _held(item)
        _check_live(held, by)
        if held.moderated_at is None:
            raise CannotSay("Open moderation first, so that everybody’s marks are seen.")
        before = {one.letter: [one.points, one.reason] for one in held.agreed.all()}
        after = {letter: [pick.points, pick.reason] for letter, pick in picks.items()}
        if held.agreed_at is not None and before == after:
            return
        if seen is not None and seen != agreed_when(held):
            raise CannotSay(
                "Somebody has recorded what the panel agrees since you opened this page. Compare it with yours."
            )
        held.agreed.all().delete()
        Agreed.objects.bulk_create(
            Agreed(item=held, letter=letter, points=pick.points, reason=pick.reason)
            for letter, pick in sorted(picks.items())
        )
        held.agreed_at = at
        held.save(update_fields=["agreed_at"])
        _tell("panel agreed", held, by, at, {"before": before, "after": after})


def agreed_when(item: AgendaItem) -> str:
    """Return when it was recorded what the panel agrees, as a page sends it back; “never” before."""
    return item.agreed_at.isoformat() if item.agreed_at else "never"


def _held(item: AgendaItem) -> AgendaItem:
    """Lock the proposal of an item, as whoever writes to one does first, and then the item."""
    hold(item.proposal)
    return (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("meeting", "proposal__authority")
        .get(pk=item.pk)
    )


def _has_interest(by: User, item: AgendaItem) -> bool:
    """Say whether somebody has declared an interest in a proposal, at this meeting or at one before."""
    said = Interest.objects.filter(person=by, item__proposal_id=item.proposal_id)
    return said.exclude(kind=Interest.Kind.NONE).exists()


def _check_live(item: AgendaItem, by: User) -> None:
    if not item.live:
        raise CannotSay("This item is no longer before the panel.")
    declared = item.interests.filter(person=by, kind=Interest.Kind.NONE).exists()
    if not declared or _has_interest(by, item):
        raise CannotSay("Declare first that you have no interest in this item.")


def _own_sheet(by: User, item: AgendaItem) -> MarkSheet:
    held = _held(item)
    _check_live(held, by)
    if held.moderated_at is not None:
        raise CannotSay("The chair has opened moderation, so marks can no longer change.")
    sheet, _ = MarkSheet.objects.get_or_create(item=held, person=by)
    sheet.item = held
    return sheet


def _tell(
    event: str, item: AgendaItem, by: User, at: datetime, detail: Mapping[str, object]
) -> None:
    record(
        event=event,
        by=by,
        authority=item.proposal.authority,
        about=f"item:{item.pk}",
        at=at,
        detail=dict(detail),
    )
