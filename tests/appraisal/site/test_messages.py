"""Questions and answers between a group and the council: added once, never changed, marked when new."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from appraisal.actions.messages import CannotWrite, write_message
from appraisal.models import Message, Notice, State
from appraisal.queries.messages import unread
from core.models import AuditDetail
from tests.appraisal.site.browsing import boxes, complaints, fill_in, page_of, words_of
from tests.appraisal.site.people import NOW, WHO, Site, carry, events, fingerprint

pytestmark = pytest.mark.django_db

ASKED = "When can we see the boiler?\r\n<b>Ŵ</b>"


def test_a_question_and_its_answer(site: Site, member: Client, officer: Client) -> None:
    address = site.address("messages")
    assert fill_in(member, address, {"text": ASKED}).headers["Location"] == address
    page = site.address("proposal")
    assert "1 new" in words_of(officer.get(page))
    assert "new" not in words_of(member.get(page)).partition("Messages")[2][:8], "it is their own"
    shown = officer.get(address)
    assert "Member Ŵyn, for the group, 22 November 2026" in words_of(shown)
    assert "New" in words_of(shown)
    assert "<b>" not in shown.content.decode(), "what was typed is not taken for HTML"
    assert "1 new" not in words_of(officer.get(page)), "seen"
    fill_in(officer, address, {"text": "On Friday."})
    assert "2 new" in words_of(site.client("lead").get(page))
    thread = words_of(member.get(address))
    assert thread.index("boiler") < thread.index("On Friday.")
    assert "for the council" in thread


def test_the_other_side_is_told_that_there_is_a_message(
    site: Site, member: Client, officer: Client
) -> None:
    def told() -> set[str]:
        return {who for who in WHO[:-1] if site.people[who].pk in newest()}

    def newest() -> set[int]:
        last = Message.objects.latest("pk").at
        notices = Notice.objects.filter(kind="message", at=last)
        return {one.user_id for one in notices}

    fill_in(member, site.address("messages"), {"text": "When?"})
    assert told() == {"officer"}
    Notice.objects.all().delete()
    fill_in(officer, site.address("messages"), {"text": "On Friday."})
    assert told() == {"lead", "member"}


@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * 5_001, "a\0b"])
def test_what_cannot_be_sent_is_said_and_kept(site: Site, member: Client, text: str) -> None:
    before = fingerprint()
    response = fill_in(member, site.address("messages"), {"text": text})
    assert complaints(response).keys() == {"text"}
    assert fingerprint() == before
    if "\0" not in text:
        with pytest.raises(CannotWrite):
            write_message(
                by=site.people["member"], proposal=site.proposal, form=uuid4(), text=text, at=NOW
            )


def test_five_thousand_characters_go_through(site: Site, member: Client) -> None:
    text = "Ŵ" * 5_000
    assert fill_in(member, site.address("messages"), {"text": text}).status_code == 302
    assert Message.objects.get().text == text


def test_the_button_pressed_twice_sends_one(site: Site, member: Client) -> None:
    address = site.address("messages")
    sent = {**boxes(member.get(address)), "text": "Hello"}
    for _ in range(2):
        assert member.post(address, sent).status_code == 302
    assert Message.objects.count() == 1
    assert [name for name, _ in events(site.proposal)].count("message sent") == 1


def test_the_record_tells_that_somebody_wrote_and_not_what(site: Site, member: Client) -> None:
    fill_in(member, site.address("messages"), {"text": "Our secret"})
    (said,) = [said for name, said in events(site.proposal) if name == "message sent"]
    assert said == {"message": Message.objects.get().pk, "side": "group"}
    assert not AuditDetail.objects.filter(text__contains="secret").exists()


def test_who_only_reads_reads(site: Site) -> None:
    for who in ("checker", "auditor"):
        client = site.client(who)
        assert not page_of(client.get(site.address("messages"))).xpath("//main//form")
        sent = {"form": str(uuid4()), "text": "x"}
        assert client.post(site.address("messages"), sent).status_code == 403
        with pytest.raises(CannotWrite, match="You may not write"):
            write_message(
                by=site.people[who], proposal=site.proposal, form=uuid4(), text="x", at=NOW
            )
    assert not Message.objects.exists()


def test_a_sent_message_cannot_be_changed(site: Site, member: Client) -> None:
    fill_in(member, site.address("messages"), {"text": "As it was"})
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(text="Another")
    assert Message.objects.get().text == "As it was"


@pytest.mark.parametrize("state", [State.RETURNED, State.WITHDRAWN])
def test_one_can_write_in_any_state(site: Site, member: Client, state: State) -> None:
    carry(site, to=state)
    assert fill_in(member, site.address("messages"), {"text": "And now?"}).status_code == 302


def test_a_long_thread_asks_no_more_questions(site: Site, officer: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        officer.get(site.address("messages"))
        with CaptureQueriesContext(connection) as captured:
            officer.get(site.address("messages"))
        return len(captured)

    few = asked()
    for number in range(20):
        write_message(
            by=site.people["member"],
            proposal=site.proposal,
            form=uuid4(),
            text=f"Message {number}",
            at=NOW,
        )
    assert asked() == few


@pytest.mark.parametrize(
    ("method", "headers", "seen"),
    [
        ("get", {}, True),
        ("get", {"Sec-Purpose": "prefetch;prerender"}, False),
        ("get", {"Sec-Purpose": "prefetch"}, False),
        ("get", {"Purpose": "prefetch"}, False),
        ("get", {"X-Moz": "prefetch"}, False),
        ("head", {}, False),
    ],
)
def test_a_page_that_nobody_looked_at_is_not_read(
    site: Site, method: str, headers: dict[str, str], seen: bool
) -> None:
    officer = site.people["officer"]
    write_message(by=officer, proposal=site.proposal, form=uuid4(), text="Which boiler?", at=NOW)
    before = fingerprint()
    response = getattr(site.client("lead"), method)(site.address("messages"), headers=headers)
    assert response.status_code == 200
    assert (unread(site.proposal, site.people["lead"]) == 0) == seen
    assert unread(site.proposal, site.people["member"]) == 1, "what others see is as it was"
    assert (fingerprint() == before) or seen
