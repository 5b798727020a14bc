"""What costs others something can be done only so often."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from appraisal.models import Evidence, Message
from core import limits
from tests.appraisal.site.people import Site
from tests.core.sent_files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be done twice an hour, so that a test need not do it for hours."""
    cache.clear()
    fewer = {name: "2/h/" + rate.rpartition("/")[2] for name, rate in limits.LIMITS.items()}
    monkeypatch.setattr(limits, "LIMITS", fewer)


def test_files_are_sent_only_so_often(site: Site) -> None:
    client, address = site.client("member"), site.address("evidence_for", "A")
    got = [
        client.post(address, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code
        for _ in range(3)
    ]
    assert got == [302, 302, 429]
    assert Evidence.objects.count() == 2
    other = site.client("lead").post(address, {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert other.status_code == 302, "somebody else of the group is not held up"


def test_messages_are_sent_only_so_often(site: Site) -> None:
    client, address = site.client("member"), site.address("messages")
    got = [
        client.post(address, {"form": str(uuid4()), "text": "Hello"}).status_code for _ in range(3)
    ]
    assert got == [302, 302, 429]
    assert Message.objects.count() == 2
