"""What is known of a panel's meetings and items: who sits, who withdrew, what waits for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from appraisal.models import (
    AgendaItem,
    Decision,
    Interest,
    Mark,
    MarkSheet,
    Meeting,
    Outcome,
    Proposal,
    Reconsideration,
    Seat,
)
from core.models import Authority, Membership, Role, User

LIVE = Q(off_at__isnull=True, decided_at__isnull=True)


# Written out, for Django takes longer to make such SQL than a database to answer it.
_LIVE = """
    SELECT * FROM appraisal_agendaitem
    WHERE proposal_id = %s AND off_at IS NULL AND decided_at IS NULL
    ORDER BY "order", id LIMIT 1
"""
_SHOWN = """
    SELECT * FROM appraisal_agendaitem
    WHERE proposal_id = %s AND off_at IS NULL
    ORDER BY added_at DESC, id DESC LIMIT 1
"""


def live_item(proposal: Proposal) -> AgendaItem | None:
    """Return the item with which a proposal waits for the panel; None where it does not."""
    return next(iter(AgendaItem.objects.raw(_LIVE, [proposal.pk.hex])), None)


def item_shown(proposal: Proposal) -> AgendaItem | None:
    """Return the newest item of a proposal, live or decided: where the panel's levels stand."""
    return next(iter(AgendaItem.objects.raw(_SHOWN, [proposal.pk.hex])), None)


def meetings_of(authority: Authority) -> QuerySet[Meeting]:
    """Return a council's meetings, the latest first."""
    return Meeting.objects.filter(authority=authority).order_by("-held_at", "-pk")


def meetings_with(person: User, authority: Authority) -> QuerySet[Meeting]:
    """Return the meetings of a council at which somebody sits, the latest first."""
    return meetings_of(authority).filter(seats__person=person)


def seats_of(meeting: Meeting) -> list[Seat]:
    """Return who sits at a meeting, the chair first, then by name."""
    return _seated(meeting.pk)


def _seated(meeting_id: int) -> list[Seat]:
    found = Seat.objects.filter(meeting=meeting_id).select_related("person")
    return sorted(found, key=lambda one: (not one.chair, str(one.person).lower()))


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """Return what stands on an agenda, in order."""
    found = meeting.items.filter(off_at__isnull=True)
    return list(found.select_related("proposal__organisation", "proposal__asset"))


def panel_people(authority: Authority) -> dict[User, set[str]]:
    """Return everybody with a role on a council's panel, by name, and which roles those are."""
    found = Membership.objects.filter(
        authority=authority,
        role__in=(Role.PANEL_CHAIR, Role.PANEL_MEMBER),
        user__is_active=True,
    ).select_related("user")
    people: dict[User, set[str]] = {}
    for one in sorted(found, key=lambda one: str(one.user).lower()):
        people.setdefault(one.user, set()).add(one.role)
    return people


def interests_in(items: Iterable[AgendaItem]) -> QuerySet[Interest]:
    """Return what was declared of the proposals of items, at these meetings or at ones before."""
    found = Interest.objects.filter(item__proposal__in=[one.proposal_id for one in items])
    return found.select_related("item")


@dataclass(frozen=True)
class Own:
    """An item on the agenda of somebody who sits there, as far as it is open to them."""

    item: AgendaItem
    withdrawn: bool
    declared: bool  # that they have no interest
    done: bool  # they said that they have marked it


def own_agenda(meeting: Meeting, person: User) -> list[Own]:
    """Return an agenda as one who sits there may see it, in three queries."""
    items = agenda_of(meeting)
    said = [one for one in interests_in(items) if one.person_id == person.pk]
    gone = {one.item.proposal_id for one in said if one.kind != Interest.Kind.NONE}
    clear = {one.item_id for one in said if one.kind == Interest.Kind.NONE}
    sheets = MarkSheet.objects.filter(person=person, item__in=items, done_at__isnull=False)
    done = set(sheets.values_list("item_id", flat=True))
    return [Own(one, one.proposal_id in gone, one.pk in clear, one.pk in done) for one in items]


