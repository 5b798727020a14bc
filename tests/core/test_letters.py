"""Letters: none lost, none sent twice unless a person says so, whatever the mail server does."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from core import tasks
from core.audit import on_record
from core.letters import PAUSES, TOO_LONG, next_due, post, send_again, send_due
from core.models import AuditEntry, Authority, Letter, Membership, Organisation, Role, User
from tests.core.people import council, person
from tests.mails import html, plain

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = "tests.core.test_letters"
State = Letter.State


class Trouble(EmailBackend):
    """A mail server as a test wants it: each failure is raised once, at its place."""

    at_open: list[Exception] = []
    at_send: list[Exception] = []
    in_the_middle: Callable[[], object] = lambda: None

    def open(self) -> bool:
        if self.at_open:
            raise self.at_open.pop(0)
        return True

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        Trouble.in_the_middle()
        if self.at_send:
            raise self.at_send.pop(0)
        return int(super().send_messages(messages))


@pytest.fixture(autouse=True)
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> type[Trouble]:
    """Return the mail server, which for now has no trouble."""
    from django.core.mail import get_connection

    monkeypatch.setattr("core.letters.get_connection", lambda: get_connection(f"{HERE}.Trouble"))
    monkeypatch.setattr(Trouble, "at_open", [])
    monkeypatch.setattr(Trouble, "at_send", [])
    monkeypatch.setattr(Trouble, "in_the_middle", lambda: None)
    settings.ADDRESS = "https://worth.example.org"
    settings.DEFAULT_FROM_EMAIL = "Valuing Worth <worth@example.org>"
    return Trouble


@pytest.fixture
def brum() -> Authority:
    return council()


@pytest.fixture
def ann(brum: Authority) -> User:
    ann = person("ann@example.org", "Ann Ŵyn")
    Membership.objects.create(user=ann, authority=brum, role=Role.ASSET_OFFICER)
    return ann


def write(brum: Authority, user: User | None, **more: Any) -> Letter:
    given = {
        "kind": "test",
        "subject": "Your proposal: Our hall",
        "text": "It came in.\n\nThank you.",
        "link": "/brum/",
        "go": "Open it",
        "written_at": NOW,
        "due_at": NOW,
        **more,
    }
    with on_record():
        (letter,) = post([Letter(authority=brum, user=user, **given)], then=lambda: None)
    return letter


def at(minutes: float = 0) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(minutes=minutes)


def now(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_letter_says_from_whom_and_leads_to_the_page(brum: Authority, ann: User) -> None:
    letter = write(brum, ann)
    assert send_due(clock=at()) == 1
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.org"]
    assert sent.from_email == "Birmingham City Council <worth@example.org>"
    assert sent.subject == "Your proposal: Our hall"
    assert sent.extra_headers["Message-ID"] == f"<{letter.pk}@example.org>"
    for text in (plain(sent), html(sent)):
        assert "It came in." in text
        assert "https://worth.example.org/brum/" in text
        assert "Birmingham City Council" in text
        assert "Ann" not in text
    assert (now(letter).state, now(letter).sent_at) == (State.SENT, NOW)
    assert send_due(clock=at()) == 0
    assert len(mail.outbox) == 1


def test_what_stands_in_a_title_is_text_in_the_html(brum: Authority, ann: User) -> None:
    write(brum, ann, text="“<b>Hall</b> & {{ x }}” came in.")
    send_due(clock=at())
    (sent,) = mail.outbox
    assert "&lt;b&gt;Hall&lt;/b&gt; &amp; {{ x }}" in html(sent)
    assert "“<b>Hall</b> & {{ x }}” came in." in plain(sent)


def test_while_no_server_answers_nothing_is_lost_and_no_try_is_counted(
    brum: Authority, ann: User, server: type[Trouble]
) -> None:
    letters = [write(brum, ann) for _ in range(3)]
    for minutes in (0, 60, 60 * 24 * 7):
        server.at_open = [ConnectionRefusedError(111, "refused")]
        assert send_due(clock=at(minutes)) == 0
    assert {(now(one).state, now(one).tries) for one in letters} == {(State.QUEUED, 0)}
    assert send_due(clock=at(60 * 24 * 8)) == 3
    assert len(mail.outbox) == 3


def test_a_refusal_for_now_is_tried_again_after_longer_and_longer_pauses(
    brum: Authority, ann: User, server: type[Trouble]
) -> None:
    letter, when = write(brum, ann), NOW
    for number, pause in enumerate(PAUSES, start=1):
        server.at_send = [smtplib.SMTPDataError(451, b"ann@example.org is busy")]
        assert send_due(clock=lambda: when) == 0  # noqa: B023
        row = now(letter)
        assert (row.state, row.tries, row.due_at) == (State.QUEUED, number, when + pause)
        assert row.problem == "SMTPDataError 451"
        assert send_due(clock=lambda: when + pause - timedelta(seconds=1)) == 0  # noqa: B023
        assert now(letter).tries == number
        when += pause
    assert list(PAUSES) == sorted(PAUSES)
    server.at_send = [smtplib.SMTPDataError(451, b"busy")]
    send_due(clock=lambda: when)
    assert now(letter).state == State.FAILED
    assert send_due(clock=at(10**6)) == 0
    assert mail.outbox == []


def test_an_address_that_does_not_exist_fails_at_once_and_the_rest_goes_out(
    brum: Authority, ann: User, server: type[Trouble]
) -> None:
    first = write(brum, ann)
    second = write(brum, ann, due_at=NOW + timedelta(seconds=1))
    refused = smtplib.SMTPRecipientsRefused({"ann@example.org": (550, b"no such user ann")})
    server.at_send = [refused]
    assert send_due(clock=at(1)) == 1
    assert (now(first).state, now(first).problem) == (State.FAILED, "SMTPRecipientsRefused 550")
    assert now(second).state == State.SENT


def test_a_line_that_breaks_in_the_middle_leaves_it_open_and_only_a_person_sends_again(
    brum: Authority, ann: User, server: type[Trouble]
) -> None:
    first, second = write(brum, ann), write(brum, ann, due_at=NOW + timedelta(seconds=1))
    server.at_send = [TimeoutError("timed out")]
    assert send_due(clock=at(1)) == 0
    assert now(first).state == State.UNKNOWN
    assert now(second).state == State.QUEUED, "the connection is gone, and it waits for the next"
    assert send_due(clock=at(60)) == 1
    assert now(first).state == State.UNKNOWN
    assert send_again(letter=first, by=ann, at=NOW)
    assert not send_again(letter=first, by=ann, at=NOW), "the button was pressed twice"
    assert AuditEntry.objects.get().event == "letter sent again"
    assert send_due(clock=at(60)) == 1
    assert now(first).state == State.SENT
    assert not send_again(letter=first, by=ann, at=NOW), "it was sent"


class Killed(BaseException):
    """What a kill is to the code that it hits: nothing of it goes on."""


def test_whoever_is_killed_in_the_middle_leaves_it_unknown(
    brum: Authority, ann: User, server: type[Trouble], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write(brum, ann)

    def killed() -> None:
        raise Killed

    monkeypatch.setattr(server, "in_the_middle", killed)
    with pytest.raises(Killed):
        send_due(clock=at())
    monkeypatch.setattr(server, "in_the_middle", lambda: None)
    assert now(letter).state == State.SENDING
    assert send_due(clock=at(5)) == 0
    assert now(letter).state == State.SENDING, "it may still be on its way"
    minutes = TOO_LONG.total_seconds() / 60 + 1
    assert send_due(clock=at(minutes)) == 0
    assert now(letter).state == State.UNKNOWN
    assert mail.outbox == []


def test_two_workers_send_a_letter_once(
    brum: Authority, ann: User, server: type[Trouble], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        write(brum, ann)
    meanwhile: list[int] = []

    def another_worker() -> None:
        monkeypatch.setattr(server, "in_the_middle", lambda: None)
        meanwhile.append(send_due(clock=at()))

    monkeypatch.setattr(server, "in_the_middle", another_worker)
    assert send_due(clock=at()) == 1
    assert meanwhile == [2]
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 3 == len(mail.outbox)


def test_who_has_left_in_the_meantime_is_not_written_to(brum: Authority) -> None:
    group = Organisation.objects.create(authority=brum, name="Hall group")
    other = Organisation.objects.create(authority=brum, name="Other group")
    bob = person("bob@example.org", "Bob")
    for one in (group, other):
        Membership.objects.create(
            user=bob, authority=brum, organisation=one, role=Role.GROUP_MEMBER
        )
    letter = write(brum, bob, organisation=group)
    Membership.objects.get(organisation=group).delete()
    assert send_due(clock=at()) == 0
    assert now(letter).state == State.DROPPED
    assert mail.outbox == []


def test_what_led_to_an_unknown_person_goes_once_it_is_sent(brum: Authority) -> None:
    letter = write(brum, None, address="new@example.org", link="/brum/invitations/secret/")
    send_due(clock=at())
    assert "/brum/invitations/secret/" in plain(mail.outbox[0])
    assert "You can choose" not in plain(mail.outbox[0])
    row = now(letter)
    assert (row.address, row.link, row.text) == ("", "", "")


def test_a_letter_is_written_beside_its_event_or_not_at_all(
    brum: Authority,
    ann: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    letter = Letter(authority=brum, user=ann, written_at=NOW, due_at=NOW)
    with pytest.raises(RuntimeError):
        post([letter], then=lambda: None)
    asked: list[str] = []

    def write_and(fail: bool) -> None:
        with on_record():
            post([letter], then=lambda: asked.append("sent"))
            assert asked == []
            if fail:
                raise ValueError("no")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValueError, match="no"):
        write_and(fail=True)
    assert (asked, Letter.objects.count()) == ([], 0)
    with django_capture_on_commit_callbacks(execute=True):
        write_and(fail=False)
    assert asked == ["sent"]


@pytest.fixture
def queue(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put tasks in the database, as production does."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def looks() -> list[datetime]:
    own = DBTaskResult.objects.filter(task_path=tasks.send_letters.module_path)
    ready = own.filter(status="READY").order_by("run_after")
    return [one.run_after for one in ready]


@pytest.mark.usefixtures("queue")
def test_the_worker_looks_again_by_itself_and_one_look_waits(
    brum: Authority, ann: User, server: type[Trouble]
) -> None:
    assert tasks.send_letters.call() == 0
    assert looks() == [NOW + tasks.LOOK_AGAIN]
    assert tasks.send_letters.call() == 0
    assert looks() == [NOW + tasks.LOOK_AGAIN]
    write(brum, ann)
    server.at_send = [smtplib.SMTPDataError(451, b"busy")]
    assert tasks.send_letters.call() == 0
    assert next_due() == NOW + PAUSES[0]
    assert looks() == [NOW + PAUSES[0], NOW + tasks.LOOK_AGAIN]
    assert tasks.send_letters.call() == 0
    assert len(looks()) == 2


@pytest.mark.usefixtures("queue")
def test_looks_that_are_over_are_swept_up() -> None:
    path = tasks.send_letters.module_path
    for days, name in ((2, path), (0, path), (2, "core.other")):
        DBTaskResult.objects.create(
            task_path=name,
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            status="SUCCESSFUL",
            run_after=NOW,
            finished_at=NOW - timedelta(days=days),
        )
    tasks.send_letters.call()
    left = DBTaskResult.objects.filter(status="SUCCESSFUL").values_list("task_path", flat=True)
    assert sorted(left) == ["core.other", path]


@pytest.mark.usefixtures("queue")
def test_the_operator_sends_at_once_or_has_the_worker_look(brum: Authority, ann: User) -> None:
    write(brum, ann)
    call_command("send_letters", "--by-worker")
    assert DBTaskResult.objects.get().task_path == tasks.send_letters.module_path
    assert mail.outbox == []
    said = StringIO()
    call_command("send_letters", stdout=said)
    assert said.getvalue() == "1 letters were sent.\n"
    assert len(mail.outbox) == 1
