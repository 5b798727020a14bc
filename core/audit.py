"""Who did what, when: rows that are only ever added.

``record`` is called inside the transaction of the change that it tells of, so that neither can
stand without the other.
"""

import json
from datetime import datetime
from typing import Any

from core.models import AuditEntry, Authority, User


def record(
    *,
    event: str,
    by: User | None,
    authority: Authority,
    about: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add an entry: ``event`` in words such as “proposal started”, ``about`` what it concerns."""
    return AuditEntry.objects.create(
        event=event,
        by=by,
        authority=authority,
        about=about,
        at=at,
        detail=json.dumps(detail or {}, sort_keys=True, ensure_ascii=False),
    )
