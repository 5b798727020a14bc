"""That tests which commit leave nothing behind, not even rows that are never deleted."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from core.audit import on_record, record
from core.models import AuditEntry
from tests.core.people import council

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("run", ["first", "second"])
def test_the_audit_is_empty_and_still_append_only(run: str) -> None:
    assert not AuditEntry.objects.exists()
    assert cache.get("tries") is None
    cache.set("tries", 5)
    with on_record():
        record(event=run, by=None, authority=council(), about="x", at=timezone.now())
    entry = AuditEntry.objects.get()
    for change in ("UPDATE core_auditentry SET event = 'y'", "DELETE FROM core_auditentry"):
        with (
            pytest.raises(DatabaseError, match="never changed or deleted"),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    entry.refresh_from_db()
    assert entry.event == run
