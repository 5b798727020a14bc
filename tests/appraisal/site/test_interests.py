"""Members declare before an item opens; who has an interest reaches nothing of it, anywhere."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.access import NoSuchProposal, proposals_of
from appraisal.actions.councils import add_member, add_staff
from appraisal.actions.meetings import plan_meeting, put_on_agenda, seat_people
from appraisal.actions.panel import CannotSay, Given, declare, open_moderation, save_mark
from appraisal.models import AgendaItem, Interest, Mark, MarkSheet, Proposal, State
from appraisal.queries.panel import moderation_of
from appraisal.roles import To
from core.models import AuditEntry, Role
from tests.appraisal.site.people import NOW, Site
from tests.appraisal.site.sitting import NATURE, OWN, Sitting, client_of, sit

pytestmark = pytest.mark.django_db

# Every page and file of a proposal that a member of the panel can ask for.
READ = (
    *("proposal", "check", "result", "pack", "appraisal_file", "import", "compare", "decisions"),
    *("marks", "moderation"),
)


@pytest.fixture
def sitting(site: Site, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    monkeypatch.setattr("appraisal.views.documents.draw", lambda *args, **more: b"drawn")
    return sit(site)


def declare_page(sitting: Sitting) -> str:
    place = [sitting.site.council.slug, sitting.meeting.pk, sitting.item.pk]
    return reverse("appraisal:panel_interest", args=place)


def agenda_page(sitting: Sitting) -> str:
    return reverse("appraisal:panel_agenda", args=[sitting.site.council.slug, sitting.meeting.pk])


def addresses(sitting: Sitting) -> list[str]:
    site = sitting.site
    pages = [site.address(name) for name in READ]
    return [*pages, site.letter("A"), site.address("facts", "about"), site.address("mark", "A")]


def reached(client: Client, sitting: Sitting) -> list[str]:
    """Return the pages and files that open."""
    return [one for one in addresses(sitting) if client.get(one).status_code != 404]


def test_before_somebody_declares_nothing_of_the_item_opens(sitting: Sitting) -> None:
    for who in ("panel", "chair", "chair2"):
        assert reached(client_of(sitting, who), sitting) == []
    page = client_of(sitting, "panel").get(agenda_page(sitting)).content.decode()
    assert "Before you can read it, say whether you have an interest" in page
    assert sitting.site.address("proposal") not in page


def test_who_has_no_interest_reads_all_from_then_on(sitting: Sitting) -> None:
    client = client_of(sitting, "panel")
    assert client.post(declare_page(sitting), {"kind": "none"}).status_code == 302
    facts = sitting.site.address(
        "facts", "about"
    )  # the group's to fill in, so refused with a reason
    assert reached(client, sitting) == addresses(sitting)
    assert client.get(facts).status_code == 403
    Interest.objects.get(kind="none", person=sitting.people["panel"], declared_at=NOW)
    for state in (State.APPROVED, State.PUBLISHED):
        AgendaItem.objects.update(decided_at=NOW)
        Proposal.objects.update(state=state)
        assert client.get(sitting.site.address("proposal")).status_code == 200
        assert client.get(sitting.site.address("decisions")).status_code == 200


@pytest.mark.parametrize("who", ["panel", "chair"])
def test_who_has_an_interest_reaches_nothing_and_is_told_so(sitting: Sitting, who: str) -> None:
    client = client_of(sitting, who)
    sent = client.post(declare_page(sitting), {"kind": OWN, "nature": NATURE})
    assert sent.status_code == 302
    assert reached(client, sitting) == []
    page = client.get(agenda_page(sitting)).content.decode()
    assert "have withdrawn from it" in page
    assert sitting.site.address("proposal") not in page
    notice = client.get(declare_page(sitting)).content.decode()
    assert "You have withdrawn from this item" in notice
    assert "Norton Hall" not in notice
    for state in State:  # nor later
        Proposal.objects.update(state=state)
        assert reached(client, sitting) == []
    made = Interest.objects.get()
    assert (made.kind, made.nature, made.declared_at) == (OWN, NATURE, NOW)
    entry = AuditEntry.objects.get(event="interest declared")
    assert (entry.by, entry.about) == (sitting.people[who], f"item:{sitting.item.pk}")


def test_an_interest_is_not_taken_back(sitting: Sitting) -> None:
    sitting.declares("panel", OWN, NATURE)
    client = client_of(sitting, "panel")
    client.post(declare_page(sitting), {"kind": "none"})
    with pytest.raises(CannotSay, match="withdrawn"):
        sitting.declares("panel")
    assert reached(client, sitting) == []
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Interest.objects.update(kind="none", nature="")


def test_an_interest_needs_its_nature(sitting: Sitting) -> None:
    client = client_of(sitting, "panel")
    page = client.post(declare_page(sitting), {"kind": OWN, "nature": " "}).content.decode()
    assert "Say what the interest is" in page
    page = client.post(declare_page(sitting), {}).content.decode()
    assert "Choose whether you have an interest in this item" in page
    assert not Interest.objects.exists()


def test_an_interest_found_later_withdraws_the_marks_and_keeps_them_on_record(
    sitting: Sitting,
) -> None:
    for who in ("panel", "panel2", "chair"):
        sitting.declares(who)
    sitting.marks("panel", {"A": 20})
    sitting.marks("panel2", {"A": 5})
    sitting.opens("panel", "panel2", "chair")
    sitting.moderates()
    before = moderation_of(sitting.item_now())
    assert [points for _, points in before.points("A", 0)] == [20, 5]
    client = client_of(sitting, "panel")
    assert "Declare it and withdraw" in client.get(declare_page(sitting)).content.decode()
    client.post(declare_page(sitting), {"kind": OWN, "nature": NATURE})
    after = moderation_of(sitting.item_now())
    assert [points for _, points in after.points("A", 0)] == [5]
    assert Mark.objects.filter(sheet__person=sitting.people["panel"]).exists()
    assert reached(client, sitting) == []
    page = client_of(sitting, "chair").get(sitting.site.address("moderation")).content.decode()
    assert "withdrew; their marks do not count" in page


def test_the_interest_goes_with_the_proposal_to_its_next_meeting(sitting: Sitting) -> None:
    sitting.declares("panel", OWN, NATURE)
    sitting.declares("panel2")
    AgendaItem.objects.update(decided_at=NOW)
    Proposal.objects.update(state=State.DEFERRED)
    officer = sitting.people["officer"]
    later = plan_meeting(
        by=officer,
        authority=sitting.site.council,
        held_at=NOW + timedelta(days=30),
        place="Room 3",
        quorum=1,
        at=NOW,
    )
    sits = [sitting.people["panel"].pk, sitting.people["panel2"].pk]
    seat_people(by=officer, meeting=later, chair=sitting.people["chair"].pk, members=sits, at=NOW)
    item = put_on_agenda(by=officer, meeting=later, proposal=sitting.proposal, at=NOW)
    with pytest.raises(CannotSay, match="withdrawn"):
        declare(by=sitting.people["panel"], item=item, kind="none", at=NOW)
    assert reached(client_of(sitting, "panel"), sitting) == []
    # Who had none says so again for this meeting, before it opens.
    assert reached(client_of(sitting, "panel2"), sitting) == []
    declare(by=sitting.people["panel2"], item=item, kind="none", at=NOW)
    assert reached(client_of(sitting, "panel2"), sitting) == addresses(sitting)


def test_another_role_does_not_open_what_an_interest_closed(sitting: Sitting) -> None:
    sitting.declares("panel", OWN, NATURE)
    panel = sitting.people["panel"]
    for role in (Role.ASSET_OFFICER, Role.PANEL_CHAIR, Role.SECOND_OFFICER):
        add_staff(user=panel, authority=sitting.site.council, role=role, at=NOW)
    assert reached(client_of(sitting, "panel"), sitting) == []
    assert list(proposals_of(panel, sitting.site.council)) == []


def test_without_a_seat_a_role_on_the_panel_opens_nothing(sitting: Sitting) -> None:
    sitting.declares("panel")
    stranger = sitting.people["manager"]
    add_staff(user=stranger, authority=sitting.site.council, role=Role.PANEL_CHAIR, at=NOW)
    client = client_of(sitting, "manager")
    assert reached(client, sitting) == []
    assert client.get(agenda_page(sitting)).status_code == 404
    assert client.get(declare_page(sitting)).status_code == 404
    assert client.post(declare_page(sitting), {"kind": "none"}).status_code == 404
    with pytest.raises(CannotSay, match="no seat"):
        sitting.declares("manager")


def test_off_the_agenda_it_is_closed_again(sitting: Sitting) -> None:
    sitting.declares("panel")
    client = client_of(sitting, "panel")
    assert reached(client, sitting) == addresses(sitting)
    AgendaItem.objects.update(off_at=NOW)
    Proposal.objects.update(state=State.CHECKED)
    assert reached(client, sitting) == []


def test_who_left_the_panel_reaches_nothing_with_the_tab_still_open(sitting: Sitting) -> None:
    sitting.declares("panel")
    client = client_of(sitting, "panel")
    assert client.get(sitting.site.address("mark", "A")).status_code == 200
    sitting.people["panel"].memberships.all().delete()
    assert reached(client, sitting) == []
    assert client.post(sitting.site.address("mark", "A"), {"level": "20"}).status_code == 404
    assert not MarkSheet.objects.exists()


def test_the_auditor_reads_all(sitting: Sitting) -> None:
    client = sitting.site.client("auditor")
    assert client.get(sitting.site.address("compare")).status_code == 200
    assert client.get(sitting.site.address("marks")).status_code == 403


def test_only_those_who_sit_do_what_is_done_at_a_meeting(sitting: Sitting) -> None:
    officer = sitting.people["officer"]
    add_staff(user=officer, authority=sitting.site.council, role=Role.PANEL_CHAIR, at=NOW)
    assert not sitting.may("officer") & {To.SCORE, To.MODERATE, To.DECIDE}
    sitting.declares("chair2")
    assert {To.SCORE, To.MODERATE, To.DECIDE} <= sitting.may("chair2")
    with pytest.raises(NoSuchProposal):
        sitting.opened("chair", To.SCORE)
    item, chair = sitting.item, sitting.people["chair"]
    with pytest.raises(CannotSay, match="Declare first"):
        save_mark(by=chair, item=item, letter="A", given=Given(True), levels=(0,), at=NOW)
    with pytest.raises(CannotSay, match="Declare first"):
        open_moderation(by=chair, item=item, at=NOW)


def test_the_door_asks_the_same_number_of_questions_however_many_items(site: Site) -> None:
    sitting = sit(site)
    sitting.declares("panel")
    numbers = set()
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            sitting.opened("panel", To.SCORE)
        numbers.add(len(captured))
        AgendaItem.objects.bulk_create(
            AgendaItem(
                meeting=sitting.meeting,
                proposal=copy_of(sitting.proposal),
                order=9,
                added_at=NOW,
                decided_at=NOW,
            )
            for _ in range(5)
        )
    assert numbers == {3}, "memberships, proposal, seat"


def copy_of(proposal: Proposal) -> Proposal:
    proposal.pk = uuid4()
    proposal._state.adding = True
    proposal.save()
    return proposal


def test_who_belongs_to_the_group_cannot_declare_that_they_have_no_interest(site: Site) -> None:
    sitting = sit(site)
    add_member(user=sitting.people["panel"], organisation=site.group, at=NOW)
    with pytest.raises(CannotSay, match="You belong to the group that makes this proposal"):
        sitting.declares("panel")
    assert not Interest.objects.exists()
    sitting.declares("panel", "other", "I am their treasurer")
    assert To.SCORE not in sitting.may("panel")


COUNCILS = {To.READ_AS_COUNCIL, To.SCORE, To.MODERATE, To.DECIDE, To.ASSESS, To.HANDLE, To.SIGN_OFF}


@pytest.mark.parametrize("role", [None, Role.ASSET_OFFICER, Role.SECOND_OFFICER, Role.AUDITOR])
def test_who_withdrew_and_belongs_to_the_group_reads_as_the_group_does(
    site: Site, role: Role | None
) -> None:
    sitting = sit(site)
    person = sitting.people["panel2"]
    add_member(user=person, organisation=site.group, at=NOW)
    if role:
        add_staff(user=person, authority=site.council, role=role, at=NOW)
    assert To.SCORE not in sitting.may("panel2"), "not before they have declared"
    sitting.declares("panel2", "other", "I am their treasurer")
    sitting.declares("chair")
    sitting.declares("panel")
    sitting.marks("panel", comment="Weak ẞ")
    sitting.opens("chair", "panel")
    sitting.moderates()
    assert To.READ in sitting.may("panel2")
    assert not COUNCILS & sitting.may("panel2")
    client = client_of(sitting, "panel2")
    assert client.get(site.address("proposal")).status_code == 200
    for page in ("moderation", "marks", "assessment", "compare", "checklist"):
        assert client.get(site.address(page)).status_code == 403, page
    assert "have an interest" not in client.get(site.address("history")).content.decode()


def test_another_role_does_not_stand_for_a_declaration(site: Site) -> None:
    sitting = sit(site)
    person = sitting.people["panel2"]
    add_staff(user=person, authority=site.council, role=Role.AUDITOR, at=NOW)
    assert To.READ_AS_COUNCIL in sitting.may("panel2"), "as an auditor"
    assert To.SCORE not in sitting.may("panel2")
    sitting.declares("panel2")
    assert To.SCORE in sitting.may("panel2")
