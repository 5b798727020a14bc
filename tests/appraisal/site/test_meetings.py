"""Meetings are planned, seated, opened and closed; proposals come on the agenda and go off it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from appraisal.actions.councils import add_staff
from appraisal.actions.meetings import (
    CannotMeet,
    close_meeting,
    move_up,
    open_meeting,
    put_on_agenda,
    record_attendance,
    seat_people,
    take_off_agenda,
)
from appraisal.actions.moves import CannotMove, move_on
from appraisal.models import AgendaItem, Meeting, Proposal, Seat, State
from core.models import AuditEntry, Role
from tests.appraisal.site.people import NOW, Site, begin, events
from tests.appraisal.site.sitting import Sitting, since, sit

pytestmark = pytest.mark.django_db

WHEN = {
    "date-day": "14",
    "date-month": "1",
    "date-year": "2027",
    "time": "2:30pm",
    "place": "Room 2, Council House",
    "quorum": "3",
}


def address(site: Site, name: str, *more: int) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, *more])


@pytest.fixture
def sitting(site: Site) -> Sitting:
    return sit(site)


def test_an_officer_plans_a_meeting_and_says_who_sits(site: Site) -> None:
    officer = site.client("officer")
    sent = officer.post(address(site, "meeting_plan"), WHEN)
    meeting = Meeting.objects.get()
    assert sent.headers["Location"] == address(site, "meeting_seats", meeting.pk)
    assert meeting.held_at == datetime(2027, 1, 14, 14, 30, tzinfo=UTC)
    assert (meeting.place, meeting.quorum) == ("Room 2, Council House", 3)
    page = officer.get(sent.headers["Location"]).content.decode()
    assert "Chair Ŵyn" in page
    assert "Panel Ŵyn" in page
    assert "Manager Ŵyn" not in page, "only those with a role on the panel can be chosen"
    chair, member = site.people["chair"].pk, site.people["panel"].pk
    officer.post(sent.headers["Location"], {"members": [member], "chair": chair})
    seated = set(Seat.objects.values_list("person_id", "chair"))
    assert seated == {(chair, True), (member, False)}
    told = list(AuditEntry.objects.filter(about=f"meeting:{meeting.pk}").values_list("event"))
    assert told == [("meeting planned",), ("meeting seated",)]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("time", "half past", "Enter a time such as 2:30pm or 14:30"),
        ("time", "7", "Enter a time such as 2:30pm or 14:30"),
        ("time", "13pm", "Enter a time such as 2:30pm or 14:30"),
        ("quorum", "0", "The quorum must be 1 or more"),
        ("date-month", "13", "must have a month between 1 and 12"),
        ("place", "", "Answer “Where is it?”"),
    ],
)
def test_what_is_wrong_with_a_meeting_is_said_and_what_was_typed_stays(
    site: Site, field: str, typed: str, said: str
) -> None:
    page = site.client("officer").post(address(site, "meeting_plan"), {**WHEN, field: typed})
    text = page.content.decode()
    assert said in text
    assert "Council House" in text or field == "place"
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("2pm", 14, 0), ("12am", 0, 0), ("12.15 pm", 12, 15), ("09:05", 9, 5), ("7 p.m.", 19, 0)],
)
def test_times_are_read_as_people_write_them(
    site: Site, typed: str, hour: int, minute: int
) -> None:
    site.client("officer").post(address(site, "meeting_plan"), {**WHEN, "time": typed})
    held_at = Meeting.objects.get().held_at
    assert (held_at.hour, held_at.minute) == (hour, minute)


def test_a_seat_is_only_for_somebody_on_the_panel(sitting: Sitting) -> None:
    officer, manager = sitting.people["officer"], sitting.people["manager"]
    with pytest.raises(CannotMeet, match="role on the panel"):
        seat_people(by=officer, meeting=sitting.meeting, chair=None, members=[manager.pk], at=NOW)
    with pytest.raises(CannotMeet, match="Panel chair"):
        seat_people(
            by=officer,
            meeting=sitting.meeting,
            chair=sitting.people["panel"].pk,
            members=[],
            at=NOW,
        )


def test_who_has_declared_keeps_the_seat(sitting: Sitting) -> None:
    sitting.declares("panel")
    with pytest.raises(CannotMeet, match="keep their seat"):
        seat_people(
            by=sitting.people["officer"],
            meeting=sitting.meeting,
            chair=sitting.people["chair"].pk,
            members=[],
            at=NOW,
        )
    assert sitting.meeting.seats.count() == 4


def test_putting_on_the_agenda_is_the_move_to_the_panel(sitting: Sitting) -> None:
    assert sitting.proposal.state == State.PANEL
    assert events(sitting.proposal)[-1][0] == "to-panel"
    page = sitting.site.client("officer").get(address(sitting.site, "meeting", sitting.meeting.pk))
    assert "Our hall" in page.content.decode()
    assert "0 of 4 have declared" in page.content.decode()


def test_only_what_is_checked_or_deferred_comes_on_the_agenda(site: Site) -> None:
    sitting = sit(site)
    other = begin(site.council, site.group, site.people["member"])
    officer = site.people["officer"]
    with pytest.raises(CannotMove, match="its state is “Draft”"):
        put_on_agenda(by=officer, meeting=sitting.meeting, proposal=other, at=NOW)
    with pytest.raises(CannotMove, match="its state is “With the panel”"):
        put_on_agenda(by=officer, meeting=sitting.meeting, proposal=sitting.proposal, at=NOW)
    assert AgendaItem.objects.count() == 1
    Proposal.objects.filter(pk=other.pk).update(state=State.DEFERRED)
    page = site.client("officer").get(address(site, "meeting_add", sitting.meeting.pk))
    assert "Deferred before" in page.content.decode()
    sent = site.client("officer").post(
        address(site, "meeting_add", sitting.meeting.pk), {"proposal": str(other.pk)}
    )
    assert sent.status_code == 302
    assert [one.order for one in sitting.meeting.items.all()] == [1, 2]


def test_a_chair_prepares_a_meeting_but_puts_nothing_on_its_agenda(sitting: Sitting) -> None:
    Proposal.objects.update(state=State.CHECKED)
    AgendaItem.objects.update(off_at=NOW)
    chair = sitting.site.client("chair")
    add = address(sitting.site, "meeting_add", sitting.meeting.pk)
    assert "Our hall" not in chair.get(add).content.decode()
    sent = chair.post(add, {"proposal": str(sitting.proposal.pk)})
    assert sent.status_code == 200
    assert sitting.proposal.state == State.CHECKED


def test_an_item_goes_off_with_a_reason_and_stays_on_record(sitting: Sitting) -> None:
    sitting.declares("panel")
    officer = sitting.site.client("officer")
    off = sitting.site.address("off_panel")
    assert "Give a reason" in officer.post(off, {**since(sitting), "reason": " "}).content.decode()
    assert sitting.proposal.state == State.PANEL
    assert officer.post(off, {**since(sitting), "reason": "The report is late"}).status_code == 302
    assert sitting.proposal.state == State.CHECKED
    item = AgendaItem.objects.get()
    assert item.off_at is not None
    assert item.interests.count() == 1
    assert events(sitting.proposal)[-1][1]["reason"] == "The report is late"
    with pytest.raises(CannotMove):
        take_off_agenda(
            by=sitting.people["officer"],
            proposal=sitting.proposal,
            reason="Again",
            at=NOW,
        )


def test_the_agenda_is_put_in_order(site: Site) -> None:
    sitting = sit(site)
    other = begin(site.council, site.group, site.people["member"])
    Proposal.objects.filter(pk=other.pk).update(state=State.CHECKED)
    officer = site.people["officer"]
    second = put_on_agenda(by=officer, meeting=sitting.meeting, proposal=other, at=NOW)
    up = address(site, "meeting_up", sitting.meeting.pk, second.pk)
    assert site.client("chair").post(up).status_code == 302
    assert [one.pk for one in sitting.meeting.items.all()] == [second.pk, sitting.item.pk]
    move_up(by=officer, item=second, at=NOW)
    assert [one.pk for one in sitting.meeting.items.all()] == [second.pk, sitting.item.pk]


def test_a_meeting_opens_with_a_chair_and_closes_when_all_is_decided(sitting: Sitting) -> None:
    officer, meeting = sitting.people["officer"], sitting.meeting
    with pytest.raises(CannotMeet, match="Open the meeting first"):
        record_attendance(by=officer, meeting=meeting, present=[], at=NOW)
    seat_people(
        by=officer, meeting=meeting, chair=None, members=[sitting.people["panel"].pk], at=NOW
    )
    with pytest.raises(CannotMeet, match="who has the chair"):
        open_meeting(by=officer, meeting=meeting, at=NOW)
    seat_people(by=officer, meeting=meeting, chair=sitting.people["chair"].pk, members=[], at=NOW)
    client = sitting.site.client("chair")
    assert client.post(address(sitting.site, "meeting_open", meeting.pk)).status_code == 302
    with pytest.raises(CannotMeet, match="not decided yet"):
        close_meeting(by=officer, meeting=meeting, at=NOW)
    AgendaItem.objects.update(off_at=NOW)
    close_meeting(by=officer, meeting=meeting, at=NOW)
    with pytest.raises(CannotMeet, match="is closed"):
        seat_people(by=officer, meeting=meeting, chair=None, members=[], at=NOW)
    page = client.post(address(sitting.site, "meeting_change", meeting.pk), WHEN)
    assert "The meeting is closed" in page.content.decode()


def test_an_open_meeting_keeps_its_quorum(sitting: Sitting) -> None:
    open_meeting(by=sitting.people["chair"], meeting=sitting.meeting, at=NOW)
    change = address(sitting.site, "meeting_change", sitting.meeting.pk)
    page = sitting.site.client("chair").post(change, {**WHEN, "quorum": "1"})
    assert "its quorum can no longer change" in page.content.decode()
    assert Meeting.objects.get().quorum == 2


def test_another_council_s_meeting_is_as_one_that_there_never_was(sitting: Sitting) -> None:
    theirs = reverse("appraisal:meeting", args=["ely", sitting.meeting.pk])
    assert sitting.site.client("elsewhere").get(theirs).status_code == 404
    here = address(sitting.site, "meeting", sitting.meeting.pk + 99)
    assert sitting.site.client("officer").get(here).status_code == 404


def test_who_lost_the_role_cannot_be_seated_anew(sitting: Sitting) -> None:
    person = sitting.people["panel2"]
    person.memberships.all().delete()
    add_staff(user=person, authority=sitting.site.council, role=Role.AUDITOR, at=NOW)
    with pytest.raises(CannotMeet, match="role on the panel"):
        seat_people(
            by=sitting.people["officer"],
            meeting=sitting.meeting,
            chair=None,
            members=[person.pk],
            at=NOW,
        )


def test_a_proposal_that_is_withdrawn_at_the_panel_keeps_no_meeting_open(site: Site) -> None:
    sitting = sit(site)
    for who in ("chair", "panel"):
        sitting.declares(who)
    sitting.opens("chair", "panel")
    lead = site.people["lead"]
    move_on("withdraw", by=lead, proposal=sitting.proposal, reason="Another hall", at=NOW)
    assert sitting.item_now().off_at == NOW
    close_meeting(by=site.people["officer"], meeting=sitting.meeting, at=NOW)
    assert Meeting.objects.get(pk=sitting.meeting.pk).state == Meeting.State.CLOSED