@dataclass(frozen=True)
class Table:
    """Who sits around the table for one item, as far as it decides by whom it can be decided."""

    item: AgendaItem
    seats: tuple[Seat, ...]
    withdrawn: frozenset[int]  # by number: they have an interest
    clear: frozenset[int]  # they have declared that they have none

    @property
    def deciding(self) -> tuple[Seat, ...]:
        """Return who attends and has declared no interest: these count for the quorum."""
        return tuple(
            one
            for one in self.seats
            if one.attended and one.person_id in self.clear - self.withdrawn
        )

    @property
    def gone(self) -> tuple[Seat, ...]:
        """Return who has withdrawn."""
        return tuple(one for one in self.seats if one.person_id in self.withdrawn)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return why the panel cannot decide the item yet, a sentence for each reason."""
        meeting = self.item.meeting
        said = []
        if meeting.state != Meeting.State.OPEN:
            said.append("The meeting is not open.")
        if len(self.deciding) < meeting.quorum:
            said.append(
                f"The quorum is {meeting.quorum}, and {_people(len(self.deciding))} without an interest so far. Say "
                "who attends, and see that each of them has declared."
            )
        if self.item.agreed_at is None:
            said.append("The panel has not recorded what it agrees.")
        return tuple(said)


def _people(number: int) -> str:
    if not number:
        return "nobody attends"
    return "1 member attends" if number == 1 else f"{number} members attend"


_OF_PROPOSAL = """
    SELECT said.person_id, said.kind, said.item_id FROM appraisal_interest AS said
    JOIN appraisal_agendaitem AS item ON item.id = said.item_id
    WHERE item.proposal_id = %s
"""


def table_of(item: AgendaItem) -> Table:
    """Return who sits around the table for an item, in two queries."""
    seats = tuple(_seated(item.meeting_id))
    sits = {one.person_id for one in seats}
    withdrawn, clear = set(), set()
    with connection.cursor() as cursor:
        cursor.execute(_OF_PROPOSAL, [item.proposal_id.hex])
        for person, kind, of in cursor.fetchall():
            if kind != Interest.Kind.NONE:
                withdrawn.add(person)
            elif of == item.pk:
                clear.add(person)
    return Table(item, seats, frozenset(withdrawn & sits), frozenset(clear & sits))


# --- what the route wants to know ----------------------------------------------------------------


# Written out, for Django takes longer to make such SQL than a database to answer it.
_SAID = """
    SELECT
        EXISTS (
            SELECT 1 FROM appraisal_interest AS said
            JOIN appraisal_agendaitem AS item ON item.id = said.item_id
            WHERE item.proposal_id = %s AND said.person_id = %s AND said.kind <> 'none'
        ),
        EXISTS (SELECT 1 FROM appraisal_reconsideration WHERE proposal_id = %s),
        latest.outcome, publication.published_at IS NOT NULL
    FROM appraisal_proposal AS proposal
    LEFT JOIN appraisal_decision AS latest ON latest.proposal_id = proposal.id AND latest.number = (
        SELECT MAX(number) FROM appraisal_decision WHERE proposal_id = proposal.id
    )
    LEFT JOIN appraisal_publication AS publication ON publication.decision_id = latest.id
    WHERE proposal.id = %s
