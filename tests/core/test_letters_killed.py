"""A worker that is really killed while it sends, and two that really run at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core.letters import TOO_LONG, send_due
from core.models import Letter, Membership, Role
from tests.core.people import council, person
from tests.killing import Point, finished, killed

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LETTERS = 5


class Server(BaseEmailBackend):
    """A mail server that writes into a file which letters it was given."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = Path(path)

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        with self.path.open("a") as file:
            file.writelines(f"{one.extra_headers['Message-ID']}\n" for one in messages)
        return len(messages)


def work(path: str) -> None:
    """Be a worker that looks for letters once, in a process of its own."""
    with patch("core.letters.get_connection", lambda: Server(path)):
        send_due(clock=lambda: NOW)


@pytest.fixture
def letters() -> list[Letter]:
    """Return letters that are due."""
    brum, ann = council(), person("ann@example.org", "Ann")
    Membership.objects.create(user=ann, authority=brum, role=Role.ASSET_OFFICER)
    return [
        Letter.objects.create(
            authority=brum,
            user=ann,
            kind="test",
            subject=f"Letter {number}",
            text="It came in.",
            written_at=NOW,
            due_at=NOW - timedelta(minutes=LETTERS - number),
        )
        for number in range(LETTERS)
    ]


def states() -> list[str]:
    return list(Letter.objects.order_by("due_at").values_list("state", flat=True))


def test_a_letter_on_which_a_worker_was_killed_is_not_sent_again_by_itself(
    letters: list[Letter], tmp_path: Path
) -> None:
    path = str(tmp_path / "given")
    killed(f"{__name__}.work", Point(f"{__name__}.Server.send_messages", "after"), path=path)
    assert states() == ["sending", *["queued"] * (LETTERS - 1)]
    assert send_due(clock=lambda: NOW + TOO_LONG + timedelta(seconds=1)) == LETTERS - 1
    assert states() == ["unknown", *["sent"] * (LETTERS - 1)]
    assert "Letter 0" not in {str(one.subject) for one in mail.outbox}


def test_two_workers_at_once_send_each_letter_once(letters: list[Letter], tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("first", "second")]
    for path in paths:
        path.touch()
    with ThreadPoolExecutor(len(paths)) as both:
        list(both.map(lambda path: finished(f"{__name__}.work", path=str(path)), paths))
    given = [line for path in paths for line in path.read_text().splitlines()]
    assert len(given) == len(set(given)) == LETTERS
    assert states() == ["sent"] * LETTERS
