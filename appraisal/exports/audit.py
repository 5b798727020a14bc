"""A council's audit as a table for its auditors."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC

from appraisal.exports.cells import csv_lines
from core.models import AuditEntry

HEAD = (
    "sequence",
    "at (UTC)",
    "person number",
    "person",
    "event",
    "about",
    "detail (JSON)",
    "detail sha256",
    "previous hash",
    "hash",
)


def audit_csv(
    entries: Iterable[AuditEntry], why_closed: Callable[[AuditEntry], str]
) -> Iterator[str]:
    """Yield the lines of the table, one for each entry in their order.

    ``why_closed`` says why the detail of an entry is not for this reader; empty: it is. That it happened, and
    the hash of the detail, they read all the same.
    """
    return csv_lines(HEAD, (_row(entry, why_closed(entry)) for entry in entries))


def _row(entry: AuditEntry, closed: str) -> tuple[object, ...]:
    return (
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.by_id,
        entry.by,
        entry.event,
        entry.about,
        json.dumps({"held back": closed}, ensure_ascii=False) if closed else entry.detail,
        entry.detail_sha256,
        entry.previous,
        entry.hash,
    )