"""


def table_at(proposal: Proposal) -> Table | None:
    """Return who sits around the table for a proposal; None where it does not wait for the panel."""
    item = live_item(proposal)
    return None if item is None else table_of(item)


def panel_standing(proposal: Proposal, by: User, table: Table | None) -> dict[str, Any]:
    """Return the fields of ``Standing`` that the panel, its decisions and their publication fill in.

    ``table``: who sits around it where it waits for the panel.
    """
    own = proposal.pk.hex
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [own, by.pk, own, own])
        conflicted, asked_again, outcome, published = cursor.fetchone()
    standing: dict[str, Any] = {
        "on_agenda": table is not None,
        "conflicted": bool(conflicted),
        "decided": outcome not in (None, Outcome.DEFERRED),
        "published": bool(published),
        "asked_again": bool(asked_again),
    }
    if table is not None:
        standing["panel_ready"] = table.lacking
    return standing


def latest_decision(proposal: Proposal) -> Decision | None:
    """Return the newest decision on a proposal; None where there is none."""
    found = Decision.objects.filter(proposal=proposal).select_related("publication")
    return found.order_by("-number").first()


def reconsideration_of(proposal: Proposal) -> Reconsideration | None:
    """Return that a group asked to look again, and what was answered; None where it did not."""
    return Reconsideration.objects.filter(proposal=proposal).first()


def is_published(decision: Decision) -> bool:
    """Say whether the public can read a decision."""
    publication = getattr(decision, "publication", None)
    return publication is not None and publication.published_at is not None


# --- one item, as those who sit see it -----------------------------------------------------------


@dataclass(frozen=True)
class OwnMarks:
    """One member's marks of an item."""

    saves: int = 0
    done_at: datetime | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def marked(self, letter: str) -> bool:
        """Say whether a criterion has a mark; a comment alone is none."""
        mark = self.marks.get(letter)
        return mark is not None and (mark.accepts or mark.points is not None)


def own_marks(item: AgendaItem, person: User) -> OwnMarks:
    """Return somebody's own marks of an item, and nobody else's."""
    sheet = MarkSheet.objects.filter(item=item, person=person).prefetch_related("marks").first()
    if sheet is None:
        return OwnMarks()
    return OwnMarks(sheet.saves, sheet.done_at, {one.letter: one for one in sheet.marks.all()})


class GivenMark(NamedTuple):
    """One member's mark of a criterion. ``points`` None: they keep the officer's."""

    points: int | None
    comment: str


@dataclass(frozen=True)
class GivenMarks:
    """Who marked an item, whether they said that they are done, and their marks by letter."""

    person: User
    done: bool
    marks: dict[str, GivenMark]


@dataclass(frozen=True)
class Moderation:
    """Everything that was said of an item. Only made once moderation is open."""

    table: Table
    given: tuple[GivenMarks, ...]  # of all who marked, those who withdrew later too

    @cached_property
    def counting(self) -> tuple[GivenMarks, ...]:
        """Return the marks that count: not those of members who have withdrawn."""
        return tuple(one for one in self.given if one.person.pk not in self.table.withdrawn)

    def points(self, letter: str, officers: int) -> list[tuple[GivenMarks, int]]:
        """Return what each who counts gives a criterion; who accepts gives the officer's points."""
        found = []
        for one in self.counting:
            mark = one.marks.get(letter)
            if mark is not None:
                found.append((one, officers if mark.points is None else mark.points))
        return found


# A mark that has only a comment is none. Whoever marked has a seat, and keeps it.
_MARKS = """
    SELECT sheet.person_id, sheet.done_at IS NOT NULL, mark.letter, mark.points, mark.comment
    FROM appraisal_marksheet AS sheet
    LEFT JOIN appraisal_mark AS mark
        ON mark.sheet_id = sheet.id AND (mark.accepts OR mark.points IS NOT NULL)
    WHERE sheet.item_id = %s
"""


def moderation_of(item: AgendaItem) -> Moderation:
    """Return all marks of an item, in three queries however many marked.

    Raises ``PermissionError`` while moderation is not open: nobody sees another's marks before.
    """
    if item.moderated_at is None:
        raise PermissionError("Moderation is not open.")
    table = table_of(item)
    people = {seat.person_id: seat.person for seat in table.seats}
    given: dict[int, GivenMarks] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, [item.pk])
        for person, done, letter, points, comment in cursor.fetchall():
            own = given.setdefault(person, GivenMarks(people[person], bool(done), {}))
            if letter is not None:
                own.marks[letter] = GivenMark(points, comment)
    return Moderation(table, tuple(sorted(given.values(), key=lambda one: str(one.person).lower())))
