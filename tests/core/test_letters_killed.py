"""A worker that is really killed while it sends, and two that really run at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection

from core.letters import TOO_LONG, send_due
from core.models import Letter, Membership, Role
from tests.core.people import council, person

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LETTERS = 5

# A worker of its own. What its mail server does with a letter stands in the middle.
WORKER = """
import os, signal, sys
from datetime import UTC, datetime
import django; django.setup()
from django.core.mail.backends.base import BaseEmailBackend
from core import letters

class Server(BaseEmailBackend):
    def send_messages(self, messages):
        {does}
        return len(messages)

letters.get_connection = lambda: Server()
print(letters.send_due(clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)))
"""
KILLED = "os.kill(os.getpid(), signal.SIGKILL)"
SAYS = "print(messages[0].extra_headers['Message-ID'], flush=True)"


def start(does: str) -> subprocess.Popen[str]:
    """Start a worker on the database of this test."""
    given = connection.settings_dict
    address = (
        f"sqlite:///{given['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{given['USER']}@/{given['NAME']}?host={given['HOST']}"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "core.settings",
        "VW_DEBUG": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-c", WORKER.format(does=does)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


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
    letters: list[Letter],
) -> None:
    worker = start(KILLED)
    worker.communicate(timeout=60)
    assert worker.returncode == -signal.SIGKILL
    assert states() == ["sending", *["queued"] * (LETTERS - 1)]
    assert send_due(clock=lambda: NOW + TOO_LONG + timedelta(seconds=1)) == LETTERS - 1
    assert states() == ["unknown", *["sent"] * (LETTERS - 1)]
    assert "Letter 0" not in {str(one.subject) for one in mail.outbox}


def test_two_workers_at_once_send_each_letter_once(letters: list[Letter]) -> None:
    workers = [start(SAYS) for _ in range(2)]
    said = [worker.communicate(timeout=60)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sum(int(lines[-1]) for lines in said) == LETTERS
    sent = [line for lines in said for line in lines[:-1]]
    assert len(sent) == len(set(sent)) == LETTERS
    assert states() == ["sent"] * LETTERS
