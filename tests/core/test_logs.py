"""No line of the log holds a link that was mailed to somebody."""

from __future__ import annotations

import logging
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from core.logs import WithoutSecrets
from tests.core.people import council

pytestmark = pytest.mark.django_db

SECRETS = [
    "/{slug}/invitation/s3cret-Tok_en/",
    "/accounts/confirm-email/s3cret-Tok_en/",
]


def console() -> Any:
    """Return what writes the log of a running site."""
    found = [one for one in logging.getLogger().handlers if one.name == "console"]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("address", SECRETS)
def test_what_django_itself_writes_holds_no_link(address: str) -> None:
    written, handler = StringIO(), console()
    before = handler.setStream(written)
    try:
        answer = Client().put(address.format(slug=council().slug))
    finally:
        handler.setStream(before)
    assert answer.status_code in (404, 405)
    assert "…" in written.getvalue()
    assert "s3cret-Tok_en" not in written.getvalue()


def test_a_line_keeps_all_but_the_secret() -> None:
    record = logging.LogRecord(
        "x", logging.WARNING, "", 0, "%s: %s", ("Not Found", "/a/invitation/abc/?next=/b/"), None
    )
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Not Found: /a/invitation/…/?next=/b/"
    record.msg, record.args = "Internal Server Error: %s", ("/accounts/password/new/1-s3cret/",)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Internal Server Error: /accounts/password/new/…/"
    other = logging.LogRecord("x", logging.WARNING, "", 0, "%d letters", (3,), None)
    assert WithoutSecrets().filter(other)
    assert (other.msg, other.args) == ("%d letters", (3,))
