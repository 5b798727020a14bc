"""Members mark alone and blind; the chair then sees all, and records what the panel agrees."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appraisal.actions.councils import add_staff
from appraisal.actions.meetings import open_meeting, seat_people
from appraisal.actions.panel import CannotSay, Given, Pick, save_mark
from appraisal.models import AgendaItem, Agreed, Mark, MarkSheet
from appraisal.queries.panel import moderation_of
from appraisal.queries.three import three_of
from core.accounts.people import add_person
from core.models import AuditEntry, Role
from tests.appraisal.site.people import NOW, Site, events
from tests.appraisal.site.sitting import Sitting, client_of, sit
from tests.appraisal.site.test_interests import READ

pytestmark = pytest.mark.django_db
SECRET = "ẞecret thoughts of the other member"
ALL = tuple("ABCDEFGHIJKLM")


@pytest.fixture
def sitting(site: Site, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    monkeypatch.setattr("appraisal.views.documents.draw", lambda *args, **more: b"drawn")
    made = sit(site)
    for who in ("chair", "panel", "panel2", "chair2"):
        made.declares(who)
    return made


def test_a_member_marks_page_by_page_and_finds_the_draft_again(sitting: Sitting) -> None:
    client = client_of(sitting, "panel")
    page = client.get(sitting.site.address("mark", "A")).content.decode()
    for words in ("Keep the officer’s level: 0 of 20 points (not answered)", "15 of 20 points"):
        assert words in page
    sent = client.post(
        sitting.site.address("mark", "A"), {"level": "15", "comment": "Their bank has agreed."}
    )
    assert sent.headers["Location"] != sitting.site.address("mark", "A")
    assert 'value="15" checked' in client.get(sitting.site.address("mark", "A")).content.decode()
    overview = client.get(sitting.site.address("marks")).content.decode()
    assert "15 of 20 points" in overview
    assert "1 of 13 criteria marked" in overview
    entry = AuditEntry.objects.get(event="mark saved")
    assert entry.about == f"item:{sitting.item.pk}"
    assert '"points": 15' in entry.detail
    assert "mark saved" not in [name for name, _ in events(sitting.proposal)]


def test_only_the_scheme_s_levels_can_be_picked(sitting: Sitting) -> None:
    client = client_of(sitting, "panel")
    for forged in ("13", "21", "-5", "x"):
        page = client.post(sitting.site.address("mark", "A"), {"level": forged, "comment": "Mine"})
        assert "Choose one of the answers" in page.content.decode()
        assert "Mine" in page.content.decode()
    assert not Mark.objects.exists()
    with pytest.raises(CannotSay, match="levels that the scheme has"):
        save_mark(
            by=sitting.people["panel"],
            item=sitting.item,
            letter="A",
            given=Given(points=13),
            levels=(0, 5, 10, 15, 20),
            at=NOW,
        )


def test_done_is_said_of_all_criteria(sitting: Sitting) -> None:
    client = client_of(sitting, "panel")
    client.post(sitting.site.address("mark", "A"), {"level": "accept"})
    page = client.post(sitting.site.address("marks")).content.decode()
    assert re.search(r"Mark these criteria first: ([B-M], ){11}[B-M]\.", page)
    assert not MarkSheet.objects.filter(done_at__isnull=False).exists()
    sitting.marks("panel")
    client.post(sitting.site.address("marks"))
    assert MarkSheet.objects.get().done_at == NOW
    assert (
        "You said that you are done" in client.get(sitting.site.address("marks")).content.decode()
    )


def pages_of(sitting: Sitting) -> list[str]:
    """Return every address at which a member of the panel gets anything."""
    site = sitting.site
    places = [site.address(name) for name in READ]
    places += [site.address("mark", letter) for letter in ALL]
    places += [site.letter(letter) for letter in ALL]
    council = f"/{site.council.slug}"
    places += [f"{council}/panel/", f"{council}/panel/{sitting.meeting.pk}/"]
    places += [f"{council}/panel/{sitting.meeting.pk}/{sitting.item.pk}/interest/"]
    places += [f"{council}/meetings/{sitting.meeting.pk}/", f"{council}/proposals/"]
    return [*places, f"{council}/notices/"]


@pytest.mark.parametrize("who", ["chair", "panel", "chair2", "officer", "lead", "checker"])
def test_before_moderation_no_answer_holds_another_s_mark(sitting: Sitting, who: str) -> None:
    before = {one: client_of(sitting, who).get(one) for one in pages_of(sitting)}
    sitting.marks("panel2", {"A": 20, "C": 20}, comment=SECRET)
    sitting.done("panel2")
    client = client_of(sitting, who)
    for place in pages_of(sitting):
        answer = client.get(place)
        text = answer.content.decode(errors="replace")
        assert SECRET not in text, place
        same = scrubbed(before[place].content.decode(errors="replace"))
        if not place.endswith("/moderation/"):  # that says who is done, and no more
            assert scrubbed(text) == same, place
        else:
            assert scrubbed(text).replace(": done", ": has not begun") == same


def scrubbed(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_the_chair_opens_moderation_at_the_meeting_and_marks_are_fixed(sitting: Sitting) -> None:
    sitting.marks("panel", {"A": 15})
    chair, panel = client_of(sitting, "chair"), client_of(sitting, "panel")
    place = sitting.site.address("moderation")
    assert "Open the meeting first" in chair.post(place).content.decode()
    assert panel.post(place).status_code == 403
    open_meeting(by=sitting.people["chair"], meeting=sitting.meeting, at=NOW)
    assert chair.post(place).status_code == 302
    assert AgendaItem.objects.get().moderated_at == NOW
    sent = panel.post(sitting.site.address("mark", "A"), {"level": "0"})
    assert sent.headers["Location"] == place
    assert Mark.objects.get(letter="A").points == 15
    with pytest.raises(CannotSay, match="can no longer change"):
        sitting.marks("panel", {"A": 0})


def test_moderation_shows_all_marks_with_their_spread(sitting: Sitting) -> None:
    sitting.marks("panel", {"A": 20}, comment="Strong offer")
    sitting.marks("panel2", {"A": 5})
    sitting.marks("chair2")
    sitting.done("panel")
    sitting.opens("chair", "panel", "panel2")
    sitting.moderates()
    found = moderation_of(sitting.item_now())
    assert [points for _, points in found.points("A", 10)] == [10, 20, 5]
    for who in ("chair", "panel2"):
        page = client_of(sitting, who).get(sitting.site.address("moderation")).content.decode()
        row = re.search(r'href="#A">.*?</tr>', page, re.DOTALL)
        assert row
        cells = re.findall(r'data-head="([\w ]+)">([^<]*)<', row[0])
        assert dict(cells) == {
            "Group": "0",
            "Officer": "0",
            "Lowest": "0",
            "Median": "5",
            "Highest": "20",
            "Out of": "20",
        }
        assert "Strong offer" in page
        assert ("Record what the panel agrees" in page) == (who == "chair")


NEVER = {"agreed-when": "never"}  # what the page sends along before anything was agreed


def test_what_the_panel_agrees_wants_a_reason_where_it_is_not_the_officer_s(
    sitting: Sitting,
) -> None:
    sitting.opens("chair", "panel")
    sitting.moderates()
    chair, place = client_of(sitting, "chair"), sitting.site.address("moderation")
    officers = three_of(sitting.proposal, None).scores("C").officer.points
    page = chair.post(place, {**NEVER, "A-level": "15", "C-level": str(officers)}).content.decode()
    assert "Say why the panel’s level of A is not the officer’s" in page
    assert not Agreed.objects.exists()
    assert AgendaItem.objects.get().agreed_at is None
    sent = chair.post(place, {**NEVER, "A-level": "15", "A-reason": "The bank has agreed ẞ"})
    assert sent.headers["Location"] == sitting.site.address("compare")
    assert list(Agreed.objects.values_list("letter", "points", "reason")) == [
        ("A", 15, "The bank has agreed ẞ")
    ]
    three = three_of(sitting.proposal, sitting.item_now())
    assert three.panel.points == three.officer.points + 15
    assert three.sheet.picked["A"].reason == "The bank has agreed ẞ"
    assert AuditEntry.objects.filter(event="panel agreed").count() == 1


def test_a_second_chair_leads_where_the_chair_withdrew(sitting: Sitting) -> None:
    sitting.declares("chair", "other", "I know them")
    sitting.opens("chair2", "panel")
    assert client_of(sitting, "chair").get(sitting.site.address("moderation")).status_code == 404
    assert client_of(sitting, "chair2").post(sitting.site.address("moderation")).status_code == 302


def test_scores_are_compared_and_what_changed_says_who_and_why(sitting: Sitting) -> None:
    client = client_of(sitting, "panel")
    place = sitting.site.address("compare")
    before = client.get(place).content.decode()
    assert "Panel</th>" not in before
    sitting.opens("chair", "panel")
    sitting.moderates()
    sitting.agrees({"A": Pick(15, "The bank has agreed ẞ")})
    page = client.get(place).content.decode()
    assert "Panel</th>" in page
    assert "Changed by the panel, 0 → 15: The bank has agreed ẞ" in page
    alt = re.search(r'class="kite app-kite"[^>]*alt="([^"]*)"', page)
    assert alt
    assert re.search(r"Panel: .* Officer: .* Group: ", alt[1])
    kite = re.search(r'src="(/kites/[^"]+)"', page)
    assert kite
    assert client.get(kite[1]).status_code == 200


def test_moderation_asks_the_same_number_of_questions_with_nine_members(site: Site) -> None:
    sitting = sit(site)
    numbers = set()
    for round_ in range(2):
        if round_:
            for number in range(8):
                who = f"member{number}"
                sitting.people[who] = add_person(email=f"{who}@example.org", name=who)
                person = sitting.people[who]
                add_staff(user=person, authority=site.council, role=Role.PANEL_MEMBER, at=NOW)
            AgendaItem.objects.update(moderated_at=None)
            members = [one.pk for key, one in sitting.people.items() if "ember" in key]
            seat_people(
                by=sitting.people["officer"],
                meeting=sitting.meeting,
                chair=sitting.people["chair"].pk,
                members=[one for one in members if one != sitting.people["member"].pk]
                + [sitting.people["panel"].pk],
                at=NOW,
            )
            for key in [key for key in sitting.people if key.startswith("member") and key[6:]]:
                sitting.declares(key)
                sitting.marks(key, {"A": 15}, comment="Because")
            AgendaItem.objects.update(moderated_at=NOW)
        else:
            sitting.declares("panel")
            sitting.marks("panel", {"A": 10})
            sitting.declares("chair")
            sitting.opens("chair", "panel")
            sitting.moderates()
        client = client_of(sitting, "chair")
        client.get(sitting.site.address("moderation"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(sitting.site.address("moderation")).status_code == 200
        numbers.add(len(captured))
    assert len(numbers) == 1, numbers
